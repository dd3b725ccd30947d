/** What `--help` says of each, in its order; `check` is what happens without a command. */
export const COMMANDS = {
  check: 'what each address of each TARGET serves, and why that is wrong (the default)',
  demo: 'servers with known faults on loopback: checked, explained, stopped',
  lab: 'the same servers, kept running to try things on',
  bindings: "what a Windows machine's netsh and IIS exports predict; no network",
  serve: 'a server for monitors: /probe, /metrics, a schedule, and a page',
  render: 'any format out of saved JSON lines',
  explain: 'the page about one cause, such as ip-binding-conflict',
} as const;
export type CommandName = keyof typeof COMMANDS;

export function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}
