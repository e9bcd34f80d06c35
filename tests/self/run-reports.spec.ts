/** What a run leaves behind, by the real command: which reports, what they are compared with, and what GitHub gets. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { newWhereabouts, readResults, runCommand, type Whereabouts } from './command-process.js';
import { documentFaults } from './documents/faults.js';
import { newFolder, writtenDocument } from './documents/judged-document.js';
import { run, scenarioResult } from './reports-literals.js';

const folders: string[] = [];

function whereabouts(): Whereabouts {
  const created = newWhereabouts('reports');
  folders.push(created.root);
  return created;
}

test.afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The document alone, and the control: the shortest run there is. */
const short = ['run', '--grep', 'document/addresses:'];

const text = ({ reports }: Whereabouts, file: string): string => readFileSync(join(reports, file), 'utf8');

/** A document whose addresses are wrong in a way that is found at a line. */
function brokenDocument(): string {
  const folder = newFolder();
  folders.push(folder);
  const fault = documentFaults.find(({ id }) => id === 'server-by-http');
  if (!fault) throw new Error('no such fault');
  return writtenDocument(folder, fault.id, (document) => fault.mutate(document));
}

test.describe('--report', () => {
  for (const { list, files } of [
    { list: undefined, files: ['conformance.html', 'html', 'junit.xml', 'results.json', 'summary.md'] },
    { list: 'json', files: ['results.json', 'summary.md'] },
    { list: 'sarif, junit', files: ['junit.xml', 'results.json', 'results.sarif', 'summary.md'] },
  ])
    test(`${list ?? 'not given'}: writes these and no others`, async () => {
      const place = whereabouts();
      mkdirSync(place.reports);
      const old = ['bundle.zip', 'conformance.html', 'junit.xml', 'results.sarif', 'summary.md'];
      for (const file of old) writeFileSync(join(place.reports, file), 'old');
      const { err, out } = await runCommand(place, [...short, ...(list ? ['--report', list] : [])]);
      expect(err).toBe('');
      expect(
        readdirSync(place.reports)
          .filter((name) => name !== 'artifacts')
          .sort(),
      ).toEqual(files);
      for (const file of files.filter((name) => old.includes(name))) {
        expect(text(place, file)).not.toBe('old');
        expect(out).toContain(join(place.reports, file));
      }
    });

  test('what there is no report for is a mistake that names what there is', async () => {
    const { code, err } = await runCommand(whereabouts(), [...short, '--report', 'html,pdf']);
    expect(code).toBe(2);
    expect(err).toContain('html,junit,json,sarif');
    expect(err).not.toContain('pdf');
  });

  test('the command "report" renders the same again', async () => {
    const place = whereabouts();
    await runCommand(place, [...short, '--report', 'html,junit,sarif']);
    const again = join(place.work, 'again');
    const { code, out } = await runCommand(place, [
      ...['report', join(place.reports, 'results.json'), '--report-dir', again],
      ...['--report', 'html,junit,sarif'],
    ]);
    expect(code).toBe(0);
    for (const file of ['conformance.html', 'junit.xml', 'summary.md', 'results.sarif']) {
      expect(readFileSync(join(again, file), 'utf8')).toBe(text(place, file));
      expect(out).toContain(join(again, file));
    }
  });
});

test.describe('--since', () => {
  test('tells what changed since the results that the run replaces, and keeps them', async () => {
    const place = whereabouts();
    await runCommand(place, short);
    const before = readResults(place);
    const { err } = await runCommand(place, [
      ...short,
      ...['--spec', brokenDocument(), '--since', join(place.reports, 'results.json')],
    ]);
    expect(err).toBe('');
    expect(text(place, 'conformance.html')).toContain('<caption>Newly failing: 1</caption>');
    expect(readResults(place).run.id).not.toBe(before.run.id);
    expect(JSON.parse(text(place, 'earlier-results.json')).run.id).toBe(before.run.id);
  });

  test('is a setting, too', async () => {
    const place = whereabouts();
    const earlier = join(place.work, 'earlier.json');
    writeFileSync(earlier, JSON.stringify(run([scenarioResult('password/gone')])));
    await runCommand(place, short, { TOKEN_SINCE: earlier });
    expect(text(place, 'conformance.html')).toContain('<caption>Removed: 1</caption>');
    expect(existsSync(earlier)).toBe(true);
  });

  test('a file that is none is said before anything is sent', async () => {
    const place = whereabouts();
    const file = join(place.work, 'none.json');
    writeFileSync(file, '{}');
    const { code, err } = await runCommand(place, [...short, '--since', file]);
    expect(code).toBe(2);
    expect(err).toContain('is not the results.json of a run');
    expect(existsSync(join(place.reports, 'results.json'))).toBe(false);
  });
});

test.describe('on GitHub Actions', () => {
  test('the job gets the summary, and the line of the document a note', async () => {
    const place = whereabouts();
    const summary = join(place.work, 'step-summary');
    const { code, out } = await runCommand(place, [...short, '--spec', brokenDocument()], {
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: summary,
    });
    expect(code).toBe(1);
    expect(readFileSync(summary, 'utf8')).toBe(`${text(place, 'summary.md')}\n`);
    expect(out).toMatch(
      /^::error file=[^:,]+server-by-http\.openapi\.yaml,line=\d+,title=document-servers-https::/m,
    );
  });

  test('elsewhere no line of a log is a command', async () => {
    const { out } = await runCommand(whereabouts(), [...short, '--spec', brokenDocument()]);
    expect(out).toContain('document-servers-https');
    expect(out).not.toMatch(/::[a-z]+/);
  });
});
