import type { CliIo } from './io.js';

export type Command = (argv: readonly string[], io: CliIo) => Promise<number>;

/** What `--help` says of each, in its order; `check` is what happens without a command. */
export const COMMANDS = {
  check: 'what each address of each TARGET serves, and why that is wrong (the default)',
  demo: 'servers with known faults on loopback: checked, explained, stopped',
  lab: 'the same servers, kept running to try things on',
  bindings: "what a Windows machine's netsh and IIS exports predict; no network",
  render: 'any format out of saved JSON lines',
  explain: 'the page about one cause, such as ip-binding-conflict',
} as const;
export type CommandName = keyof typeof COMMANDS;

export function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}

/** Loads one command and nothing of the others: a start costs what it uses. */
export async function loadCommand(name: CommandName): Promise<Command> {
  switch (name) {
    case 'check':
      return (await import('./check.js')).runCheck;
    case 'demo':
      return (await import('./demo.js')).runDemo;
    case 'lab':
      return (await import('./lab.js')).runLab;
    case 'bindings':
      return (await import('./bindings.js')).runBindings;
    case 'render':
      return (await import('./render.js')).runRender;
    case 'explain':
      return (await import('./explain.js')).runExplain;
  }
}
