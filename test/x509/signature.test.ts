import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createIssuer, type Issuer } from '../../src/lab/issue.js';
import { splitPem } from '../../src/x509/pem.js';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { readSignature, verifySignature } from '../../src/x509/signature.js';
import { describePeer, program } from '../support/peers.js';
import { runProgram } from '../support/process.js';
import { testFolder } from '../support/temp.js';

let issuer: Issuer;
beforeAll(async () => {
  issuer = await createIssuer({ commonName: 'Root' });
});

describe('verifySignature', () => {
  it('refuses a changed certificate, a changed signature and another key', () => {
    const root = readCertificate(issuer.certificateDer);
    const der = issuer.issue({ dnsNames: ['a.example'] }).certificateDer;
    expect(verifySignature({ der }, root)).toBe(true);
    const changed = der.slice();
    changed[60] = (changed[60] ?? 0) ^ 1;
    expect(verifySignature({ der: changed }, root)).toBe(false);
    const resigned = der.slice();
    resigned[der.length - 1] = (resigned[der.length - 1] ?? 0) ^ 1;
    expect(verifySignature({ der: resigned }, root)).toBe(false);
    expect(verifySignature({ der }, readCertificate(der))).toBe(false);
    const rsa = readCertificate(issuer.issue({ subject: 'x', keyType: 'rsa', keyBits: 1024 }).certificateDer);
    expect(verifySignature({ der }, rsa)).toBe(false);
    expect(verifySignature({ der: new Uint8Array(3) }, root)).toBeNull();
  });
});

describePeer('signatures that openssl makes', ['openssl'], () => {
  it.each([
    ['RSA-PSS, SHA-256', ['-newkey', 'rsa:2048', '-sha256', '-sigopt', 'rsa_padding_mode:pss'], 'sha256', 222],
    [
      'RSA-PSS, SHA-384, salt of the hash',
      ['-newkey', 'rsa:2048', '-sha384', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:-1'],
      'sha384',
      48,
    ],
    [
      'RSA-PSS, SHA-1 (the default parameters)',
      ['-newkey', 'rsa:2048', '-sha1', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:20'],
      'sha1',
      20,
    ],
    ['an RSA-PSS key', ['-newkey', 'rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048'], 'sha256', 222],
    ['Ed448', ['-newkey', 'ed448'], null, null],
    ['P-521, SHA-512', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521', '-sha512'], 'sha512', null],
    ['secp256k1', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'], 'sha256', null],
    ['brainpool', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1'], 'sha256', null],
    ['RSA, MD5', ['-newkey', 'rsa:1024', '-md5'], 'md5', null],
  ])('%s', async (_, options, hash, saltLength) => {
    const folder = await testFolder('signature');
    const out = join(folder, 'certificate.pem');
    const key = join(folder, 'key.pem');
    const { stderr } = await runProgram(program('openssl'), [
      'req',
      '-x509',
      '-nodes',
      '-subj',
      '/CN=x',
      '-keyout',
      key,
      '-out',
      out,
      ...options,
    ]);
    const certificate = readCertificate(
      splitPem(await readFile(out, 'utf8').catch(() => stderr))[0]?.der ?? new Uint8Array(),
    );
    expect(certificate.problem).toBeNull();
    expect(certificate.selfSigned).toBe(true);
    expect(readSignature(certificate)).toMatchObject({ hash, saltLength });
  });

  it('explicit curve parameters are not imported', async () => {
    const folder = await testFolder('explicit');
    const out = join(folder, 'certificate.pem');
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-pkeyopt', 'ec_param_enc:explicit'];
    await runProgram(program('openssl'), [
      'req',
      '-x509',
      '-nodes',
      '-subj',
      '/CN=x',
      '-keyout',
      join(folder, 'k'),
      '-out',
      out,
      ...curve,
    ]);
    const certificate = readCertificate(splitPem(await readFile(out, 'utf8'))[0]?.der ?? new Uint8Array());
    expect(certificate).toMatchObject({ keyType: 'ecdsa', keyBits: 256, curve: null, selfSigned: null, problem: null });
  });
});
