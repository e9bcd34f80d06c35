/** The pieces that show why a verdict is what it is. */
import type { Exchange } from '../../verdicts/verdict.js';
import type { RequirementResult, Result, Results } from '../results.js';
import { sourceLink, sourceName } from '../source-link.js';
import { html, type Markup } from './markup.js';

export interface Evidence {
  readonly requirements: ReadonlyMap<string, RequirementResult>;
  readonly exchanges: ReadonlyMap<string, Exchange>;
  /** Of the run: with it a scenario sends the same values again. */
  readonly seed: number;
}

export function evidenceOf({ requirements, exchanges, run }: Results): Evidence {
  return {
    requirements: new Map(requirements.map((entry) => [entry.id, entry])),
    exchanges: new Map(exchanges.map((entry) => [entry.id, entry])),
    seed: run.seed,
  };
}

function chip(id: string, { requirements }: Evidence): Markup {
  const entry = requirements.get(id);
  const source = entry ? ` · ${sourceName(entry)}` : '';
  const link = entry && sourceLink(entry);
  return link
    ? html`<a class="chip" href="${link}" rel="noreferrer">${id}${source}</a>`
    : html`<span class="chip">${id}${source}</span>`;
}

/** The level, and each requirement with its place in the standard. */
export function chips({ level, requirements }: Result, evidence: Evidence): Markup {
  return html`<p class="chips"><span class="chip level">${level || 'no level'}</span>${requirements.map((id) => chip(id, evidence))}</p>`;
}

/** What a verdict is about, in a sentence of the standard where there is one. */
export function sentenceOf({ requirements, message }: Result, evidence: Evidence): string {
  return evidence.requirements.get(requirements[0] ?? '')?.sentence ?? message;
}

/** Two texts that are to be compared. */
export function sides(left: readonly [string, string], right: readonly [string, string]): Markup {
  return html`<div class="sides"><div><h5>${left[0]}</h5><p>${left[1]}</p></div>
<div><h5>${right[0]}</h5><p>${right[1]}</p></div></div>`;
}

/** What was sent and what came back, and how to send it again. Empty where nothing was sent. */
export function exchangeOf({ exchange: id }: Result, { exchanges }: Evidence): Markup | '' {
  const exchange = exchanges.get(id ?? '');
  if (!exchange) return '';
  return html`<div class="exchange">
<figure><figcaption>Request <span>${exchange.id}</span></figcaption><pre tabindex="0">${exchange.request}</pre></figure>
<figure><figcaption>Response <span>${Math.round(exchange.milliseconds)} ms</span></figcaption><pre tabindex="0">${exchange.response}</pre></figure>
</div>
<figure class="again"><figcaption>The same request again</figcaption><pre tabindex="0">${exchange.curl}</pre></figure>`;
}
