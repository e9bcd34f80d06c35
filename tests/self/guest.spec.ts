/** A guest on somebody's server: how much a run sends, who it says it is, when it waits, and when it goes. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { type AnswerLiteral, oauthError, observation } from '../../src/checks/examples.js';
import type { Observation } from '../../src/http/observation.js';
import { Redactor } from '../../src/http/redaction.js';
import { createSending, NothingMoreIsSent, type Sending } from '../../src/session/sending.js';
import { createTargetLife } from '../../src/session/target-life.js';
import { packageRoot } from '../../src/settings/package-root.js';
import type { TwistBehaviour, WireBehaviour } from '../hostile/behaviour.js';
import { startHostileServer } from '../hostile/server.js';
import {
  newWhereabouts,
  readResults,
  runCommand,
  startCommand,
  type Whereabouts,
} from './command-process.js';

const refused: Observation = observation(oauthError('invalid_grant'));
const granted: Observation = observation();
const answer = (literal: AnswerLiteral): Observation => observation(literal);
const tooMany = (seconds?: string): Observation =>
  answer({ status: 429, json: {}, ...(seconds === undefined ? {} : { more: [['Retry-After', seconds]] }) });
const blocked = answer({ status: 403, headers: [['Content-Type', 'text/html']], body: '<h1>Blocked</h1>' });
const unavailable = answer({ status: 503, json: {} });
const failed = (kind: 'timeout' | 'reset' | 'refused'): Observation => ({
  ...observation(),
  response: undefined,
  failure: { kind, message: `it ended: ${kind}` },
});

test.describe('a target that serves nobody', () => {
  for (const [name, one] of Object.entries({
    'refuses connections': failed('refused'),
    'never answers': failed('timeout'),
    'closes connections': failed('reset'),
    'limits the rate': tooMany(),
    'blocks us': blocked,
    'is not available': unavailable,
  }))
    test(`${name}: in doubt after three, left alone when the valid request is not served`, () => {
      const life = createTargetLife();
      for (const _ of [1, 2]) life.note(one);
      expect(life.doubt()).toBeUndefined();
      life.note(one);
      expect(life.doubt()?.reason).toMatch(
        /^the target (no longer answers|refuses to serve us any longer): /,
      );
      expect(life.end()).toBeUndefined();
      life.settle(one);
      expect(life.end()).toBe(life.end());
      expect(life.end()).toMatch(/^the target (no longer answers|refuses to serve us any longer): /);
    });

  test('what is refused or blocked in between proves nothing while others are served', () => {
    const life = createTargetLife();
    for (const one of [blocked, blocked, refused, blocked, failed('reset'), granted, tooMany(), tooMany()])
      life.note(one);
    expect(life.doubt()).toBeUndefined();
  });

  test('is asked less and less often when the valid request is served', () => {
    const life = createTargetLife();
    const untilDoubt = (): number => {
      for (let count = 1; ; count++) {
        life.note(blocked);
        if (life.doubt()) return count;
      }
    };
    const counts = [0, 1, 2, 3].map(() => {
      const count = untilDoubt();
      life.settle(granted);
      return count;
    });
    expect(counts).toEqual([3, 6, 12, 12]);
    expect(life.end()).toBeUndefined();
  });

  test('is in doubt at once when it asks to stay away for longer than anybody waits', () => {
    const life = createTargetLife();
    life.note(tooMany('31536000'));
    expect(life.doubt()).toMatchObject({ costly: true });
  });

  test('is left alone after thirty deadlines, in a row or not', () => {
    const life = createTargetLife();
    for (let count = 0; count < 29; count++) for (const one of [failed('timeout'), granted]) life.note(one);
    expect(life.end()).toBeUndefined();
    life.note(failed('timeout'));
    expect(life.end()).toMatch(/^30 requests were not answered in time/);
  });

  test('a rate that it limits on purpose, a burst that it serves in part, and a handshake are no reason', () => {
    const life = createTargetLife();
    for (let count = 0; count < 5; count++) {
      life.note(tooMany(), true);
      life.noteTogether([granted, tooMany(), tooMany()]);
      life.note({ ...failed('reset'), request: { ...granted.request, handshake: { kind: 'inspect' } } });
    }
    expect(life.doubt()).toBeUndefined();
  });
});

const request = { method: 'POST', url: 'http://127.0.0.1/token', headers: [], body: undefined };

function sendingTo(answers: readonly Observation[], budget?: number): { sending: Sending; sent(): number } {
  let sent = 0;
  const send = async () => answers[sent++] ?? granted;
  const transport = { send, sendTogether: async () => [await send()], close: () => {} };
  const sending = createSending({ transport, redactor: new Redactor(), secretNames: new Set(), budget });
  return { sending, sent: () => sent };
}

test.describe('Retry-After', () => {
  test('is waited for, and the request is sent once more', async () => {
    const { sending, sent } = sendingTo([tooMany('1'), granted]);
    const began = performance.now();
    expect(await sending.send(request)).toBe(granted);
    expect(performance.now() - began).toBeGreaterThanOrEqual(950);
    expect(sent()).toBe(2);
  });

  test('of more than a minute is not: the answer is what there is', async () => {
    const { sending, sent } = sendingTo([tooMany('61')]);
    expect((await sending.send(request)).response?.status).toBe(429);
    expect(sent()).toBe(1);
  });
});

test('the budget of requests is never exceeded, not even for a wait that is over', async () => {
  const { sending, sent } = sendingTo([granted, tooMany('0')], 2);
  await sending.send(request);
  expect((await sending.send(request)).response?.status).toBe(429);
  await expect(sending.send(request)).rejects.toThrow(NothingMoreIsSent);
  await expect(sending.sendTogether([request, request])).rejects.toThrow('--max-requests');
  expect(sent()).toBe(2);
  expect(sending.count()).toBe(2);
});

test.describe('the command', () => {
  test.setTimeout(240_000);

  const places: Whereabouts[] = [];
  const newPlace = (): Whereabouts => {
    const place = newWhereabouts('guest');
    places.push(place);
    return place;
  };
  test.afterAll(() => {
    for (const { root } of places) rmSync(root, { recursive: true, force: true });
  });

  const recording = (heads: string[]): TwistBehaviour => ({
    id: 'sound',
    sentence: 'answers as it should',
    ends: { first: [0], after: [0] },
    twist: (_, { head }) => void heads.push(head),
  });

  test('stops at --max-requests: the rest is not verified, the result partial; every request names the run', async () => {
    const heads: string[] = [];
    const server = await startHostileServer(recording(heads), 0);
    const place = newPlace();
    const { code, out } = await runCommand(place, ['run', '--max-requests', '20'], server.environment);
    await server.close();
    const results = readResults(place);
    expect(code).toBe(3);
    expect(results).toMatchObject({ verdict: 'inconclusive', partial: true, exitCode: 3 });
    expect(results.counts.pass).toBeGreaterThan(0);
    expect(heads.length).toBeGreaterThan(15);
    expect(heads.length).toBeLessThanOrEqual(20);
    expect(out).toContain('the budget of requests is spent (--max-requests)');
    const agents = new Set(heads.map((head) => /^User-Agent: (.*)$/im.exec(head)?.[1]));
    expect([...agents]).toEqual([`token-conformance/${results.tool.version} (run ${results.run.id})`]);
  });

  test('ends at once when it is interrupted twice, without a verdict', async () => {
    const silent: WireBehaviour = {
      id: 'silent',
      sentence: 'says nothing',
      ends: { first: [3], after: [3] },
      play: () => {},
    };
    const server = await startHostileServer(silent, 12);
    const place = newPlace();
    const command = startCommand(place, ['run'], { ...server.environment, TOKEN_REQUEST_TIMEOUT: '60s' });
    while (server.requests() < 13) await sleep(50);
    const interrupt = (): boolean => process.kill(-(command.child.pid ?? 0), 'SIGINT');
    interrupt();
    await sleep(700);
    if (command.child.exitCode === null) interrupt();
    const { code, err } = await command.ended;
    await server.close();
    expect(code).toBe(3);
    expect(err).toContain('Once more ends at once');
    expect(existsSync(join(place.reports, 'results.json'))).toBe(true);
  });

  test('--dry-run shows what can be shown when there is no code to present', async () => {
    const spec = join(packageRoot, 'tests', 'self', 'dialects', 'prose-only.yaml');
    const place = newPlace();
    const dry = await runCommand(place, ['run', '--dry-run', '--spec', spec], {
      TOKEN_BASE_URL: 'https://nowhere.example',
      TOKEN_CLIENT_ID: 'app',
      TOKEN_CLIENT_SECRET: 'Sup3rS3cret-of-the-app',
    });
    expect(dry.code, dry.err).toBe(0);
    expect(dry.out).toMatch(
      /\n# nothing can be presented for the grant authorization_code: set TOKEN_HOOK_CODE/,
    );
    expect(dry.out.trimEnd()).toMatch(/\n\d+ requests$/);
  });

  test('--dry-run shows the requests of the selection and sends none, nor any secret', async () => {
    const heads: string[] = [];
    const server = await startHostileServer(recording(heads), 0);
    const place = newPlace();
    const only = ['--tag', 'valid-grants', '--seed', '1'];
    const dry = await runCommand(place, ['run', '--dry-run', ...only], server.environment);
    expect(heads).toEqual([]);
    expect(server.visitors()).toBe(0);
    expect(dry.code).toBe(0);
    expect(existsSync(place.reports)).toBe(false);
    for (const [name, value] of Object.entries(server.environment))
      if (/(PASSWORD|SECRET)$/.test(name) && value.length > 8) expect(dry.out).not.toContain(value);
    const shown = [...dry.out.matchAll(/^([A-Z]+) (\/\S*) HTTP\/1\.1$/gm)].map(([line]) => line);
    expect(dry.out.trimEnd()).toMatch(new RegExp(`\n${shown.length} requests$`));

    const real = await runCommand(newPlace(), ['run', ...only], server.environment);
    await server.close();
    expect(real.code).toBe(3);
    expect(heads.map((head) => head.split('\r\n', 1)[0])).toEqual(shown);
  });
});
