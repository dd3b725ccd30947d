/**
 * A colour for a certificate, from its fingerprint alone: the same certificate has the same colour in every report. Sixteen
 * hues in two patterns; the short fingerprint stands beside it, so that nobody needs to tell colours.
 */
export function certificateClass(sha256: string): string {
  const value = Number.parseInt(sha256.slice(0, 4), 16);
  return `c${value % 16}${Math.floor(value / 16) % 2 === 0 ? '' : ' p'}`;
}

/** The rules of those classes. Lightness and chroma are fixed, so that text on them keeps its contrast. */
export function certificateStyles(): string {
  return Array.from({ length: 16 }, (_, index) => `.c${index}{--h:${Math.round(index * 22.5)}}`).join('');
}
