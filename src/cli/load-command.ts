import type { CommandName } from './commands.js';
import type { CliIo } from './io.js';

export type Command = (argv: readonly string[], io: CliIo) => Promise<number>;

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
    case 'serve':
      return (await import('./serve.js')).runServe;
    case 'render':
      return (await import('./render.js')).runRender;
    case 'explain':
      return (await import('./explain.js')).runExplain;
  }
}
