import { canonicalAddress } from '../address.js';
import { isAddress } from './endpoint.js';

/** The addresses of `netsh http show iplisten`: lines that hold an address and nothing else. Empty: every address. */
export function readIpListen(text: string): readonly string[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((line) => line.replaceAll('\u0000', '').trim())
    .filter((line) => isAddress(line))
    .map(canonicalAddress);
}
