/**
 * Scenarios as text, so that what the command does can be read without reading code:
 *
 *     # what it shows
 *     lab                             starts the demo's servers; $CA and $CONNECT lead to them, pem/WORD.pem are their
 *                                     certificates, $FINGERPRINT:WORD, $THUMBPRINT:WORD, $PIN:WORD, $SERIAL:WORD name them,
 *                                     $PORT:ADDRESS is where the lab listens for an address of the estate
 *     -- hosts.txt --                 a file, up to the next line that begins with a dash or `$ `
 *     shop.example
 *     $ whichcert -f hosts.txt        a command, split at blanks, "quotes" respected
 *     < text                          a line of its stdin
 *     exit 3                          must follow every command
 *     out text | err text             stdout or stderr holds the text
 *     out! text | err! text           … does not
 *     out/ regex | err/ regex         … matches, multiline
 *     out empty | err empty           … is empty
 *     file NAME text                  a file holds the text
 *     file! NAME                      a file does not exist
 */
export interface Scenario {
  readonly lab: boolean;
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Step {
  readonly line: number;
  readonly argv: readonly string[];
  readonly stdin: string;
  readonly exit: number;
  readonly checks: readonly Check[];
}

export interface Check {
  readonly line: number;
  readonly subject: 'out' | 'err' | 'file';
  readonly kind: 'holds' | 'lacks' | 'matches' | 'empty';
  readonly text: string;
}

interface DraftStep {
  line: number;
  argv: readonly string[];
  stdin: string;
  exit: number | null;
  checks: Check[];
}

/** Throws for a line that it does not know: a scenario with a typing error must not pass. */
export function readScenario(text: string): Scenario {
  const files: Record<string, string> = {};
  const steps: DraftStep[] = [];
  let lab = false;
  let file: string | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    const header = /^-- (\S+) --$/.exec(line);
    if (header?.[1] !== undefined) {
      file = header[1];
      files[file] = '';
    } else if (line.startsWith('$ ')) {
      file = null;
      steps.push({ line: index + 1, argv: splitWords(line.slice(2)), stdin: '', exit: null, checks: [] });
    } else if (file !== null) {
      files[file] += `${line}\n`;
    } else if (line === 'lab') {
      lab = true;
    } else if (line.trim() !== '' && !line.startsWith('#')) {
      readLine(line, index + 1, steps.at(-1));
    }
  }
  return { lab, files, steps: steps.map(finished) };
}

function readLine(line: string, number: number, step: DraftStep | undefined): void {
  const exit = /^exit (\d+)$/.exec(line);
  const check = /^(out|err|file)([!/]?) (.*)$/.exec(line);
  if (step === undefined) throw new Error(`line ${number}: before the first command`);
  if (exit !== null) step.exit = Number(exit[1]);
  else if (line.startsWith('< ')) step.stdin += `${line.slice(2)}\n`;
  else if (check !== null) step.checks.push(readCheck(check, number));
  else throw new Error(`line ${number}: ${JSON.stringify(line)} is not understood`);
}

function readCheck(match: RegExpExecArray, line: number): Check {
  const subject = match[1] === 'out' ? 'out' : match[1] === 'err' ? 'err' : 'file';
  const text = match[3] ?? '';
  if (text === 'empty') return { line, subject, kind: 'empty', text };
  return { line, subject, kind: match[2] === '!' ? 'lacks' : match[2] === '/' ? 'matches' : 'holds', text };
}

function finished(step: DraftStep): Step {
  if (step.exit === null) throw new Error(`line ${step.line}: the command has no exit code`);
  if (step.argv[0] !== 'whichcert') throw new Error(`line ${step.line}: not a whichcert command`);
  return { ...step, argv: step.argv.slice(1), exit: step.exit };
}

function splitWords(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}
