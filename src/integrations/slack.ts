import { type HttpReceiver, jsonRequest } from './push.js';
import { sentence } from './sentence.js';

/** Slack's incoming webhook, and what speaks its form (Mattermost, Rocket.Chat). */
export function slack(settings: { readonly url: string }): HttpReceiver {
  return {
    name: 'slack',
    request: (report) => jsonRequest(settings.url, { text: `*${report.status}* ${mrkdwn(sentence(report))}` }),
  };
}

// Slack's three control characters; everything else in peer text was made visible before.
function mrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
