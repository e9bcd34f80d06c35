/** Runs that can say nothing (exit 3), and those in which the tool or the machine fails (exit 4). */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import type { Results } from '../../src/reports/results.js';
import { readResults, runCommand, startCommand } from './command-process.js';
import { failed, finished, oneLine, runsOfFile, schemaProblems, short } from './finished-run.js';
import { onLoopback } from './on-loopback.js';
import { startTappedSandbox } from './tapped-sandbox.js';

const { whereabouts, run } = runsOfFile();

test.describe('exit 3', () => {
  test('a wrong client secret: a page names the variable, and no scenario is sent', async () => {
    const sandbox = await startTappedSandbox();
    const variables = { ...sandbox.environment, TOKEN_CLIENT_SECRET: 'not-the-secret-of-this-client' };
    const { code, out, results, junit } = finished(await run([], variables));
    const sent = sandbox.responses();
    await sandbox.close();
    expect(code).toBe(3);
    expect(out).toContain('TOKEN_CLIENT_SECRET');
    expect(oneLine(out)).toContain('the valid request does not work, so nothing else is sent');
    expect(out).not.toContain('not-the-secret-of-this-client');
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThanOrEqual(2);
    expect(results).toMatchObject({ verdict: 'inconclusive', exitCode: 3 });
    expect(results.preflight?.ok).toBe(false);
    expect(schemaProblems(results)).toEqual([]);
    expect(failed(junit)).toEqual([]);
  });

  test('nobody listens: a page says so within ten seconds', async () => {
    const { url, close } = await onLoopback(createServer());
    await close();
    const { code, out, results } = finished(await run([], { TOKEN_BASE_URL: url }));
    expect(code).toBe(3);
    expect(oneLine(out)).toContain(`Nobody accepts connections at ${new URL(url).host}`);
    expect(out).toContain('TOKEN_BASE_URL');
    // By the run's own clock: how long processes take to start is the machine's affair.
    const { startedAt, finishedAt } = results.run;
    expect(Date.parse(finishedAt) - Date.parse(startedAt)).toBeLessThan(10_000);
    expect(results).toMatchObject({ verdict: 'inconclusive', exitCode: 3 });
  });

  test('an interrupted run: what was judged is written down, as a part', async () => {
    const sandbox = await startSandbox({ latencyMilliseconds: 20 });
    const place = whereabouts();
    const command = startCommand(place, ['run'], sandbox.environment);
    await command.printed('  valid-grants ');
    // As a terminal does it: to everything that was started.
    process.kill(-(command.child.pid ?? 0), 'SIGINT');
    const ended = await command.ended;
    await sandbox.close();
    const { code, out, results, junit } = finished({ ...ended, whereabouts: place });
    expect(code).toBe(3);
    expect(out).toContain('\nINCONCLUSIVE\n');
    expect(results).toMatchObject({ verdict: 'inconclusive', partial: true, exitCode: 3 });
    expect(results.counts.pass).toBeGreaterThan(0);
    expect(results.counts.error).toBe(0);
    expect(failed(junit)).toEqual([]);
    expect(schemaProblems(results)).toEqual([]);
  });
});

test.describe('exit 4', () => {
  /** Process ids of the children of a process. */
  const childrenOf = (pid: number): number[] =>
    execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));

  test('the runner is killed: no verdict is claimed, nor is that of an earlier run', async () => {
    const sandbox = await startSandbox({ latencyMilliseconds: 20 });
    const place = whereabouts();
    mkdirSync(place.reports);
    writeFileSync(join(place.reports, 'results.json'), '{ "exitCode": 0, "verdict": "compatible" }');
    const command = startCommand(place, ['run'], sandbox.environment);
    await command.printed('  valid-grants ');
    for (const pid of childrenOf(command.child.pid ?? 0)) process.kill(pid, 'SIGKILL');
    const { code, out, err } = await command.ended;
    await sandbox.close();
    expect(code).toBe(4);
    expect(err).toContain('fault of token-conformance');
    expect(err).toContain('results.json');
    expect(out).not.toContain('COMPATIBLE\n');
    const { run: ended, ...results } = readResults(place);
    expect(ended.aborted).toBe(true);
    expect(results).toMatchObject({ verdict: 'inconclusive', partial: true, exitCode: 3, results: [] });
    expect(schemaProblems({ ...results, run: ended } as Results)).toEqual([]);
    const report = await runCommand(place, ['report', join(place.reports, 'results.json')]);
    expect(report.code).toBe(0);
    expect(readFileSync(join(place.reports, 'conformance.html'), 'utf8')).toContain('ended from outside');
  });

  test('everything is killed: the results say so, and the next run takes the folder', async () => {
    // Three starts of the command.
    test.setTimeout(120_000);
    const sandbox = await startSandbox({ latencyMilliseconds: 20 });
    const place = whereabouts();
    const command = startCommand(place, ['run'], sandbox.environment);
    await command.printed('  valid-grants ');
    const second = await runCommand(place, ['run', ...short], sandbox.environment);
    expect(second).toMatchObject({ code: 2, out: '' });
    expect(second.err).toContain(`Another run (process ${command.child.pid}) writes into ${place.reports}`);
    process.kill(-(command.child.pid ?? 0), 'SIGKILL');
    expect((await command.ended).code).toBe(null);
    expect(readResults(place)).toMatchObject({
      verdict: 'inconclusive',
      partial: true,
      run: { aborted: true },
    });
    const next = finished({
      whereabouts: place,
      ...(await runCommand(place, ['run', ...short], sandbox.environment)),
    });
    await sandbox.close();
    expect(next.err).toBe('');
    expect(next.results.run.aborted).toBe(false);
    expect(existsSync(join(place.reports, '.run.lock'))).toBe(false);
  });

  test('no room for the reports: a fault that says so, and no verdict', async () => {
    const place = whereabouts();
    // Files of this process and its children may have so many blocks; the start of the results has more.
    const ended = await runCommand(place, ['run', ...short], {}, [
      'sh',
      '-c',
      'ulimit -f 200; exec "$0" "$@"',
    ]);
    expect(ended.code).toBe(4);
    expect(ended.err).toMatch(/^Reports cannot be written to .*: a file would be larger .*\(EFBIG\)/m);
    expect(ended.err).not.toContain('fault of token-conformance');
    expect(existsSync(join(place.reports, 'results.json'))).toBe(false);
    expect(readdirSync(place.reports).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('the report folder cannot be made: said at once, and nothing is sent', async () => {
    test.skip(!existsSync('/proc/self'), 'no /proc on this machine');
    const { code, err, out } = await startCommand(whereabouts(), ['run', '--report-dir', '/proc/nope'], {})
      .ended;
    expect(code).toBe(4);
    expect(err).toContain('Reports cannot be written to /proc/nope: ENOENT');
    expect(out).toBe('');
  });

  test('the reports cannot be written: a fault that says where', async () => {
    const place = whereabouts();
    mkdirSync(join(place.reports, 'results.json'), { recursive: true });
    const { code, err } = await runCommand(place, ['run', ...short]);
    expect(code).toBe(4);
    expect(err).toContain(join(place.reports, 'results.json'));
    expect(err).toContain('fault of token-conformance');
  });
});
