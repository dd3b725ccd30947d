import type { Probe } from '../src/model/question.js';

/** What answers when no name selects anything: the fallback. A different certificate here is normal and never a fault. */
export const noName: Probe = {
  id: 'no-name',
  asks: 'What is a client served that sends no server name?',
  change: 'server_name is absent',
  citation: 'RFC 6066 §3; RFC 8446 §9.2',
  round: 'survey',
  belongsTo: 'endpoint',
  name: 'none',
  vary: (control) => ({ ...control, serverName: null }),
};
