/** What was found: the requirement in a sentence, expected beside actual, the exchange, and what to do. */
import { locationText } from '../../verdicts/location.js';
import { causes, type Finding, findingsOf, knownText } from '../findings.js';
import { chips, type Evidence, exchangeOf, sentenceOf, sides } from '../html/evidence.js';
import { anchor, facts, html, type Markup } from '../html/markup.js';
import { wordOf } from '../html/outcome-words.js';
import type { KnownFinding, Results } from '../results.js';
import { counted } from '../text.js';

/** More places than this are counted, not named. */
const namedPlaces = 12;

function placesOf({ places }: Finding): Markup {
  const scenarios = [...new Set(places.map(({ scenario }) => scenario))];
  const more = scenarios.length - namedPlaces;
  return html`${scenarios.slice(0, namedPlaces).map((id, index) => html`${index > 0 ? ', ' : ''}<code>${id}</code>`)}${
    more > 0 ? ` and ${more} more` : ''
  }`;
}

/** The same check may accuse the server and the document, and find what is known and what is not. */
function idOf({ first }: Finding): string {
  const { outcome, check, cause, known } = first;
  return anchor(
    'finding',
    [
      ...[outcome, check],
      ...(cause && cause !== 'implementation' ? [cause] : []),
      ...(known ? ['known'] : []),
    ].join('-'),
  );
}

/** More findings than this fit no screen: a list leads to each. */
const withoutIndex = 3;

function index(found: readonly Finding[], evidence: Evidence): Markup | '' {
  if (found.length <= withoutIndex) return '';
  return html`<ol class="index">${found.map(
    (finding) => html`<li><a href="#${idOf(finding)}">${sentenceOf(finding.first, evidence)}</a></li>`,
  )}</ol>`;
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
  return html`<article class="finding ${first.outcome}" id="${idOf(finding)}" data-find="${first.check} ${first.requirements.join(' ')} ${first.scenario}">
<h4><span class="mark ${first.outcome}">${wordOf(first.outcome)}</span> ${sentenceOf(first, evidence)}</h4>
${chips(first, evidence)}
${sides(['Expected', first.expected ?? first.message], ['Actual', first.actual ?? first.message])}
${facts([
  ['Check', html`<code>${first.check}</code>`],
  ['Document', first.location && locationText(first.location)],
  ['Seen in', placesOf(finding)],
  ['Known', first.known && knownOf(first.known)],
  ['Likely cause', first.cause],
  ['What to do', remedy],
  [
    'Again',
    first.scenario &&
      html`<code>npx token-conformance replay ${first.scenario} --seed ${evidence.seed}</code>`,
  ],
  ['Waiver', first.waiver && `${first.waiver.owner}, until ${first.waiver.expires}: ${first.waiver.reason}`],
])}
${exchangeOf(first, evidence)}
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
    html`<h3>${title}: ${counted(found.length, 'finding')}</h3>${index(found, evidence)}${found.map((one) => article(one, remedyOf(one), evidence))}`;
  return html`<section aria-labelledby="deviations"><h2 id="deviations">Deviations</h2>
<p class="filter" hidden><label>Show only findings with <input type="search" placeholder="check, requirement or scenario"></label> <output aria-live="polite"></output></p>
${total === 0 ? html`<p>No requirement was found broken.</p>` : ''}
${broken.map(({ title, found }) => list(title.charAt(0) + title.slice(1).toLowerCase(), found))}
${warnings.length > 0 ? list('Recommendations that are not followed', warnings) : ''}
${notes.length > 0 ? list('For information', notes) : ''}
</section>`;
}
