import { createWriteStream } from 'node:fs';
import { devNull } from 'node:os';
import { connect, createSecureContext } from 'node:tls';
import { at, eachConnection, requireSame, type Technique } from './technique.js';

/** What one would write without us: a shared context, the whole chain, a line of JSON. */
export const nodeTls: Technique = {
  title: 'node:tls, shared context, getPeerCertificate(true), a JSON line written',
  count: 1_200,
  warmUp: 600,
  prepare: async ({ port, names, fingerprints, caPem }) => {
    const secureContext = createSecureContext({ ca: caPem });
    const out = createWriteStream(devNull);
    return eachConnection(
      (index) =>
        new Promise((resolve, reject) => {
          const name = at(names, index);
          const socket = connect({
            host: '127.0.0.1',
            port,
            servername: name,
            secureContext,
            rejectUnauthorized: false,
          });
          socket.on('error', reject);
          socket.on('secureConnect', () => {
            const served = socket.getPeerCertificate(true);
            socket.destroy();
            const fingerprint = served.fingerprint256.replaceAll(':', '').toLowerCase();
            out.write(
              `${JSON.stringify({
                name,
                authorized: socket.authorized,
                protocol: socket.getProtocol(),
                fingerprint,
                subject: served.subject,
                issuer: served.issuer,
                names: served.subjectaltname,
                from: served.valid_from,
                until: served.valid_to,
              })}\n`,
            );
            try {
              requireSame(fingerprint, at(fingerprints, index), name);
              resolve();
            } catch (error) {
              reject(error);
            }
          });
        }),
    );
  },
};
