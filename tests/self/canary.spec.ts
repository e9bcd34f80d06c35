/**
 * No secret leaks. Unmistakable secrets are given to real runs against sound, leaking and hateful servers;
 * afterwards everything that the runs left behind is searched for them and for every token that was issued.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { clients, users } from '../../sandbox/accounts.js';
import type { SandboxOptions } from '../../sandbox/server.js';
import { packageRoot } from '../../src/settings/package-root.js';
import {
  type Ended,
  newWhereabouts,
  readResults,
  runCommand,
  startCommand,
  type Variables,
  type Whereabouts,
} from './command-process.js';
import { disguises, startEchoingServer } from './echoing-server.js';
import { artefactsBelow } from './run-artefacts.js';
import { type Artefact, describeHits, SecretSearch } from './secret-search.js';
import { startTappedSandbox } from './tapped-sandbox.js';

/** One secret for each account that has one: nothing else in the world looks like them. */
const clientSecrets: Readonly<Record<string, string>> = {
  MAIN: 'Kestrel~Vq7+Client/Secret=9&Zt%4fPlumeria',
  OTHER: 'Obsidian.Client-Xw3_Fennel!Tarpaulin*58',
  SPECIAL: 'Çlient gëheim: 73%+süß/@ ßchlüssel & Ωmega=Zinnober',
  RESTRICTED: 'Gantry_Client?Hm6#Saltpetre;Vellum-21',
};
const passwords: Readonly<Record<string, string>> = {
  MAIN: 'Quagmire Pass+word%2BYn8 & Tamarisk="Loom"',
  OTHER: "Brimstone'Passwort<Rk5>Cinnabar\\Thimble",
  SPECIAL:
    'Ünverwechselbar pä$$wört 🦊 %41+ß = "Zaunkönig" \\ & länger als zweiundsiebzig Bytes; hier das Ende: Wacholder',
  DISPOSABLE: 'Wisteria_Password-Jd2|Flotsam`Gimlet~77',
  DISABLED: 'Verdigris{Password}Bp9[Mangrove]Sextant^',
};
const elsewherePassword = 'Halyard@Password.Nf1,Porphyry:Lichen$63';

const accounts: Required<Pick<SandboxOptions, 'clients' | 'users'>> = {
  clients: clients.map((client) =>
    client.secret === undefined ? client : { ...client, secret: clientSecrets[client.role ?? ''] ?? '' },
  ),
  users: users.map((user) => ({
    ...user,
    password: user.role === undefined ? elsewherePassword : (passwords[user.role] ?? ''),
  })),
};

const prefix = (role: string): string => (role === 'MAIN' ? 'TOKEN_' : `TOKEN_${role}_`);

/** The variables that hold a secret. */
const canaries: Variables = {
  ...Object.fromEntries(
    Object.entries(clientSecrets).map(([role, secret]) => [`${prefix(role)}CLIENT_SECRET`, secret]),
  ),
  ...Object.fromEntries(
    Object.entries(passwords).map(([role, password]) => [`${prefix(role)}PASSWORD`, password]),
  ),
  // Nothing needs it: it must not be shown either.
  TOKEN_REFRESH_TOKEN: 'Damask-Refresh_Token.Tg4~Pumpernickel0Oriole',
};

const roots: string[] = [];
test.afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

interface Finished extends Ended {
  readonly place: Whereabouts;
  readonly artefacts: readonly Artefact[];
}

/** Whatever a run can be asked to write, it writes; the notes for GitHub stand in its output. */
const everyArtefact = ({ work }: Whereabouts): Variables => ({
  TOKEN_REPORT: 'html,junit,json,sarif',
  TOKEN_BUNDLE: 'true',
  TOKEN_VERBOSE: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_STEP_SUMMARY: join(work, 'step-summary.md'),
});

interface Given {
  readonly args: readonly string[];
  /** Commands that read what the run wrote, called in the same folder afterwards. */
  readonly afterwards?: readonly (readonly string[])[];
  readonly variables: Variables;
  /** Ends the run with SIGKILL once this was printed. */
  readonly killedAt?: string;
}

