import { type DerReader, type DerValue, TAG } from './der.js';
import { latin1 } from './strings.js';

const UTC_TIME = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d{1,9})?Z$/;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * A Time (RFC 5280 §4.1.2.5) as ISO 8601 in UTC to the second. A UTCTime's year is 1950–2049; a fraction of a
 * GeneralizedTime is cut off (RFC 5280 forbids it, certificates have it).
 */
export function readTime(reader: DerReader, { tag, start, end }: DerValue, what: string): string {
  const short = tag === TAG.utcTime;
  if (!short && tag !== TAG.generalizedTime) return reader.fail(what, 'neither UTCTime nor GeneralizedTime');
  const text = latin1(reader.bytes, start, Math.min(end, start + 32));
  const match = (short ? UTC_TIME : GENERALIZED_TIME).exec(text);
  if (match === null || end - start > 32) return reader.fail(what, 'no date of the form that RFC 5280 allows');
  const [, head = '', month = '', day = '', hour = '', minute = '', second = ''] = match;
  const year = short ? `${Number(head) < 50 ? '20' : '19'}${head}` : head;
  if (
    !isDate(Number(year), Number(month), Number(day)) ||
    Number(hour) > 23 ||
    Number(minute) > 59 ||
    Number(second) > 59
  ) {
    return reader.fail(what, 'no such date');
  }
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}

function isDate(year: number, month: number, day: number): boolean {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = MONTH_DAYS[month - 1];
  return days !== undefined && day >= 1 && day <= days + (leap ? 1 : 0);
}
