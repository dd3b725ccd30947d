import { type Markup, markup } from '../../report/html/markup.js';

/** A page of the server: style sheet and script are its own, by address. */
export function shell(title: string, body: Markup): string {
  return `<!doctype html>\n${
    markup`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><link rel="stylesheet" href="/assets/page.css"><script src="/assets/page.js" defer></script></head>
<body>${body}</body></html>`.html
  }\n`;
}
