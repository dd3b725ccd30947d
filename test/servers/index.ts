/** Every liar, in the order of facts/hostile.md. Rows 22, 36, 56, 57 and 58 take more than one connection: see hostile.test.ts. */

import { alertLevelThree } from './alert-level-three.js';
import { alertOfOneByte } from './alert-of-one-byte.js';
import { alertWithoutName } from './alert-without-name.js';
import { certificateOverRecords } from './certificate-over-records.js';
import { changeCipherSpecFlood } from './change-cipher-spec-flood.js';
import { closeNotify } from './close-notify.js';
import { closes } from './closes.js';
import { closesAfterCertificate } from './closes-after-certificate.js';
import { demandsCertificate } from './demands-certificate.js';
import { downgrade } from './downgrade.js';
import { drip } from './drip.js';
import { emptyList } from './empty-list.js';
import { emptyRecords } from './empty-records.js';
import { endlessBanner } from './endless-banner.js';
import { endlessLine } from './endless-line.js';
import { entryPastTheEnd } from './entry-past-the-end.js';
import { explicitCurve } from './explicit-curve.js';
import { extensionNotOffered } from './extension-not-offered.js';
import { fallsSilent } from './falls-silent.js';
import { fractionalDate } from './fractional-date.js';
import { ftpBanner } from './ftp-banner.js';
import { garbageCertificate } from './garbage-certificate.js';
import { greaseInReply } from './grease-in-reply.js';
import { halfARecord } from './half-a-record.js';
import { hostileNames } from './hostile-names.js';
import { http } from './http.js';
import { httpNonsense } from './http-nonsense.js';
import { httpProxy } from './http-proxy.js';
import { hugeCertificateClaim } from './huge-certificate-claim.js';
import { hugeHelloClaim } from './huge-hello-claim.js';
import { hugeRsaKey } from './huge-rsa-key.js';
import { hundredCertificates } from './hundred-certificates.js';
import { imapBanner } from './imap-banner.js';
import { imapPreauth } from './imap-preauth.js';
import { interleavedAlert } from './interleaved-alert.js';
import { junk } from './junk.js';
import { ldapWrongResult } from './ldap-wrong-result.js';
import type { Liar } from './liar.js';
import { loopedList } from './looped-list.js';
import { mlDsaKey } from './ml-dsa-key.js';
import { mysqlBanner } from './mysql-banner.js';
import { mysqlShort } from './mysql-short.js';
import { oddSerialAndDates } from './odd-serial-and-dates.js';
import { oldVersion } from './old-version.js';
import { oneByteRecords } from './one-byte-records.js';
import { oneRecord } from './one-record.js';
import { otherName } from './other-name.js';
import { overlongRecord } from './overlong-record.js';
import { pop3Banner } from './pop3-banner.js';
import { postgresError } from './postgres-error.js';
import { postgresGss } from './postgres-gss.js';
import { postgresNo } from './postgres-no.js';
import { postgresStuffing } from './postgres-stuffing.js';
import { refusesTheName } from './refuses-the-name.js';
import { replay } from './replay.js';
import { resets } from './resets.js';
import { retryForNothing } from './retry-for-nothing.js';
import { retryThenClose } from './retry-then-close.js';
import { retryTwice } from './retry-twice.js';
import { retryWithHugeCookie } from './retry-with-huge-cookie.js';
import { shortMessage } from './short-message.js';
import { silent } from './silent.js';
import { sink } from './sink.js';
import { smtpBanner } from './smtp-banner.js';
import { splitHeader } from './split-header.js';
import { sshBanner } from './ssh-banner.js';
import { ssl2 } from './ssl2.js';
import { starttlsEarlyTalk } from './starttls-early-talk.js';
import { starttlsInjection } from './starttls-injection.js';
import { starttlsNotOffered } from './starttls-not-offered.js';
import { suiteNotOffered } from './suite-not-offered.js';
import { tenThousandNames } from './ten-thousand-names.js';
import { trailingData } from './trailing-data.js';
import { unknownCriticalExtension } from './unknown-critical-extension.js';
import { unprintableExtension } from './unprintable-extension.js';
import { warningFlood } from './warning-flood.js';
import { warningThenFlight } from './warning-then-flight.js';

export const liars: readonly (readonly [file: string, liar: Liar])[] = [
  ['silent', silent],
  ['sink', sink],
  ['drip', drip],
  ['junk', junk],
  ['half-a-record', halfARecord],
  ['overlong-record', overlongRecord],
  ['empty-records', emptyRecords],
  ['one-byte-records', oneByteRecords],
  ['huge-certificate-claim', hugeCertificateClaim],
  ['huge-hello-claim', hugeHelloClaim],
  ['split-header', splitHeader],
  ['one-record', oneRecord],
  ['certificate-over-records', certificateOverRecords],
  ['short-message', shortMessage],
  ['interleaved-alert', interleavedAlert],
  ['warning-flood', warningFlood],
  ['alert-level-three', alertLevelThree],
  ['alert-without-name', alertWithoutName],
  ['alert-of-one-byte', alertOfOneByte],
  ['warning-then-flight', warningThenFlight],
  ['refuses-the-name', refusesTheName],
  ['closes', closes],
  ['close-notify', closeNotify],
  ['resets', resets],
  ['retry-then-close', retryThenClose],
  ['retry-twice', retryTwice],
  ['retry-for-nothing', retryForNothing],
  ['retry-with-huge-cookie', retryWithHugeCookie],
  ['old-version', oldVersion],
  ['suite-not-offered', suiteNotOffered],
  ['extension-not-offered', extensionNotOffered],
  ['downgrade', downgrade],
  ['ssl2', ssl2],
  ['http', http],
  ['http-proxy', httpProxy],
  ['ssh-banner', sshBanner],
  ['smtp-banner', smtpBanner],
  ['ftp-banner', ftpBanner],
  ['pop3-banner', pop3Banner],
  ['imap-banner', imapBanner],
  ['mysql-banner', mysqlBanner],
  ['mysql-short', mysqlShort],
  ['http-nonsense', httpNonsense],
  ['starttls-not-offered', starttlsNotOffered],
  ['starttls-early-talk', starttlsEarlyTalk],
  ['starttls-injection', starttlsInjection],
  ['imap-preauth', imapPreauth],
  ['endless-banner', endlessBanner],
  ['endless-line', endlessLine],
  ['ldap-wrong-result', ldapWrongResult],
  ['postgres-no', postgresNo],
  ['postgres-error', postgresError],
  ['postgres-gss', postgresGss],
  ['postgres-stuffing', postgresStuffing],
  ['demands-certificate', demandsCertificate],
  ['falls-silent', fallsSilent],
  ['closes-after-certificate', closesAfterCertificate],
  ['empty-list', emptyList],
  ['entry-past-the-end', entryPastTheEnd],
  ['garbage-certificate', garbageCertificate],
  ['trailing-data', trailingData],
  ['unknown-critical-extension', unknownCriticalExtension],
  ['hostile-names', hostileNames],
  ['unprintable-extension', unprintableExtension],
  ['huge-rsa-key', hugeRsaKey],
  ['explicit-curve', explicitCurve],
  ['other-name', otherName],
  ['ten-thousand-names', tenThousandNames],
  ['hundred-certificates', hundredCertificates],
  ['looped-list', loopedList],
  ['odd-serial-and-dates', oddSerialAndDates],
  ['fractional-date', fractionalDate],
  ['grease-in-reply', greaseInReply],
  ['ml-dsa-key', mlDsaKey],
  ['change-cipher-spec-flood', changeCipherSpecFlood],
  ['replay', replay],
];
