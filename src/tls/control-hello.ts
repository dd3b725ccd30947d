import type { Hello } from '../model/hello.js';

/** Version of the control hello's layout (`hello-layout.ts`): whoever compares observations over time needs to know it. */
export const HELLO_VERSION = '1';

/** The control: a current client's hello (DESIGN section 8). `tls12` offers TLS 1.2 alone, for very long lists. */
export function controlHello(serverName: string | null, mode: 'current' | 'tls12'): Hello {
  return {
    serverName,
    versions: mode === 'current' ? ['TLSv1.3', 'TLSv1.2'] : ['TLSv1.2'],
    keyTypes: 'any',
  };
}
