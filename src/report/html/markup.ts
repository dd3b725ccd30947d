import { escapePeerText } from '../escape.js';

/** A piece of HTML that may be written as it is. Only this file makes them. */
export interface Markup {
  readonly html: string;
}

type Child = Markup | string | number | null | readonly Child[];

/**
 * Template for HTML: every substitution is text and is escaped, unless it is already {@link Markup}.
 *
 * ```ts
 * markup`<td>${'<b>'}</td>`.html  // '<td>&lt;b&gt;</td>'
 * ```
 */
export function markup(strings: TemplateStringsArray, ...children: readonly Child[]): Markup {
  let html = strings[0] ?? '';
  children.forEach((child, index) => {
    html += render(child) + (strings[index + 1] ?? '');
  });
  return { html };
}

/** A constant of ours, not escaped: style sheet and script. */
export function constantMarkup(html: string): Markup {
  return { html };
}

function render(child: Child): string {
  if (child === null) return '';
  if (typeof child === 'number') return String(child);
  if (typeof child === 'string') return escapeHtml(child);
  if ('html' in child) return child.html;
  return child.map(render).join('');
}

function escapeHtml(text: string): string {
  return escapePeerText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
