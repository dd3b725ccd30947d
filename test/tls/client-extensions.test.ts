import { expect, it } from 'vitest';
import * as extensions from '../../src/tls/client-extensions.js';
import type { Extension } from '../../src/tls/extensions.js';
import { hex, toHex } from '../support/bytes.js';

it.each<[number, string, Extension]>([
  [0, '000c 00 0009 612e6578616d706c65', extensions.serverNameExtension('a.example')],
  [5, '01 0000 0000', extensions.statusRequestExtension()],
  [10, '0004 001d 0017', extensions.supportedGroupsExtension([0x1d, 0x17])],
  [11, '01 00', extensions.pointFormatsExtension()],
  [13, '0002 0403', extensions.signatureAlgorithmsExtension([0x0403])],
  [23, '', extensions.extendedMasterSecretExtension()],
  [43, '04 0304 0303', extensions.supportedVersionsExtension([0x0304, 0x0303])],
  [44, '0002 c00c', extensions.cookieExtension(hex('c00c'))],
  [45, '01 01', extensions.pskModesExtension()],
  [51, '0006 001d 0002 aabb', extensions.keyShareExtension([{ group: 0x1d, publicKey: hex('aabb') }])],
  [0xff01, '00', extensions.renegotiationInfoExtension()],
])('extension %i is %s', (type, body, extension) => {
  expect(extension.type).toBe(type);
  expect(toHex(extension.body)).toBe(body.replaceAll(' ', ''));
});