/** A run in a folder of its own, and whatever is there afterwards, in its output and in the repository. */
async function run({ args, variables, killedAt, afterwards = [] }: Given): Promise<Finished> {
  const place = newWhereabouts('canary');
  roots.push(place.root);
  // One secret comes by .env, as the manual has it.
  const { TOKEN_OTHER_CLIENT_SECRET: byFile, ...byEnvironment } = {
    ...everyArtefact(place),
    ...canaries,
    ...variables,
  };
  const dotenv = join(place.work, '.env');
  writeFileSync(dotenv, `TOKEN_OTHER_CLIENT_SECRET='${byFile}'\n`);
  const started = Date.now();
  let ended: Ended;
  if (killedAt === undefined) ended = await runCommand(place, args, byEnvironment);
  else {
    const command = startCommand(place, args, byEnvironment);
    await command.printed(killedAt);
    process.kill(-(command.child.pid ?? 0), 'SIGKILL');
    ended = await command.ended;
  }
  for (const command of afterwards) {
    const next = await runCommand(place, command, byEnvironment);
    ended = { ...next, out: ended.out + next.out, err: ended.err + next.err };
  }
  rmSync(dotenv);
  return { ...ended, place, artefacts: [...artefactsOf(place, ended), ...artefactsOfRepository(started)] };
}

function artefactsOf({ root }: Whereabouts, { out, err }: Ended): Artefact[] {
  return [
    { place: 'stdout', bytes: Buffer.from(out) },
    { place: 'stderr', bytes: Buffer.from(err) },
    ...artefactsBelow(root),
  ];
}

