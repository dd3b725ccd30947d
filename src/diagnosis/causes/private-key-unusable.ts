import { apache } from '../remedies/apache.js';
import { haproxy } from '../remedies/haproxy.js';
import { isWindows } from '../remedies/look.js';
import { nginx } from '../remedies/nginx.js';
import { isWeb } from '../remedies/services.js';
import { windows } from '../remedies/windows.js';
import { type CauseText, checkAgain, rightElsewhere, whatHappens } from './cause-text.js';

export const privateKeyUnusable: CauseText = {
  cause: 'private-key-unusable',
  happens: "The name's binding exists, and its certificate or private key cannot be used.",
  why: [
    'The key cannot be read by the service (permissions, imported by another account, dragged from a user store), was deleted, or belongs to another certificate. On Windows the binding then resets this name alone, or the next binding answers; other servers refuse, or sign with a key that does not fit.',
    'From outside, a name that is reset alone looks the same when a router in front has lost the machine behind that name; and a key that could not even be attached looks like a binding that is missing.',
  ],
  title: (facts) =>
    facts.signatureFails
      ? `${facts.host} is served ${facts.served} at ${facts.place}, signed with a key that is not the certificate's`
      : `${whatHappens(facts)}${facts.isServed ? '' : ', while other names are answered'}${rightElsewhere(facts)}`,
  explanation: (facts) =>
    facts.signatureFails
      ? "The handshake's signature does not verify with the certificate's public key: certificate and private key do not belong together. Every client refuses that."
      : facts.isServed
        ? 'The binding of the name may be there, but with a key that cannot be used, so that the next one answers. From outside that looks exactly like a binding that is missing.'
        : 'The name fails in every version and with every kind of certificate, and only this name does: its binding is there and cannot be used, most often because of its private key; or something in front closes this name because nothing stands behind it. From outside the two look the same.',
  tellApart: (facts) => {
    const { host, port, isAlert, canBeHttpSys } = facts;
    const log = `the server's error log names a certificate or key for ${host} that cannot be loaded`;
    if (isAlert || !isWeb(facts) || !canBeHttpSys) return log;
    const row = `a row for ${host} beside Schannel event 36870 or http.sys event 15021 means this one: PS> netsh http show sslcert hostnameport=${host}:${port}`;
    return isWindows(facts) ? row : `${log}; on Windows, ${row}`;
  },
  remedies: (facts) => {
    const again = checkAgain(facts);
    return [
      ...(facts.isAlert
        ? []
        : [
            {
              platform: 'windows-iis',
              steps: [
                windows.showNameRow(facts),
                windows.keyEvents(),
                windows.checkKey(facts),
                windows.importAgain(),
                windows.rebindName(facts),
                again,
              ],
            },
          ]),
      { platform: 'nginx', steps: [nginx.errors(), nginx.keyMatches(), nginx.certificate(facts), again] },
      { platform: 'apache', steps: [nginx.keyMatches(), apache.certificate(facts), again] },
      { platform: 'haproxy', steps: [nginx.keyMatches(), haproxy.certificate(facts), again] },
      {
        platform: 'any',
        steps: [
          'Put certificate and key in place together, from one issuance, readable for the account that the service runs as; then restart or reload it.',
          again,
        ],
      },
    ];
  },
};
