import type { TargetReport } from '../model/report.js';
import { leadingCode, targetWords } from '../report/codes.js';
import { escapePeerText } from '../report/escape.js';
import { leadingSentence } from '../report/leading-sentence.js';

const LONGEST = 500;

/** `[ip-binding-conflict] shop.example is served …`, safe for logs and chats, at most 500 characters. */
export function sentence(report: TargetReport): string {
  const code = leadingCode(report);
  const text =
    code === null
      ? `${targetWords(report.target)} is right`
      : `[${code}] ${leadingSentence(report) ?? targetWords(report.target)}`;
  const escaped = escapePeerText(text);
  return escaped.length > LONGEST ? `${escaped.slice(0, LONGEST - 1)}…` : escaped;
}
