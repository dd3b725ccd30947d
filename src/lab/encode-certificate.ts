import type { asn1 } from 'node-forge';
import { InternalError } from '../errors.js';
import type { NameAttribute } from '../model/certificate.js';
import { parseIp } from '../x509/ip-address.js';

/** An extension as it is to appear. */
export interface RawExtension {
  readonly oid: string;
  readonly critical: boolean;
  /** The DER inside the OCTET STRING. */
  readonly value: Uint8Array;
}

/** The fields of a TBSCertificate (RFC 5280 §4.1), values already chosen. */
interface TbsFields {
  readonly serial: string;
  readonly signatureOid: string;
  readonly signatureNullParameters: boolean;
  readonly issuer: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  readonly subjectKeyId: Uint8Array;
  readonly authorityKeyId: Uint8Array;
  readonly authority: boolean;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly sanCritical: boolean;
  readonly keyEncipherment: boolean;
  readonly extensions: readonly RawExtension[];
}

/** Writes the DER of certificates with node-forge's ASN.1; knows no keys. */
export interface Encoder {
  name(attributes: readonly NameAttribute[]): Uint8Array;
  tbsCertificate(fields: TbsFields): Uint8Array;
  certificate(
    tbs: Uint8Array,
    algorithm: { readonly oid: string; readonly nullParameters: boolean },
    signature: Uint8Array,
  ): Uint8Array;
}

const ATTRIBUTE_OIDS: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  serialNumber: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  DC: '0.9.2342.19200300.100.1.25',
  emailAddress: '1.2.840.113549.1.9.1',
};

/** Loads node-forge: 25 ms, so only where certificates are issued. */
export async function loadEncoder(): Promise<Encoder> {
  const { default: forge } = await import('node-forge');
  const { asn1, util } = forge;
  const { Class, Type } = asn1;

  const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  const der = (node: asn1.Asn1): Uint8Array => new Uint8Array(Buffer.from(asn1.toDer(node).getBytes(), 'latin1'));
  const parsed = (bytes: Uint8Array): asn1.Asn1 => asn1.fromDer(binary(bytes));
  const sequence = (nodes: asn1.Asn1[]): asn1.Asn1 => asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, nodes);
  const primitive = (type: asn1.Type, value: string): asn1.Asn1 => asn1.create(Class.UNIVERSAL, type, false, value);
  const oid = (dotted: string): asn1.Asn1 => primitive(Type.OID, asn1.oidToDer(dotted).getBytes());
  const tagged = (tag: number, constructed: boolean, value: asn1.Asn1[] | string): asn1.Asn1 =>
    asn1.create(Class.CONTEXT_SPECIFIC, tag, constructed, value);

  const algorithm = (dotted: string, nullParameters: boolean): asn1.Asn1 =>
    sequence(nullParameters ? [oid(dotted), primitive(Type.NULL, '')] : [oid(dotted)]);

  const extension = (dotted: string, critical: boolean, value: Uint8Array): asn1.Asn1 =>
    sequence([
      oid(dotted),
      ...(critical ? [primitive(Type.BOOLEAN, '\xff')] : []),
      primitive(Type.OCTETSTRING, binary(value)),
    ]);

  const time = (date: Date): asn1.Asn1 =>
    date.getUTCFullYear() < 2050
      ? primitive(Type.UTCTIME, asn1.dateToUtcTime(date).toString())
      : primitive(Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(date).toString());

  const attribute = ({ type, value }: NameAttribute): asn1.Asn1 => {
    const string =
      type === 'C' || type === 'serialNumber'
        ? primitive(Type.PRINTABLESTRING, value)
        : type === 'DC' || type === 'emailAddress'
          ? primitive(Type.IA5STRING, value)
          : primitive(Type.UTF8, util.encodeUtf8(value));
    return asn1.create(Class.UNIVERSAL, Type.SET, true, [sequence([oid(ATTRIBUTE_OIDS[type] ?? type), string])]);
  };

  const ipBytes = (address: string): string => {
    const bytes = parseIp(address);
    if (bytes === null) throw new InternalError(`not an address: ${address}`);
    return binary(bytes);
  };

  const extensionsOf = (fields: TbsFields): asn1.Asn1[] => {
    const basicConstraints = sequence(fields.authority ? [primitive(Type.BOOLEAN, '\xff')] : []);
    // BIT STRING: unused bits, then keyCertSign|cRLSign, digitalSignature|keyEncipherment or digitalSignature.
    const keyUsage = fields.authority ? '\x01\x06' : fields.keyEncipherment ? '\x05\xa0' : '\x07\x80';
    const names = [
      ...fields.dnsNames.map((name) => tagged(2, false, binary(Buffer.from(name, 'utf8')))),
      ...fields.ipAddresses.map((address) => tagged(7, false, ipBytes(address))),
    ];
    return [
      extension('2.5.29.19', true, der(basicConstraints)),
      extension('2.5.29.15', true, der(primitive(Type.BITSTRING, keyUsage))),
      ...(fields.authority ? [] : [extension('2.5.29.37', false, der(sequence([oid('1.3.6.1.5.5.7.3.1')])))]),
      ...(names.length === 0 ? [] : [extension('2.5.29.17', fields.sanCritical, der(sequence(names)))]),
      extension('2.5.29.14', false, der(primitive(Type.OCTETSTRING, binary(fields.subjectKeyId)))),
      extension('2.5.29.35', false, der(sequence([tagged(0, false, binary(fields.authorityKeyId))]))),
      ...fields.extensions.map(({ oid: dotted, critical, value }) => extension(dotted, critical, value)),
    ];
  };

  return {
    name: (attributes) => der(sequence(attributes.map(attribute))),
    tbsCertificate: (fields) =>
      der(
        sequence([
          tagged(0, true, [primitive(Type.INTEGER, '\x02')]),
          primitive(Type.INTEGER, util.hexToBytes(fields.serial)),
          algorithm(fields.signatureOid, fields.signatureNullParameters),
          parsed(fields.issuer),
          sequence([time(fields.notBefore), time(fields.notAfter)]),
          parsed(fields.subject),
          parsed(fields.spki),
          tagged(3, true, [sequence(extensionsOf(fields))]),
        ]),
      ),
    certificate: (tbs, { oid: dotted, nullParameters }, signature) =>
      der(
        sequence([parsed(tbs), algorithm(dotted, nullParameters), primitive(Type.BITSTRING, `\0${binary(signature)}`)]),
      ),
  };
}
