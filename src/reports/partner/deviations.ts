/** What was found: the requirement in a sentence, expected beside actual, the exchange, and what to do. */
import { locationText } from '../../verdicts/location.js';
import type { Exchange } from '../../verdicts/verdict.js';
import { causes, type Finding, findingsOf, knownText } from '../findings.js';
import type { KnownFinding, RequirementResult, Results } from '../results.js';
import { sourceLink, sourceName } from '../source-link.js';
import { counted } from '../text.js';
import { anchor, facts, html, type Markup } from './markup.js';
import { wordOf } from './outcome-words.js';

export interface Evidence {
  readonly requirements: ReadonlyMap<string, RequirementResult>;
  readonly exchanges: ReadonlyMap<string, Exchange>;
}

/** More places than this are counted, not named. */
const namedPlaces = 12;

function chip(id: string, { requirements }: Evidence): Markup {
  const entry = requirements.get(id);
  const source = entry ? ` · ${sourceName(entry)}` : '';
  const link = entry && sourceLink(entry);
  return link
    ? html`<a class="chip" href="${link}" rel="noreferrer">${id}${source}</a>`
    : html`<span class="chip">${id}${source}</span>`;
}

function placesOf({ places }: Finding): Markup {
  const scenarios = [...new Set(places.map(({ scenario }) => scenario))];
  const more = scenarios.length - namedPlaces;
  return html`${scenarios.slice(0, namedPlaces).map((id, index) => html`${index > 0 ? ', ' : ''}<code>${id}</code>`)}${
    more > 0 ? ` and ${more} more` : ''
  }`;
}

function exchangeOf(exchange: Exchange): Markup {
  return html`<div class="exchange">
<figure><figcaption>Request <span>${exchange.id}</span></figcaption><pre tabindex="0">${exchange.request}</pre></figure>
<figure><figcaption>Response <span>${Math.round(exchange.milliseconds)} ms</span></figcaption><pre tabindex="0">${exchange.response}</pre></figure>
</div>
<figure class="again"><figcaption>The same request again</figcaption><pre tabindex="0">${exchange.curl}</pre></figure>`;
}

function knownOf(known: KnownFinding): Markup {
  const { source } = known;
  const link = /^https:\/\/\S+$/.test(source)
    ? html`<a href="${source}" rel="noreferrer">${source}</a>`
    : html`${source}`;
  return html`${knownText(known)} Source: ${link}`;
}

function article(finding: Finding, remedy: string, evidence: Evidence): Markup {
  const { first } = finding;
  const entry = evidence.requirements.get(first.requirements[0] ?? '');
  const exchange = first.exchange === undefined ? undefined : evidence.exchanges.get(first.exchange);
  return html`<article class="finding ${first.outcome}" id="${anchor('finding', `${first.outcome}-${first.check}${first.known ? '-known' : ''}`)}" data-find="${first.check} ${first.requirements.join(' ')} ${first.scenario}">
<h4><span class="mark ${first.outcome}">${wordOf(first.outcome)}</span> ${entry?.sentence ?? first.message}</h4>
<p class="chips"><span class="chip level">${first.level || 'no level'}</span>${first.requirements.map((id) => chip(id, evidence))}</p>
<div class="sides"><div><h5>Expected</h5><p>${first.expected ?? first.message}</p></div>
<div><h5>Actual</h5><p>${first.actual ?? first.message}</p></div></div>
${facts([
  ['Check', html`<code>${first.check}</code>`],
  ['Document', first.location && locationText(first.location)],
  ['Seen in', placesOf(finding)],
  ['Known', first.known && knownOf(first.known)],
  ['Likely cause', first.cause],
  ['What to do', remedy],
  ['Waiver', first.waiver && `${first.waiver.owner}, until ${first.waiver.expires}: ${first.waiver.reason}`],
])}
${exchange ? exchangeOf(exchange) : ''}
</article>
`;
}

/** Broken requirements, by whoever has to mend them; then the recommendations that are not followed. */
export function deviations(results: Results, evidence: Evidence): Markup {
  const broken = causes.flatMap(({ cause, title, remedy }) => {
    const found = findingsOf(results.results, 'fail', cause);
    return found.length === 0 ? [] : [{ title, remedy, found }];
  });
  const total = broken.reduce((sum, { found }) => sum + found.length, 0);
  const remedyOf = (finding: Finding): string =>
    causes.find(({ cause }) => cause === (finding.first.cause ?? 'implementation'))?.remedy ?? '';
  const warnings = findingsOf(results.results, 'warn');
  const notes = findingsOf(results.results, 'info');
  const list = (title: string, found: readonly Finding[]): Markup =>
    html`<h3>${title}: ${counted(found.length, 'finding')}</h3>${found.map((one) => article(one, remedyOf(one), evidence))}`;
  return html`<section aria-labelledby="deviations"><h2 id="deviations">Deviations</h2>
<p class="filter" hidden><label>Show only findings with <input type="search" placeholder="check, requirement or scenario"></label> <output aria-live="polite"></output></p>
${total === 0 ? html`<p>No requirement was found broken.</p>` : ''}
${broken.map(({ title, found }) => list(title.charAt(0) + title.slice(1).toLowerCase(), found))}
${warnings.length > 0 ? list('Recommendations that are not followed', warnings) : ''}
${notes.length > 0 ? list('For information', notes) : ''}
</section>`;
}
