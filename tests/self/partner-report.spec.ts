/** The partner report and the summary as texts: what they say, in which order, and that nothing in them acts. */
import { expect, test } from '@playwright/test';
import { partnerReport } from '../../src/reports/partner/partner-report.js';
import type { RunInfo } from '../../src/reports/run-info.js';
import { summaryMarkdown } from '../../src/reports/summary-markdown.js';
import { everyKind, hostileResults } from './hostile-results.js';
import { exchange, info, location, run, scenarioResult } from './reports-literals.js';

test.describe('the partner report', () => {
  test('tells verdict, preflight, deviations, waivers, coverage, changes and sign-off, in this order', async () => {
    const report = await partnerReport(everyKind());
    const parts = [...report.matchAll(/<h2 id="([a-z]+)"/g)].map(([, id]) => id);
    expect(parts).toEqual([
      ...['verdict', 'overview', 'preflight', 'assumed', 'deviations', 'waivers', 'coverage', 'changes'],
      ...['reproduce', 'sign'],
    ]);
    for (const told of [
      'Not compatible',
      '1 not verified',
      'ab'.repeat(32),
      '2026-09-21 13:33:20 UTC',
      'Valid until',
    ])
      expect(report.replace(/<[^>]*>/g, '')).toContain(told);
  });

  test('shows a deviation with its rule, both sides, its exchange and the line of the document', async () => {
    const report = await partnerReport(
      run([
        scenarioResult('a', [{ check: 'b', outcome: 'fail', cause: 'contract', exchange: 'a#1', location }], {
          exchanges: [exchange({ id: 'a#1', scenario: 'a' })],
        }),
      ]),
    );
    for (const shown of [
      'href="https://www.rfc-editor.org/rfc/rfc6749#section-5.1"',
      '<p>HTTP 200</p>',
      '<p>HTTP 201</p>',
      '$TOKEN_PASSWORD',
      'HTTP/1.1 201 Created',
      'specs/example.openapi.yaml:41 (#/components/schemas/Token)',
      'The contract document has to change: 1 finding',
    ])
      expect(report).toContain(shown);
  });

  test('tells what was assumed about the contract, and where, or that nothing was', async () => {
    const section = (report: string): string =>
      /<h2 id="assumed">[\s\S]*?<\/section>/.exec(report)?.[0] ?? '';
    const withAssumptions = (assumptions: RunInfo['contract']['assumptions']) =>
      partnerReport(run([], { info: { contract: { ...info.contract, assumptions } } }));
    const told = section(
      await withAssumptions([{ what: 'the request is <b>a form</b>', pointer: '#/paths' }]),
    );
    expect(told).toContain('the request is &lt;b&gt;a form&lt;/b&gt;');
    expect(told).toContain('<code>#/paths</code>');
    expect(section(await withAssumptions([]))).toContain('Nothing: the document says all that was needed.');
    expect(section(await withAssumptions(undefined))).toContain('an earlier version wrote them');
  });

  test('never says of a part of a run, or of what was not verified, that it is compatible', async () => {
    const partial = await partnerReport(run([scenarioResult('a')], { info: { totalScenarios: 2 } }));
    expect(partial).toContain('<h2 id="verdict">Inconclusive</h2>');
    expect(partial).toContain('Only a part of the scenarios was judged.');
  });

  test('says what changed since an earlier run, and says so when nothing was given', async () => {
    const before = run([scenarioResult('a'), scenarioResult('b', [{ outcome: 'fail' }])]);
    const after = run([scenarioResult('a', [{ outcome: 'fail' }]), scenarioResult('b')]);
    const report = await partnerReport(after, before);
    expect(report).toContain('<caption>Newly failing: 1</caption>');
    expect(report).toContain('<caption>Newly passing: 1</caption>');
    expect(await partnerReport(after)).toContain('No earlier results were given');
    expect(await partnerReport(after, after)).toContain('No verdict changed.');
  });

  test('links to web addresses and to nothing else', async () => {
    const results = everyKind();
    const [first, ...rest] = results.requirements;
    if (!first) throw new Error('no requirement');
    for (const link of [
      'javascript:alert(1)',
      'data:text/html,x',
      'https://x.example/"onclick=1',
      '//x.example',
    ]) {
      const altered = { ...results, requirements: [{ ...first, link }, ...rest] };
      expect(await partnerReport(altered)).not.toContain(`href="${link.slice(0, 12)}`);
    }
  });

  test('repeats a run by words that a shell takes as they are', async () => {
    const results = everyKind();
    const file = "it's.yaml";
    const target = { ...results.target, contract: { ...results.target.contract, file } };
    expect(await partnerReport({ ...results, target })).toContain(
      '--spec &#39;it&#39;\\&#39;&#39;s.yaml&#39;',
    );
  });
});

test.describe('the summary', () => {
  test('says the verdict, the counts and each broken rule in one row', () => {
    const lines = summaryMarkdown(
      run([scenarioResult('a', [{ outcome: 'fail', cause: 'contract', location }])]),
    ).split('\n');
    expect(lines[0]).toBe('## ❌ Not compatible: Example');
    expect(lines).toContain('### Broken: 1');
    const row = lines.find((line) => line.includes('granted-with-200'));
    expect(row).toContain('[RFC 6749 section 5.1](<https://www.rfc-editor.org/rfc/rfc6749#section-5.1>)');
    expect(row).toContain('specs/example.openapi.yaml:41');
  });

  test('counts what was assumed about the contract in a line', () => {
    const assumptions = [{ what: 'a', pointer: '#' }];
    const line = 'Assumed, because the document leaves it open: 1, see the report.';
    const contract = { ...info.contract, assumptions };
    expect(summaryMarkdown(run([], { info: { contract } })).split('\n')).toContain(line);
    expect(summaryMarkdown(run([]))).not.toContain('Assumed');
  });

  test('lists at most 25 findings of a kind and counts the rest', () => {
    const failing = Array.from({ length: 30 }, (_, index) => ({
      check: `c${index}`,
      outcome: 'fail' as const,
    }));
    const text = summaryMarkdown(run([scenarioResult('a', failing)]));
    expect(text.match(/<code>c\d+<\/code>/g)).toHaveLength(25);
    expect(text).toContain('and 5 more, see the report.');
  });

  test('names what was not judged, and that only a part was', () => {
    const text = summaryMarkdown(run([scenarioResult('a')], { info: { totalScenarios: 2 } }));
    expect(text).toContain('**Only a part of the scenarios was judged.**');
    expect(summaryMarkdown(everyKind())).toContain('- 1: role OTHER is not configured');
  });

  test('keeps its shape whatever the target sends: no markup, mention, link, command or line of its own', () => {
    // The page of the preflight stands in an indented block, where nothing is markup.
    const outside = (text: string): string[] => text.split('\n').filter((line) => !line.startsWith('    '));
    const lines = outside(summaryMarkdown(hostileResults()));
    const harmless = outside(summaryMarkdown(everyKind()));
    expect(lines).toHaveLength(harmless.length);
    for (const [index, line] of harmless.entries())
      expect(lines[index]?.match(/\|/g)?.length, line).toBe(line.match(/\|/g)?.length);
    const hostile = lines.join('\n');
    const markup = hostile.replaceAll('<!-- -->', '¦').replace(/<br>|<\/?code>|\]\(<https:[^>]*>\)/g, '');
    expect(markup).not.toMatch(/<[a-z!/]|\]\(|@[a-z]|https?:\/\/|www\.|::[a-z]|##vso/i);
    expect(hostile).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
  });
});
