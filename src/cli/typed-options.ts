import type { Command } from 'commander';
import type { TypedOption } from '../model/typed-option.js';

/** The options that "check again" repeats: those on which it depends what is dialled and what is right. */
const REPEATED: ReadonlySet<string> = new Set([
  '--connect-to',
  '--dns',
  '--expect-fingerprint',
  '--expect-certificate',
  '--password-file',
  '--accept-previous',
  '--expect-pin',
  '--expect-serial',
  '--expect-issuer',
  '--expect-key',
  '--expect-name',
  '--min-days',
  '--trust',
  '--no-trust',
  '--ca',
  '--warn-days',
  '--critical-days',
  '--unreachable',
  '--accept',
  '--at',
  '--timeout',
  '--per-address',
  '--rate',
  '--hello',
  '--prove',
  '--no-key-types',
  '--no-unknown-sibling',
  '--no-http',
]);

/** Filled while `command` parses: what was typed of {@link REPEATED}, in its order. Call it before parsing. */
export function typedOptions(command: Command): readonly TypedOption[] {
  const typed: TypedOption[] = [];
  for (const { long, required, name } of command.options.map((one) => ({
    long: one.long ?? '',
    required: one.required,
    name: one.name(),
  }))) {
    if (!REPEATED.has(long)) continue;
    command.on(`option:${name}`, (value: string) => typed.push({ option: long, value: required ? value : null }));
  }
  return typed;
}
