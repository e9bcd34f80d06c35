/** A sweep of generated inputs: in which order it sends, makes and judges them, what it keeps, and when it ends. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import { oauthError, observation, subject } from '../../src/checks/examples.js';
import { checks } from '../../src/checks/index.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { Observation } from '../../src/http/observation.js';
import { createConnection } from '../../src/session/connection.js';
import { createFuzzSender } from '../../src/session/fuzz/sender.js';
import { sweep } from '../../src/session/fuzz/sweep.js';
import { NothingMoreIsSent } from '../../src/session/sending.js';
import { readSettings } from '../../src/settings/read-settings.js';
import { contract as literalContract } from './scenario-world.js';

test.describe.configure({ mode: 'parallel' });

test.describe('what is made ahead', () => {
  test('is sent as it was made, unless the refresh token has changed', async () => {
    const sandbox = await startSandbox();
    const settings = readSettings({ flags: {}, env: sandbox.environment, dotenvFile: undefined });
    const contract = await readContract(settings.spec);
    const { identity, requests, sending } = createConnection({
      ...{ contract, settings, baseUrl: sandbox.url, version: 'test' },
    });
    const made: (string | undefined)[] = [];
    const grant = contract.grants.find(({ type }) => type === 'refresh_token');
    if (!grant) throw new Error('the contract does not refresh');
    const sender = createFuzzSender({
      ...{ contract, grant, identity, send: sending.sendUnlearned },
      requests: {
        ...requests,
        valid(type, request) {
          made.push(request?.values?.refresh_token);
          return requests.valid(type, request);
        },
      },
      guard: { admits: async () => true, loggedIn() {} },
    });
    const refused = [{ of: 'media-type', value: 'text/plain', same: false }] as const;
    const granted = [{ of: 'order', keys: [1, 0] }] as const;
    const madeFor = async (act: () => unknown) => {
      made.length = 0;
      await act();
      return made.length;
    };
    try {
      // Before the first login there is nothing to make it of.
      expect(await madeFor(() => sender.prepare(refused))).toBe(0);
      expect(await madeFor(() => sender.send(refused))).toBe(2);
      const [, old] = made;
      expect(await madeFor(() => sender.prepare(granted))).toBe(0);

      // Granted while the next one was made: that one presents the old token.
      const sending = sender.send(granted);
      sender.prepare(granted);
      expect((await sending)?.observation.response?.status).toBe(200);
      expect(
        await madeFor(async () => {
          const tried = await sender.send(granted);
          expect(tried?.observation.response?.status).toBe(200);
        }),
      ).toBe(1);
      expect(made[0]).not.toBe(old);

      // What was made for another input is not sent.
      sender.prepare(refused);
      expect((await sender.send(granted))?.observation.response?.status).toBe(200);
    } finally {
      await sandbox.close();
    }
  });

  for (const [method, times] of [
    ['private_key_jwt', 3],
    ['client_secret_post', 1],
  ] as const)
    test(`of one valid request, unless it holds what is taken only once: ${method}`, async () => {
      const settings = readSettings({ flags: {}, env: {}, dotenvFile: undefined });
      const contract = { ...(await readContract(settings.spec)), clientAuthentication: [method] };
      const { identity, requests } = createConnection({
        ...{ contract, settings, baseUrl: 'http://127.0.0.1:9', version: 'test' },
      });
      const [grant] = contract.grants;
      if (!grant) throw new Error('the contract has no grant');
      let made = 0;
      const sender = createFuzzSender({
        ...{ contract, grant, identity, guard: { admits: async () => true, loggedIn() {} } },
        requests: {
          ...requests,
          valid(type, request) {
            made++;
            return requests.valid(type, request);
          },
        },
        send: async () => observation(),
      });
      for (const keys of [[1], [2], [3]]) await sender.send([{ of: 'order', keys }]);
      expect(made).toBe(times);
    });
});

test.describe('a sweep', () => {
  const [grant] = literalContract.grants;
  if (!grant) throw new Error('the contract has no grant');

  const options = (send: () => Observation, count: number) => ({
    ...{ contract: literalContract, grant, count, seed: 1, large: false },
    sender: {
      send: async () => ({
        request: { method: 'POST', url: '', headers: [], body: undefined },
        ...{ probe: 'fuzz/oauth/other', loginOf: undefined, clientTried: false, observation: send() },
      }),
      prepare() {},
      lost: async () => undefined,
    },
    subjectOf: (probe: string, made: Observation) => ({
      ...subject(made, { probe, grant: grant.type, contract: literalContract, enforced: true }),
      control: undefined,
    }),
    isKnown: () => false,
    end: async (): Promise<string | undefined> => undefined,
    found: () => {},
  });

  test('keeps no more than one exchange for each check, however many inputs there are', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const made: WeakRef<Observation>[] = [];
    let most = 0;
    const using = options(() => {
      const one = observation(oauthError('invalid_request'));
      made.push(new WeakRef(one));
      return one;
    }, 2000);
    const { send } = using.sender;
    let count = 0;
    using.sender.send = async () => {
      if (++count % 400 === 0) {
        // Weak references hold what they point to until the current job is over.
        await new Promise((resolve) => setImmediate(resolve));
        collect();
        most = Math.max(most, made.filter((reference) => reference.deref() !== undefined).length);
      }
      return send();
    };
    const { judged, stopped } = await sweep(using);
    expect(stopped).toBeUndefined();
    expect(made.length).toBe(2000);
    expect(judged.length).toBeLessThanOrEqual(checks.length);
    expect(most).toBeLessThanOrEqual(checks.length);
  });

  test('judges an answer, and makes the request after, while the next one is on its way', async () => {
    const events: string[] = [];
    const using = options(() => observation(oauthError('invalid_request')), 3);
    const { send } = using.sender;
    let sent = 0;
    let judged = 0;
    await sweep({
      ...using,
      sender: {
        ...using.sender,
        async send() {
          events.push(`${++sent} sent`);
          // As long as a target takes at the least.
          await new Promise((resolve) => setTimeout(resolve, 20));
          events.push(`${sent} answered`);
          return send();
        },
        prepare: () => events.push(`${sent + 1} made`),
      },
      subjectOf(probe, made) {
        events.push(`${++judged} judged`);
        return using.subjectOf(probe, made);
      },
    });
    expect(events).toEqual([
      ...['1 sent', '2 made', '1 answered', '2 sent', '1 judged', '3 made', '2 answered'],
      ...['3 sent', '2 judged', '4 made', '3 answered', '3 judged'],
    ]);
  });

  test('ends when no more may be sent, with what was answered until then judged', async () => {
    const using = options(() => observation(oauthError('invalid_request')), 300);
    const { send } = using.sender;
    let sent = 0;
    using.sender.send = async () => {
      if (++sent > 5) throw new NothingMoreIsSent('the budget of requests is spent (--max-requests)', true);
      return send();
    };
    let judged = 0;
    const { stopped, judged: checked } = await sweep({
      ...using,
      subjectOf(probe, made) {
        judged++;
        return using.subjectOf(probe, made);
      },
    });
    expect(stopped).toBe('the budget of requests is spent (--max-requests)');
    expect({ sent, judged }).toEqual({ sent: 6, judged: 5 });
    expect(checked.length).toBeGreaterThan(0);
  });

  test('ends when the target is dead, and when nothing is answered', async () => {
    let sent = 0;
    const dying = options(() => observation(oauthError('invalid_request')), 300);
    const ended = await sweep({
      ...dying,
      end: async () => (++sent > 10 ? 'the target no longer answers' : undefined),
    });
    expect(ended.stopped).toBe('the target no longer answers');

    let hung = 0;
    const hanging = options(() => {
      hung++;
      const failure = { kind: 'timeout', message: 'no answer' } as const;
      return { ...observation(), response: undefined, failure };
    }, 300);
    const { stopped, findings } = await sweep(hanging);
    expect(stopped).toMatch(/not answered in time/);
    expect(findings.map(({ judged }) => judged.check.id)).toContain('never-5xx');
    expect(hung).toBeLessThan(10);
  });
});
