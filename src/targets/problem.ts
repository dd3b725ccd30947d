/** Why a piece of a target cannot be read, before it is known where it stands. Never leaves `targets/`. */
export class TargetProblem extends Error {
  readonly hint: string | null;

  constructor(message: string, hint: string | null = null) {
    super(message);
    this.hint = hint;
  }
}

/** User text in a message: quoted, cut, and with everything that could move a cursor escaped. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 119)}…` : text);
}