/** Where a run in the repository's own folders would write. */
function artefactsOfRepository(since: number): Artefact[] {
  return ['reports', 'test-results', 'dist'].flatMap((folder) => {
    try {
      return artefactsBelow(join(packageRoot, folder), since);
    } catch (problem) {
      if ((problem as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw problem;
    }
  });
}

function searchFor(tokens: readonly string[]): SecretSearch {
  const search = new SecretSearch();
  for (const [name, secret] of Object.entries(canaries)) search.addSecret(name, secret);
  search.addSecret('the password in the other realm', elsewherePassword);
  for (const token of tokens) search.addToken(token);
  return search;
}

function expectNoSecret({ artefacts }: Finished, tokens: readonly string[]): void {
  expect(describeHits(searchFor(tokens).search(artefacts))).toBe('');
}

const textOf = (artefacts: readonly Artefact[], place: RegExp): string =>
  artefacts
    .filter((artefact) => place.test(artefact.place))
    .map(({ bytes }) => bytes.toString())
    .join('\n');

/** An archive of one stored or deflated file, as Playwright embeds them (APPNOTE.TXT section 4.3). */
function zipOf(name: string, content: string, deflate: boolean): Buffer {
  const bytes = Buffer.from(content);
  const data = deflate ? deflateRawSync(bytes) : bytes;
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50);
  central.writeUInt16LE(deflate ? 8 : 0, 10);
  central.writeUInt32LE(data.length, 20);
  central.writeUInt32LE(bytes.length, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + name.length + data.length, 16);
  return Buffer.concat([local, Buffer.from(name), data, central, Buffer.from(name), end]);
}

test.describe('the search', () => {
  const [name = '', secret = ''] =
    Object.entries(canaries).find(([key]) => key.includes('SPECIAL_PASS')) ?? [];
  const token = `eyJhbGciOiJIUzUxMiJ9.${Buffer.from('{"sub":"a","n":"0123456789"}').toString('base64url')}.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg`;

  for (const [disguise, disguised] of Object.entries(disguises)) {
    test(`finds a secret and a token, ${disguise}`, () => {
      const search = searchFor([token]);
      const found = (value: string): string[] =>
        search
          .search([{ place: 'file', bytes: Buffer.from(`"x": ${disguised(`user:${value}`)}.`) }])
          .map((hit) => hit.secret);
      for (const [canary, value] of Object.entries(canaries)) expect(found(value)).toContain(canary);
      expect(found(token)).toContain(`the token ${token.slice(0, 8)}…${token.slice(-4)}`);
    });
  }

  test('finds a part of a secret and the payload of a token', () => {
    const search = searchFor([token]);
    const [, payload = ''] = token.split('.');
    const bytes = Buffer.from(`cut: ${secret.slice(0, 20)}… and ${payload}`);
    const hits = search.search([{ place: 'file', bytes }]);
    expect(new Set(hits.map((hit) => hit.secret)).size).toBe(2);
  });

  test('finds what was compressed and written for a shell, in JSON too', () => {
    const octal = [...gzipSync(`password=${encodeURIComponent(secret)}`)]
      .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
      .join('');
    const command = `curl --data-binary @<(printf '${octal}') 'https://server.example'`;
    for (const text of [command, JSON.stringify({ curl: command })])
      expect(
        searchFor([])
          .search([{ place: 'file', bytes: Buffer.from(text) }])
          .map((hit) => hit.secret),
      ).toContain(name);
  });

  test('finds nothing where there is nothing', () => {
    const bytes = Buffer.from(
      'password=‹password›&client_secret=‹client_secret›&refresh_token=‹refresh_token›',
    );
    expect(searchFor([token]).search([{ place: 'file', bytes }])).toEqual([]);
  });

  for (const [where, plant] of Object.entries<(folder: string) => void>({
    'results.json': (folder) =>
      writeFileSync(join(folder, 'results.json'), JSON.stringify({ a: { b: secret } })),
    'a folder below': (folder) => {
      mkdirSync(join(folder, 'artifacts', 'x'), { recursive: true });
      writeFileSync(join(folder, 'artifacts', 'x', '.hidden'), secret);
    },
    'the name of a file': (folder) => writeFileSync(join(folder, encodeURIComponent(secret)), ''),
    'a deflated file within the report': (folder) => {
      const archive = zipOf('report.json', JSON.stringify(secret), true).toString('base64');
      writeFileSync(
        join(folder, 'index.html'),
        `<template>data:application/zip;base64,${archive}</template>`,
      );
    },
    'a stored file within an archive': (folder) =>
      writeFileSync(join(folder, 'trace.zip'), zipOf('0-trace.network', secret, false)),
  }))
    test(`finds a secret that was planted in ${where}`, () => {
      const { root } = newWhereabouts('planted');
      roots.push(root);
      plant(root);
      const hits = searchFor([]).search(artefactsBelow(root));
      expect(hits.map((hit) => hit.secret)).toContain(name);
    });
});

test.describe('no secret is left behind by a run', () => {
  test('against a sound sandbox', async () => {
    test.setTimeout(120_000);
    const sandbox = await startTappedSandbox(accounts);
    const finished = await run({ args: ['run', '--profile', 'sandbox'], variables: sandbox.environment });
    const tokens = sandbox.issuedTokens();
    await sandbox.close();
    expect(finished.err).toBe('');
    expect(finished.code).toBe(0);
    expect(tokens.length).toBeGreaterThan(200);
    expectNoSecret(finished, tokens);
    // What was searched is what the run wrote: the exchanges are there, and only the secrets are not.
    for (const place of [/results\.json$/, /index\.html!.*\.json$/])
      expect(textOf(finished.artefacts, place)).toMatch(/‹password›|‹client_secret›/);
    for (const [place, text] of [
      [/junit\.xml$/, '<testcase'],
      [/results\.sarif$/, '"version": "2.1.0"'],
      [/conformance\.html$/, '<h2 id="sign">'],
      [/work\/summary\.md$|reports\/summary\.md$/, '## ✅ Compatible'],
      [/step-summary\.md$/, '## ✅ Compatible'],
    ] as const)
      expect(textOf(finished.artefacts, place)).toContain(text);
  });

  for (const { fault, args } of [
    { fault: 'password-echoed', args: ['run', '--grep', 'credentials/(password|username)/'] },
    { fault: 'password-in-token', args: ['run', '--grep', 'password/valid/(minimal|special)'] },
    { fault: 'secret-echoed-encoded', args: ['replay', 'password/valid/special-client'] },
    { fault: 'refresh-token-echoed', args: ['replay', 'refresh_token/replay'] },
    { fault: 'token-in-cookie', args: ['replay', 'password/valid/special-user'] },
    { fault: 'token-in-location', args: ['replay', 'password/valid/minimal'] },
    { fault: 'stack-trace', args: ['replay', 'password/credentials/client_secret/wrong'] },
  ])
    test(`against the fault ${fault}`, async () => {
      const sandbox = await startTappedSandbox({ ...accounts, fault });
      const finished = await run({ args, variables: sandbox.environment });
      const tokens = sandbox.issuedTokens();
      await sandbox.close();
      // Non-conformance: the fault was met, and told.
      expect(finished.code).toBe(1);
      expect(tokens.length).toBeGreaterThan(0);
      expectNoSecret(finished, tokens);
    });
});

/** What the sandbox would have put into the environment, for a server that has no accounts. */
const identities: Variables = {
  TOKEN_USERNAME: 'someone',
  TOKEN_CLIENT_ID: 'some-client',
  TOKEN_OTHER_USERNAME: 'another',
  TOKEN_OTHER_CLIENT_ID: 'other-client',
  TOKEN_SPECIAL_USERNAME: 'special',
  TOKEN_SPECIAL_CLIENT_ID: 'special-client',
  TOKEN_DISPOSABLE_USERNAME: 'disposable',
  TOKEN_DISABLED_USERNAME: 'disabled',
  TOKEN_RESTRICTED_CLIENT_ID: 'restricted-client',
};

const secretsOfClients = new Set(Object.values(clientSecrets));
const secretsOfUsers = new Set(Object.values(passwords));

/** Right credentials, in a refresh any token: as much as a scenario needs to go on. */
const isRight = (fields: URLSearchParams): boolean =>
  secretsOfClients.has(fields.get('client_secret') ?? '') &&
  (fields.get('grant_type') === 'refresh_token'
    ? (fields.get('refresh_token') ?? '') !== ''
    : secretsOfUsers.has(fields.get('password') ?? ''));

test.describe('no secret is left behind where a server repeats all it hears, in every disguise', () => {
  test('by a whole run', async () => {
    test.setTimeout(300_000);
    const server = await startEchoingServer({ grants: isRight });
    const results = join('reports', 'results.json');
    const bundle = join('reports', 'bundle.zip');
    const finished = await run({
      args: ['run', '--write-waivers', 'waivers.yaml'],
      variables: { ...identities, TOKEN_BASE_URL: server.url },
      afterwards: [
        ['replay', 'password/body/reflected/html', '--from', bundle],
        ['report', bundle, '--report-dir', 'again', '--since', results],
        ['matrix', results, bundle, '--html', 'matrix.html'],
        ['diff', results, bundle, '--html', 'diff.html'],
      ],
    });
    await server.close();
    expect(finished.code, 'no verdict changed').toBe(0);
    expect(finished.out).toContain('INCOMPATIBLE');
    expect(finished.out).toMatch(/^ {2}failed {7}password\//m);
    expect(server.requests()).toBeGreaterThan(200);
    expect(server.issued.length).toBeGreaterThan(100);
    expect(readResults(finished.place).counts).toMatchObject({ error: 0 });
    expectNoSecret(finished, server.issued);
    for (const place of [/results\.json$/, /conformance\.html$/])
      expect(textOf(finished.artefacts, place)).toContain('‹');
    for (const place of [/results\.sarif$/, /step-summary\.md$/])
      expect(textOf(finished.artefacts, place)).toContain('HTTP');
    for (const place of [/bundle\.zip!conformance\.html$/, /bundle\.zip!results\.json$/, /matrix\.html$/])
      expect(textOf(finished.artefacts, place)).toContain('‹');
    for (const [place, text] of [
      [/bundle\.zip!settings\.json$/, '"TOKEN_PASSWORD": {'],
      [/bundle\.zip!SHA256SUMS$/, '  results.json'],
      [/work\/diff\.html$/, 'No verdict changed'],
      [/work\/again\/conformance\.html$/, 'No verdict changed'],
      [/waivers\.yaml$/, 'waivers:'],
    ] as const)
      expect(textOf(finished.artefacts, place)).toContain(text);
  });

  test('by a run that is killed in the middle', async () => {
    const server = await startEchoingServer({ grants: isRight });
    const finished = await run({
      args: ['run', '--rate-limit', '40/s'],
      variables: { ...identities, TOKEN_BASE_URL: server.url },
      killedAt: '  valid-grants ',
    });
    await server.close();
    expect(finished.code).toBe(null);
    expect(server.issued.length).toBeGreaterThan(0);
    expect(finished.artefacts.length).toBeGreaterThan(2);
    expectNoSecret(finished, server.issued);
  });

  test('by a replay', async () => {
    const server = await startEchoingServer({ grants: isRight });
    const variables = { ...identities, TOKEN_BASE_URL: server.url };
    for (const scenario of [
      'refresh_token/replay',
      'password/credentials/password/wrong',
      'password/basic/valid',
    ]) {
      const finished = await run({ args: ['replay', scenario], variables });
      expect(finished.out).toContain('--- verdicts');
      expectNoSecret(finished, server.issued);
    }
    await server.close();
  });

  for (const [index, refusal] of (['error', 'page', 'redirect', 'noise'] as const).entries())
    test(`by a preflight that fails: ${refusal}`, async () => {
      const server = await startEchoingServer({ grants: () => false, refusal, firstDisguise: index * 5 });
      const variables = { ...identities, TOKEN_BASE_URL: server.url };
      // Each request meets another disguise.
      for (const command of ['preflight', 'preflight', 'preflight', 'preflight', 'run']) {
        const finished = await run({ args: [command], variables });
        expect(finished.code).toBe(3);
        expect(finished.out).toContain('Preflight: the valid request does not work');
        expectNoSecret(finished, []);
      }
      await server.close();
      expect(server.requests()).toBe(5);
    });
});
