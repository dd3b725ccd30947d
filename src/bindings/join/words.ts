import type { BindingRow } from '../../model/bindings.js';
import type { Cause, Remedy } from '../../model/diagnosis.js';
import { addCommand, deleteCommands, isPlainName } from '../findings/rule.js';
import { ownerWords, rowWords } from '../row-words.js';
import type { Compared, Location } from './locate.js';

/** `ipport=10.0.0.5:443, thumbprint d001…, set by SSTP`. */
export function blamedRowWords(row: BindingRow): string {
  const hash = row.thumbprint === null ? '' : `, thumbprint ${row.thumbprint}`;
  return `${rowWords(row)}${hash}, set by ${ownerWords(row)}`;
}

/** What the export and the answers say together, in a sentence. */
export function titleOf(
  cause: Cause | null,
  row: BindingRow | null,
  host: string,
  port: number,
  rows: readonly BindingRow[],
): string {
  const own = rows.find((each) => each.host === host && each.port === port);
  const ownWords = own === undefined ? `there is no row hostnameport=${host}:${port}` : rowWords(own);
  if (row === null) return `${ownWords}, and no other row answers for ${host}: http.sys resets the connection`;
  const words = blamedRowWords(row);
  switch (cause) {
    case 'ip-binding-conflict':
      return own === undefined
        ? `${words}, answers at its address for every name; ${ownWords}`
        : `${words}, answers before ${ownWords}`;
    case 'missing-sni-host-match':
      return `${words}, answers for ${host}: ${ownWords}`;
    case 'sni-not-supported':
      return `${words}, answers for every name: this Windows does not look at names`;
    case 'private-key-unusable':
      return `${words}, wins for ${host}, but its certificate or private key cannot be used`;
    case 'no-certificate-served':
      return `${words}, should answer, but nothing at this address is served`;
    default:
      return `${words}, answers for ${host}`;
  }
}

/** Where the endpoint is on the machine, and how that is known. */
export function locationWords({ localAddress, how }: Location, address: string): string {
  const local =
    localAddress === '0.0.0.0' || localAddress === '::' ? 'an address without a row of its own' : localAddress;
  switch (how) {
    case 'given':
      return `${address} is ${local} on the exported machine (--local-address)`;
    case 'same':
      return `${address} is an address of the exported machine`;
    case 'inferred':
      return `${address} is taken for ${local} on the exported machine, inferred by the thumbprints served there`;
  }
}

/** `shop.example: d001… predicted, a reset observed`. */
export function comparedWords({ observed, selection }: Compared): string {
  const name = observed.serverName ?? 'without a name';
  const { reply } = selection;
  const predicted = reply.kind === 'certificate' ? `certificate ${reply.certificate}` : `a ${reply.kind}`;
  const { answer } = observed;
  const seen =
    answer === null
      ? 'nothing'
      : answer.kind === 'certificate'
        ? `certificate ${answer.thumbprint}`
        : `a ${answer.kind}`;
  return `${name}: ${predicted} predicted, ${seen} observed`;
}

/** What to do about the row, in order; nothing where the row is the name's own. */
export function remediesFor(
  cause: Cause | null,
  row: BindingRow | null,
  host: string,
  port: number,
): readonly Remedy[] {
  const add = isPlainName(host) ? [addCommand(`hostnameport=${host}:${port}`, null)] : [];
  const steps = ((): readonly string[] => {
    switch (cause) {
      case 'ip-binding-conflict':
        return row === null
          ? []
          : [
              `Ask ${ownerWords(row)} first: a service that sets this row sets it again when it starts.`,
              ...deleteCommands(row).map(asStep),
            ];
      case 'missing-sni-host-match':
        return [
          `Give ${host} a row of its own: attach its certificate to its https binding with the SNI flag, or:`,
          ...add,
        ];
      case 'private-key-unusable':
        return row?.thumbprint == null
          ? [
              'Delete the row and attach the certificate again:',
              ...(row === null ? [] : deleteCommands(row).map(asStep)),
            ]
          : [
              'Reconnect the private key, or import the PFX again into the machine’s store:',
              `$ certutil -repairstore my ${row.thumbprint}`,
            ];
      case 'sni-not-supported':
        return [
          'Use one certificate that covers every name, or an address for each; or move to Windows Server 2012 or later.',
        ];
      default:
        return [];
    }
  })();
  return steps.length === 0 ? [] : [{ platform: 'windows-iis', steps }];
}

/** A line to keep is no command to run: it stands indented. */
function asStep(step: string): string {
  return step.replace(/^# /, '  ');
}
