import type { Facts } from '../causes/facts.js';
import { isWeb, serviceLook } from './services.js';

/** What to look for on the server: a row for the name, one for the address, the one with the served thumbprint. */
type Wanted = 'name' | 'address' | 'attached';

/** Where to look for it, in brackets behind a sentence, for the platforms that are possible there. */
export function whereToLook(facts: Facts, wanted: Wanted): string {
  if (facts.silentFor !== null) return '';
  if (!isWeb(facts)) {
    if (wanted === 'address') return `: $ ss -ltnp 'sport = :${facts.port}'`;
    const look = serviceLook(facts);
    return look === '' ? '' : `: ${look}`;
  }
  const { server, isAlert, canBeHttpSys } = facts;
  const others = `nginx: nginx -T${FILTERS[wanted]}; Apache: apachectl -S`;
  if (isWindows(facts)) return `: ${netsh(facts, wanted)}`;
  if (server?.startsWith('nginx') === true || server?.startsWith('openresty') === true)
    return `: $ nginx -T${FILTERS[wanted]}`;
  if (server?.startsWith('apache/') === true || server === 'apache') return ': $ apachectl -S';
  // It says what it is, and how to look there is not known.
  if (server !== null) return '';
  if (isAlert || !canBeHttpSys) return ` (${others})`;
  return ` (${others}; Windows: ${netsh(facts, wanted)})`;
}

const FILTERS: Readonly<Record<Wanted, string>> = {
  name: ' | grep server_name',
  address: ' | grep listen',
  attached: '',
};

/** http.sys answers: it said so. */
export function isWindows({ server }: Facts): boolean {
  return server?.startsWith('microsoft-') === true;
}

/** What a server of this protocol calls the place of a name. */
export function entryWord(facts: Facts): string {
  if (!isWeb(facts)) return 'entry';
  if (isWindows(facts)) return 'row';
  return facts.canBeHttpSys ? 'row or virtual host' : 'virtual host';
}

function netsh({ host, port, localAddress }: Facts, wanted: Wanted): string {
  const row = wanted === 'address' ? `ipport=${localAddress}:${port}` : `hostnameport=${host}:${port}`;
  return `PS> netsh http show sslcert ${row}`;
}
