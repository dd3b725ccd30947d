import type { TargetReport } from '../model/report.js';
import { escapePeerText } from '../report/escape.js';
import { leadingCode, leadingSentence, targetLabel } from '../report/worst-first.js';

const LONGEST = 500;

/** `[ip-binding-conflict] shop.example is served …`, safe for logs and chats, at most 500 characters. */
export function sentence(report: TargetReport): string {
  const code = leadingCode(report);
  const text =
    code === null
      ? `${targetLabel(report.target)} is right`
      : `[${code}] ${leadingSentence(report) ?? targetLabel(report.target)}`;
  const escaped = escapePeerText(text);
  return escaped.length > LONGEST ? `${escaped.slice(0, LONGEST - 1)}…` : escaped;
}
