/**
 * A page that people read, print and send: one file. It needs no script, loads nothing, and runs nothing but its own
 * script where it has one: all else is forbidden by its content policy.
 */
import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import type { Results } from '../results.js';
import { html, type Markup } from './markup.js';
import { style } from './style.js';

export interface Document {
  readonly title: string;
  /** The first link of the page, for who reads by keyboard: fragment and words. */
  readonly skipTo: readonly [fragment: string, words: string];
  readonly header: Markup;
  /** What the navigation leads to. */
  readonly parts: readonly (readonly [fragment: string, title: string])[];
  readonly main: Markup;
  readonly tool: Pick<Results['tool'], 'name' | 'version'>;
  /** Ours, never text from outside. */
  readonly script?: string;
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function policy(script: string | undefined): string {
  return [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The whole page. */
export async function document(options: Document): Promise<string> {
  const { title, skipTo, header, parts, main, tool, script } = options;
  const [fragment, words] = skipTo;
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body>
<a class="skip" href="#${fragment}">${words}</a>
${header}
<nav aria-label="Parts of this report"><ul>${parts.map(
    ([part, name]) => html`<li><a href="#${part}">${name}</a></li>`,
  )}</ul></nav>
<main>
${main}
</main>
<footer><p>Written by ${tool.name} ${tool.version}. Credentials and tokens are replaced by names in ‹ ›.</p></footer>
${script === undefined ? '' : html`<script>${raw(script)}</script>`}
</body>
</html>
`;
  return String(page);
}
