import { readCertificate13 } from './certificate.js';
import { readCertificateRequest13 } from './certificate-request.js';
import { certificateVerifyContent, readCertificateVerify } from './certificate-verify.js';
import { unchecked } from './evidence.js';
import { SERVER_CERTIFICATE_TYPE, SERVER_NAME } from './extension-types.js';
import { Extensions } from './extensions.js';
import { incompatible, misbehaved } from './fault.js';
import type { Flight, Step } from './flight.js';
import {
  CERTIFICATE,
  CERTIFICATE_REQUEST,
  CERTIFICATE_VERIFY,
  ENCRYPTED_EXTENSIONS,
  unexpectedMessage,
} from './handshake-type.js';
import { judgeCertificateExtensions, judgeEncryptedExtensions } from './judge.js';
import { leafKey } from './leaf-key.js';
import { judgePossession } from './possession.js';
import { Reader } from './reader.js';
import type { SentHello } from './sent-hello.js';
import { signatureScheme, signatureSchemeName } from './signature-schemes.js';
import type { Transcript } from './transcript.js';

/** The protected part of a TLS 1.3 flight (RFC 8446 §4.3, §4.4), one function a message. */
export function awaitEncryptedExtensions(flight: Flight, sent: SentHello, transcript: Transcript): Step {
  const awaiting = 'EncryptedExtensions';
  return {
    awaiting,
    take: (message) => {
      if (message.type !== ENCRYPTED_EXTENSIONS) throw unexpectedMessage(message.type, awaiting);
      const { evidence } = flight;
      const reader = new Reader(message.body, awaiting);
      const extensions = Extensions.read(reader);
      reader.end();
      evidence.serverNameAcknowledged = extensions.get(SERVER_NAME, () => true) ?? false;
      evidence.stage = 'encrypted-extensions';
      judgeEncryptedExtensions(sent, extensions, evidence);
      const certificateType =
        extensions.get(SERVER_CERTIFICATE_TYPE, (body) => body.u8('server_certificate_type')) ?? 0;
      if (certificateType !== 0) throw incompatible('certificate-type', { certificateType });
      return awaitCertificate(flight, sent, transcript.add(message.bytes), true);
    },
  };
}

function awaitCertificate(flight: Flight, sent: SentHello, transcript: Transcript, mayBeRequest: boolean): Step {
  const awaiting = 'Certificate';
  const { evidence } = flight;
  return {
    awaiting,
    take: (message) => {
      if (message.type === CERTIFICATE_REQUEST && mayBeRequest) {
        readCertificateRequest13(message.body);
        evidence.note('clientCertificateRequested', true);
        return awaitCertificate(flight, sent, transcript.add(message.bytes), false);
      }
      if (message.type !== CERTIFICATE) throw unexpectedMessage(message.type, awaiting);
      const { ocspStaple, extensionTypes } = readCertificate13(message.body, (der) => evidence.keepCertificate(der));
      const [leaf] = evidence.certificateList;
      if (leaf === undefined) throw misbehaved('empty-certificate-list');
      evidence.stage = 'certificate';
      evidence.ocspStaple = ocspStaple;
      judgeCertificateExtensions(sent, extensionTypes, evidence);
      if (!flight.prove) {
        evidence.settle(unchecked('not-asked'));
        return null;
      }
      return awaitCertificateVerify(flight, sent, transcript.add(message.bytes), leaf);
    },
  };
}

function awaitCertificateVerify(flight: Flight, sent: SentHello, transcript: Transcript, leaf: Uint8Array): Step {
  const awaiting = 'CertificateVerify';
  return {
    awaiting,
    take: (message) => {
      if (message.type !== CERTIFICATE_VERIFY) throw unexpectedMessage(message.type, awaiting);
      const { evidence } = flight;
      const verify = readCertificateVerify(message.body);
      evidence.signatureScheme = signatureSchemeName(verify.scheme);
      evidence.stage = 'possession';
      evidence.settle(
        judgePossession(leafKey(leaf), {
          scheme: signatureScheme(verify.scheme),
          schemeName: evidence.signatureScheme,
          offered: sent.hello.signatureSchemes.includes(verify.scheme),
          tls13: true,
          content: certificateVerifyContent(transcript.digest()),
          signature: verify.signature,
        }),
      );
      return null;
    },
  };
}
