import { namedTable } from '../../src/bindings/named-table.js';
import type { Estate, LabCertificate, LabMachine } from '../../src/lab/estate.js';
import type { Attachment, Fallback, SelectionTable } from '../../src/model/selection.js';

/** Certificates by word: `shop` is for shop.example; RSA where the word ends in `-rsa`. */
export function certificates(...words: readonly string[]): Readonly<Record<string, LabCertificate>> {
  return Object.fromEntries(
    words.map((word) => {
      const name = `${word.replace(/-rsa$/, '')}.example`;
      return [word, { commonName: name, dnsNames: [name], keyType: word.endsWith('-rsa') ? 'rsa' : 'ecdsa' }];
    }),
  );
}

export function attached(certificate: string, key: Attachment['key'] = 'usable'): readonly Attachment[] {
  return [{ certificate, keyType: certificate.endsWith('-rsa') ? 'rsa' : 'ecdsa', key }];
}

export function fallback(certificate: string): Fallback {
  return { kind: 'attachments', id: 'default', attachments: attached(certificate) };
}

/** One virtual host shop.example and this fallback. */
export function shopTable(
  otherwise: Fallback,
  acknowledges: SelectionTable['acknowledges'] = 'never',
  attachments: readonly Attachment[] = attached('shop'),
): SelectionTable {
  const hosts = [{ host: 'shop.example', attachments }];
  return namedTable([{ address: null, port: 443, hosts, fallback: otherwise }], acknowledges);
}

/** Machines by name, each at 192.0.2.<n> in their order. */
export function estate(
  machines: Readonly<Record<string, LabMachine>>,
  words: readonly string[] = ['shop', 'other'],
): Estate {
  return {
    title: 'test',
    certificates: certificates(...words),
    machines,
    addresses: Object.keys(machines).map((name, index) => ({
      address: `192.0.2.${index + 1}`,
      port: 443,
      machines: [name],
    })),
    targets: [],
  };
}
