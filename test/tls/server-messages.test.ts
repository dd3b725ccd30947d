import { describe, expect, it } from 'vitest';
import {
  acknowledgedNameExtension,
  message,
  selectedGroupExtension,
  stapledResponseExtension,
  writeCertificate12,
  writeCertificate13,
  writeCertificateRequest12,
  writeCertificateRequest13,
  writeEncryptedExtensions,
  writeFinished,
  writeServerHelloDone,
} from '../../src/tls/server-messages.js';
import { hex, toHex } from '../support/bytes.js';

describe('a server’s messages', () => {
  it.each<[string, Uint8Array]>([
    ['08 000006 0004 0000 0000', writeEncryptedExtensions([acknowledgedNameExtension()])],
    ['0b 000007 000004 000001 aa', writeCertificate12([hex('aa')])],
    ['0b 00000a 00 000006 000001 aa 0000', writeCertificate13([hex('aa')])],
    [
      '0b 000014 00 000010 000001 aa 000a 0005 0006 01 000002 3000',
      writeCertificate13([hex('aa')], [stapledResponseExtension(hex('3000'))]),
    ],
    ['0d 000009 02 0140 0002 0403 0000', writeCertificateRequest12([0x0403])],
    ['0d 000005 02 0140 0000', writeCertificateRequest12(null)],
    ['0d 000009 00 0006 0033 0002 0018', writeCertificateRequest13([selectedGroupExtension(0x0018)])],
    ['0e 000000', writeServerHelloDone()],
    ['14 000002 aabb', writeFinished(hex('aabb'))],
    ['63 000001 00', message(99, (w) => w.u8(0))],
  ])('%s', (expected, bytes) => {
    expect(toHex(bytes)).toBe(expected.replaceAll(' ', ''));
  });
});
