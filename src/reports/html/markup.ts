/** The few pieces of HTML that all pages are made of. */
import { html as escapedHtml } from 'hono/html';
import { visible } from '../text.js';

export type Markup = ReturnType<typeof escapedHtml>;

/** Text as it may stand in a page: control characters and direction marks are shown, line ends stay. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  // Markup is an object; whatever came in as text is text.
  return typeof value === 'string' ? value.split(/\r?\n/).map(visible).join('\n') : value;
}

/** A template whose texts are escaped, and steer neither a browser nor the eye, wherever they came from. */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Markup {
  return escapedHtml(strings, ...values.map(plain));
}

/** A fragment name that is the same in every run: `finding-cache-control-no-store`. */
export function anchor(kind: string, name: string): string {
  return `${kind}-${name.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase()}`;
}

/** One cell of a table, or its row's heading. */
type Cell = string | number | Markup;

/** A data table with a caption, headings for its columns and for each row. It scrolls by itself where it is too wide. */
export function table(options: {
  readonly caption: string;
  readonly columns: readonly Cell[];
  readonly rows: readonly (readonly [Cell, ...Cell[]])[];
  /** Cells hold sentences: on a narrow screen it scrolls rather than breaking each word. */
  readonly prose?: boolean;
}): Markup {
  const { caption, columns, rows, prose = false } = options;
  return html`<div class="${prose ? 'scroll wide' : 'scroll'}" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([head, ...cells]) =>
      html`<tr><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
  )}</tbody></table></div>`;
}

/** A list of names and what they mean. */
export function facts(entries: readonly (readonly [string, Cell | undefined])[]): Markup {
  const given = entries.filter(
    (entry): entry is readonly [string, Cell] => entry[1] !== undefined && entry[1] !== '',
  );
  return html`<dl>${given.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
