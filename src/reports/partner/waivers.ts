/** What is accepted although it is broken, who answers for it, and what of that is out of date. */
import { type Waiver, waiverName } from '../../verdicts/waivers.js';
import { html, type Markup, table } from '../html/markup.js';
import type { Results } from '../results.js';

export function waivers({ results, staleWaivers }: Results): Markup {
  const used = new Map<string, Waiver>();
  for (const { waiver } of results) if (waiver) used.set(waiverName(waiver), waiver);
  const row = (waiver: Waiver, state: string): [string, string, string, string, string] => [
    waiverName(waiver),
    waiver.owner,
    waiver.reason,
    waiver.expires,
    state,
  ];
  const rows = [
    ...staleWaivers.map(({ waiver, why }) => row(waiver, `Stale, which fails the run: ${why}.`)),
    ...[...used.values()].map((waiver) => row(waiver, 'In force')),
  ];
  return html`<section aria-labelledby="waivers"><h2 id="waivers">Waivers</h2>
${
  rows.length === 0
    ? html`<p>None: nothing that is broken was accepted.</p>`
    : table({
        prose: true,
        caption: 'Deviations that are accepted',
        columns: ['Waiver', 'Owner', 'Reason', 'Last day', 'State'],
        rows,
      })
}</section>`;
}
