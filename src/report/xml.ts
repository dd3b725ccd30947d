import { escapePeerText } from './escape.js';

/** Text for XML 1.0 content and attributes: peer text made visible first, so that no forbidden character is left (XML 1.0 §2.2). */
export function xmlText(value: string): string {
  return escapePeerText(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replace(/[\uFFFE\uFFFF]/g, '�');
}

/** An XML attribute with a space before it. */
export function xmlAttribute(name: string, value: string | number): string {
  return ` ${name}="${xmlText(String(value))}"`;
}
