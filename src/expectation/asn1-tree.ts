import type { asn1 } from 'node-forge';

/** A BER or DER value of a container file. */
export type Node = asn1.Asn1;

/** Reads the containers that people keep certificates in: BER with indefinite lengths is allowed there, unlike on the wire. */
export interface Asn1Tree {
  /** Throws an Error for anything but one whole value. */
  parse(bytes: Uint8Array): Node;
  children(node: Node | undefined): readonly Node[];
  /** The bytes of an OCTET STRING (also one in pieces), or of any primitive value. */
  octets(node: Node | undefined): Uint8Array;
  oid(node: Node | undefined): string;
  /** Bounded at 2⁵³. */
  integer(node: Node | undefined): number;
  /** True for the context-specific tag `[number]`. */
  isTagged(node: Node | undefined, number: number): boolean;
  der(node: Node): Uint8Array;
}

const CONTEXT_SPECIFIC = 0x80;

/** Loads node-forge (25 ms): only where a container is opened. */
export async function loadAsn1(): Promise<Asn1Tree> {
  const { default: forge } = await import('node-forge');
  const { asn1 } = forge;

  const primitive = (node: Node | undefined): string => {
    if (typeof node?.value !== 'string') throw new Error('a value is missing');
    return node.value;
  };
  const pieces = (node: Node | undefined): string =>
    node !== undefined && Array.isArray(node.value) ? node.value.map(pieces).join('') : primitive(node);
  const fromBinary = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

  return {
    parse: (bytes) => asn1.fromDer(Buffer.from(bytes).toString('latin1')),
    children: (node) => {
      if (node === undefined || !Array.isArray(node.value)) throw new Error('a structure is missing');
      return node.value;
    },
    octets: (node) => fromBinary(pieces(node)),
    oid: (node) => {
      if (node?.type !== asn1.Type.OID) throw new Error('an object identifier is missing');
      return asn1.derToOid(primitive(node));
    },
    integer: (node) => {
      if (node?.type !== asn1.Type.INTEGER) throw new Error('a number is missing');
      return [...fromBinary(primitive(node))].reduce(
        (sum, byte) => Math.min(sum * 256 + byte, Number.MAX_SAFE_INTEGER),
        0,
      );
    },
    isTagged: (node, number) =>
      node !== undefined && node.tagClass === CONTEXT_SPECIFIC && Number(node.type) === number,
    der: (node) => fromBinary(asn1.toDer(node).getBytes()),
  };
}
