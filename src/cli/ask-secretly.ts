import { StringDecoder } from 'node:string_decoder';

/** A terminal that keys are read from, as far as it is needed. */
export interface Keyboard {
  setRawMode(raw: boolean): unknown;
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  off(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CTRL_U = '\u0015';

/**
 * Asks for a line on a terminal without showing what is typed. Null when it was given up by Ctrl-C or Ctrl-D, or ended by
 * the signal. The terminal is left as it was.
 */
export async function askSecretly(
  question: string,
  keyboard: Keyboard,
  say: (text: string) => Promise<void>,
  signal: AbortSignal,
): Promise<string | null> {
  const decoder = new StringDecoder('utf8');
  let typed = '';
  // Before the question: what is typed at once must not be shown either.
  keyboard.setRawMode(true);
  let onKeys: (bytes: Uint8Array) => void = () => undefined;
  let onAbort: () => void = () => undefined;
  try {
    await say(question);
    return await new Promise<string | null>((resolve) => {
      onAbort = () => resolve(null);
      onKeys = (bytes) => {
        for (const key of decoder.write(Buffer.from(bytes))) {
          if (key === '\r' || key === '\n') resolve(typed);
          else if (key === CTRL_C || (key === CTRL_D && typed === '')) resolve(null);
          else if (key === CTRL_U) typed = '';
          else if (key === '\u007f' || key === '\b') typed = [...typed].slice(0, -1).join('');
          else if (key >= ' ') typed += key;
        }
      };
      keyboard.on('data', onKeys);
      keyboard.resume();
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
  } finally {
    signal.removeEventListener('abort', onAbort);
    keyboard.off('data', onKeys);
    keyboard.pause();
    keyboard.setRawMode(false);
    await say('\n');
  }
}
