import { createRequire } from 'node:module';

/** `whichcert/x.y.z`, from the package's own description, wherever it is installed. */
export function toolName(): string {
  const description: unknown = createRequire(import.meta.url)('whichcert/package.json');
  const version =
    typeof description === 'object' && description !== null && 'version' in description ? description.version : '?';
  return `whichcert/${String(version)}`;
}
