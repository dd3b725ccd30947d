import { describe, expect, it } from 'vitest';
import { readNetshSslcert } from '../../../src/bindings/read/netsh-sslcert.js';

/** One row an argument: label and value of its flags. */
function read(...rows: readonly Readonly<Record<string, string>>[]) {
  const text = rows
    .map((flags, index) =>
      [
        `IP:Port : 10.0.0.${index + 1}:443`,
        'Zertifikathash : a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4',
        'Anwendungs-ID : {4dc3e181-e14b-4a21-b022-59fc669b0914}',
        'Zertifikatspeichername : MY',
        ...Object.entries(flags).map(([label, value]) => `${label} : ${value}`),
      ].join('\r\n'),
    )
    .join('\r\n\r\n');
  const { rows: found, problems } = readNetshSslcert(text, 'dump');
  return { versions: found.map(({ disabledVersions }) => disabledVersions), problems };
}

describe('flags of rows', () => {
  it.each([
    ['German', 'Festgelegt', 'Nicht festgelegt'],
    ['French', 'Défini', 'Non défini'],
    ['Spanish', 'Establecido', 'No establecido'],
    ['Chinese', '设置', '未设置'],
    ['Japanese', '設定', '未設定'],
    ['Russian', 'Задано', 'Не задано'],
    ['English', 'Set', 'Not Set'],
  ])('in %s are told by the shape of their two words', (_, set, unset) => {
    const { versions, problems } = read(
      { 'TLS1.2 xx': unset, 'TLS1.3 xx': set, 'xx TLS xx': set },
      { 'TLS1.2 xx': unset, 'TLS1.3 xx': unset, 'xx TLS xx': unset },
    );
    expect(versions).toEqual([['TLSv1.3', 'TLSv1.1', 'TLSv1'], []]);
    expect(problems).toEqual([]);
  });

  it('all alike are not set: with every version switched off a row could serve nobody', () => {
    const { versions, problems } = read({ 'TLS1.2 xx': 'Ayarlanmadı', 'TLS1.3 xx': 'Ayarlanmadı' });
    expect(versions).toEqual([[]]);
    expect(problems).toEqual([]);
  });

  it('that cannot be told are not guessed, and that is said; no row is lost', () => {
    const { versions, problems } = read(
      { 'TLS1.2 xx': 'Ayarlanmadı', 'TLS1.3 xx': 'Ayarlandı' },
      { 'TLS1.2 xx': 'Ayarlanmadı', 'TLS1.3 xx': 'Ayarlanmadı' },
    );
    expect(versions).toEqual([[], []]);
    expect(problems).toEqual([
      { source: 'dump:1', reason: expect.stringMatching(/"Ayarlanmadı" of "TLS1\.2 xx".*cannot be told/), lost: false },
    ]);
  });

  it('of other settings are no versions', () => {
    const { versions, problems } = read({ 'HTTP2 xx': 'Festgelegt', 'QUIC xx': 'Nicht festgelegt' });
    expect(versions).toEqual([[]]);
    expect(problems).toEqual([]);
  });
});
