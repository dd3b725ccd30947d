/** Part of a step: a sentence, or lines to copy. Still to be escaped, line by line. */
export type StepPart =
  | { readonly kind: 'words'; readonly text: string }
  | {
      readonly kind: 'code';
      /** Where it is typed; null: lines of a configuration. */
      readonly shell: 'sh' | 'powershell' | null;
      /** Without the prompt. */
      readonly lines: readonly string[];
    };

const PROMPTS = { sh: '$ ', powershell: 'PS> ' } as const;

/** What a reader sees before a command, and does not copy. */
export function promptOf(shell: 'sh' | 'powershell' | null): string {
  return shell === null ? '' : PROMPTS[shell];
}

/**
 * A remedy's steps as numbered things to do, each with its parts. A step's line ends are ours: nothing that a peer sent
 * stands in a step. A step that is a command alone belongs to the words before it.
 */
export function readSteps(steps: readonly string[]): readonly (readonly StepPart[])[] {
  const read: StepPart[][] = [];
  for (const step of steps) {
    const parts = step.split('\n').reduce(withLine, []);
    const before = read.at(-1);
    if (parts[0]?.kind === 'code' && before !== undefined) before.push(...parts);
    else read.push(parts);
  }
  return read;
}

function withLine(parts: StepPart[], line: string): StepPart[] {
  const part = readLine(line);
  const last = parts.at(-1);
  if (part.kind === 'code' && last?.kind === 'code' && last.shell === part.shell) {
    return [...parts.slice(0, -1), { ...last, lines: [...last.lines, ...part.lines] }];
  }
  return [...parts, part];
}

function readLine(line: string): StepPart {
  if (line.startsWith(PROMPTS.sh)) return { kind: 'code', shell: 'sh', lines: [line.slice(PROMPTS.sh.length)] };
  if (line.startsWith(PROMPTS.powershell))
    return { kind: 'code', shell: 'powershell', lines: [line.slice(PROMPTS.powershell.length)] };
  // The causes indent a configuration by two.
  return /^\s{2}/.test(line) ? { kind: 'code', shell: null, lines: [line.slice(2)] } : { kind: 'words', text: line };
}
