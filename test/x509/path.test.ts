import { beforeAll, describe, expect, it } from 'vitest';
import { createIssuer, type Issuer } from '../../src/lab/issue.js';
import type { Certificate } from '../../src/model/certificate.js';
import { followPath, isIssuedBy, isOrdered, isSelfIssued, issuance, namesIssuer } from '../../src/x509/path.js';
import { readCertificate } from '../../src/x509/read-certificate.js';

let root: Issuer;
let R: Certificate;
let I: Certificate;
let L: Certificate;
let stranger: Certificate;
let impostor: Certificate;

beforeAll(async () => {
  root = await createIssuer({ commonName: 'Root' });
  const intermediate = root.subordinate('Intermediate', { keyType: 'rsa' });
  const read = (der: Uint8Array): Certificate => readCertificate(der);
  R = read(root.certificateDer);
  I = read(intermediate.certificateDer);
  L = read(intermediate.issue({ dnsNames: ['a.example'] }).certificateDer);
  stranger = read((await createIssuer({ commonName: 'Stranger' })).certificateDer);
  impostor = { ...read(root.subordinate('Intermediate').certificateDer), subjectKeyIdentifier: null };
});

describe('isIssuedBy', () => {
  it('wants the name and the signature', () => {
    expect(isIssuedBy(L, I)).toBe(true);
    expect(isIssuedBy(I, R)).toBe(true);
    expect(isIssuedBy(R, R)).toBe(true);
    expect(isIssuedBy(L, R)).toBe(false);
    expect(isIssuedBy(L, stranger)).toBe(false);
    expect(namesIssuer(L, impostor)).toBe(true);
    expect(isIssuedBy(L, impostor)).toBe(false);
    expect(isIssuedBy(L, impostor)).toBe(false);
  });

  it('tells "no" from "cannot be told": RSA above 8192 bits, explicit curves, unknown keys are never used', () => {
    const named = { ...impostor, subjectKeyIdentifier: null };
    expect(issuance(L, { ...named, keyType: 'rsa', keyBits: 16_384 })).toBe('unverifiable');
    expect(issuance(L, { ...named, keyType: 'ecdsa', curve: null })).toBe('unverifiable');
    expect(issuance(L, { ...named, keyType: null })).toBe('unverifiable');
    expect(issuance(L, { ...named, spki: null })).toBe('unverifiable');
  });

  it('knows self-issued ones', () => {
    expect([R, I, L].map(isSelfIssued)).toEqual([true, false, false]);
    expect([R, I, L].map(({ selfSigned }) => selfSigned)).toEqual([true, false, false]);
  });
});

describe('isOrdered', () => {
  it.each([
    ['leaf, intermediate', () => [L, I], true],
    ['with the root', () => [L, I, R], true],
    ['leaf alone', () => [L], true],
    ['nothing', () => [], true],
    ['swapped', () => [L, R, I], false],
    ['a stranger at the end', () => [L, I, stranger], false],
    ['the leaf twice', () => [L, L, I], false],
  ])('%s: %s', (_, list, ordered) => {
    expect(isOrdered(list())).toBe(ordered);
  });
});

describe('followPath', () => {
  it.each([
    ['a whole path', () => [L, I, R], [], 'self-issued', 3, true, null],
    ['out of order', () => [L, R, I], [], 'self-issued', 3, true, null],
    ['without the root', () => [L, I], [], 'open', 2, true, 'CN=Root'],
    ['without the root, which is an anchor', () => [L, I], [() => R], 'anchor', 2, true, null],
    ['an anchor among those sent', () => [L, I], [() => I], 'anchor', 1, false, null],
    ['a leaf alone', () => [L], [() => R], 'open', 1, true, 'CN=Intermediate'],
    ['a stranger beside', () => [L, stranger, I], [], 'open', 2, false, 'CN=Root'],
    ['an impostor with the right name', () => [L, impostor], [], 'open', 1, false, 'CN=Intermediate'],
    ['an impostor before the right one', () => [L, impostor, I, R], [], 'self-issued', 3, false, null],
    ['nothing', () => [], [], 'open', 0, true, null],
  ] as const)('%s', (_, list, anchors, end, length, complete, missingIssuer) => {
    const found = followPath(
      list(),
      anchors.map((anchor) => anchor()),
    );
    expect([found.end, found.path.length, found.complete, found.missingIssuer]).toEqual([
      end,
      length,
      complete,
      missingIssuer,
    ]);
  });

  it('an issuer is its name, however that is encoded', () => {
    const renamed = (der: Uint8Array | null): Uint8Array => {
      if (der === null) throw new Error('no name');
      const at = Buffer.from(der).lastIndexOf('Intermediate') - 2;
      return Uint8Array.from(der).with(at, der[at] === 0x0c ? 0x13 : 0x0c);
    };
    const reissued = { ...I, subjectDer: renamed(I.subjectDer) };
    expect(namesIssuer(L, reissued)).toBe(true);
    expect(isOrdered([L, reissued, R])).toBe(true);
    expect(followPath([L, R, reissued])).toMatchObject({ end: 'self-issued', complete: true });
    expect(isSelfIssued({ ...I, issuerDer: renamed(I.subjectDer) })).toBe(true);
  });

  it('ends for loops and for a hundred look-alikes', async () => {
    const a = { ...I, subjectDer: I.subjectDer, issuerDer: R.subjectDer };
    const b = { ...I, subjectDer: R.subjectDer, issuerDer: I.subjectDer };
    expect(followPath([a, b, a, b]).path.length).toBeLessThanOrEqual(4);
    const alike = Array.from({ length: 100 }, () => ({ ...impostor }));
    expect(followPath([L, ...alike]).end).toBe('open');
  });
});
