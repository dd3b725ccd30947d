/** An option as its user typed it: `--ca corp.pem`, `--no-trust`. Never a password, never what a peer sent. */
export interface TypedOption {
  readonly option: string;
  /** null: an option without a value. */
  readonly value: string | null;
}
