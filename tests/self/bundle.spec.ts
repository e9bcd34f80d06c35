/** The bundle of a run: the same bytes for the same run, all that it promises, and nothing taken on trust when it comes back. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { unzipSync, zipSync } from 'fflate';
import { packed, unpacked } from '../../src/reports/bundle/archive.js';
import { type BundleSettings, names } from '../../src/reports/bundle/layout.js';
import { readBundle } from '../../src/reports/bundle/read-bundle.js';
import { writtenBundle } from '../../src/reports/bundle/write-bundle.js';
import { readResultsFile } from '../../src/reports/results-file.js';
import { newWhereabouts, readResults, runCommand, type Whereabouts } from './command-process.js';
import { exchange, run, scenarioResult } from './reports-literals.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const settings: BundleSettings = {
  bundleVersion: 1,
  baseUrl: 'https://server.example',
  spec: 'contract/x.openapi.yaml',
  profile: 'default',
  waivers: null,
  seed: 7,
  fuzz: 0,
  parameters: { TOKEN_USERNAME: 'someone', TOKEN_PASSWORD: { secret: true } },
};

const contents = () => ({
  results: {
    ...run([scenarioResult('password/a', [{}, { outcome: 'fail' }], { exchanges: [exchange()] })]),
    run: { ...run([]).run, id: '00000000-0000-4000-8000-000000000000' },
  },
  since: undefined,
  settings,
  inputs: [{ name: 'contract/x.openapi.yaml', bytes: encode('openapi: 3.1.0\n') }],
});

const membersOf = (archive: Uint8Array): Record<string, Uint8Array> => unzipSync(archive);

test('the same run gives the same bytes, on any day and in any zone', async () => {
  const first = await writtenBundle(contents());
  const zone = process.env.TZ;
  process.env.TZ = 'Pacific/Apia';
  try {
    expect(Buffer.from(await writtenBundle(contents())).equals(Buffer.from(first))).toBe(true);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test('holds what it promises, each member under its SHA-256', async () => {
  const members = membersOf(await writtenBundle(contents()));
  expect(Object.keys(members)).toEqual([
    ...['README.txt', 'conformance.html', 'junit.xml', 'summary.md', 'results.sarif', 'results.json'],
    ...['settings.json', 'contract/x.openapi.yaml', 'SHA256SUMS'],
  ]);
  const list = Buffer.from(members[names.list] ?? []).toString();
  const others = Object.entries(members).filter(([name]) => name !== names.list);
  expect(list).toBe(others.map(([name, bytes]) => `${hash(bytes)}  ${name}\n`).join(''));
});

/** A bundle after somebody had it in hand. */
async function altered(
  change: (members: Record<string, Uint8Array>) => void,
  relist = false,
): Promise<Uint8Array> {
  const members = membersOf(await writtenBundle(contents()));
  change(members);
  if (relist) {
    delete members[names.list];
    const list = Object.entries(members).map(([name, bytes]) => `${hash(bytes)}  ${name}\n`);
    members[names.list] = encode(list.join(''));
  }
  return zipSync(members);
}

const set = (name: string, text: string) => (members: Record<string, Uint8Array>) => {
  members[name] = encode(text);
};

/** 300 MiB of nothing in little more than 1 MB, which says that it is 100 bytes. */
function bomb(): Uint8Array {
  const archive = zipSync({ 'results.json': new Uint8Array(300 * 1024 * 1024) }, { level: 1 });
  const view = new DataView(archive.buffer, archive.byteOffset, archive.length);
  view.setUint32(22, 100, true);
  view.setUint32(view.getUint32(archive.length - 22 + 16, true) + 24, 100, true);
  return archive;
}

/** One archive in which two members have the name of the first. */
function twins(): Uint8Array {
  const archive = Buffer.from(
    zipSync({ 'results.json': encode('{}'), resultsXjson: encode('[]') }, { level: 0 }),
  );
  return Buffer.from(archive.toString('latin1').replaceAll('resultsXjson', 'results.json'), 'latin1');
}

const hostile: readonly (readonly [string, () => Uint8Array | Promise<Uint8Array>, string])[] = [
  ['a name that leads upwards', () => zipSync({ '../evil': encode('x') }), 'leads out of the archive'],
  [
    'a name that leads upwards from within',
    () => zipSync({ 'contract/../../evil': encode('x') }),
    'leads out of the archive',
  ],
  ['an absolute name', () => zipSync({ '/etc/evil': encode('x') }), 'leads out of the archive'],
  ['a name of another system', () => zipSync({ 'C:\\evil': encode('x') }), 'leads out of the archive'],
  [
    'a name that steers the terminal',
    () => zipSync({ 'a\u001b[2J\u202e': encode('x') }),
    'leads out of the archive',
  ],
  ['a bomb that says it is small', bomb, 'unpacks to more than 256 MiB'],
  [
    'more members than a bundle has',
    () => zipSync(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${index}`, encode('x')]))),
    'has more than 200 members',
  ],
  ['two members of one name', twins, 'has two members of the name "results.json"'],
  ['no archive behind its first bytes', () => encode('PK nothing'), 'is damaged, or no zip archive'],
  ['half an archive', async () => (await writtenBundle(contents())).subarray(0, 4000), ''],
  [
    'a foreign archive',
    () => zipSync({ 'a.txt': encode('x') }),
    'is not the bundle of a run: it has no SHA256SUMS',
  ],
  [
    'an altered report',
    () => altered(set('conformance.html', 'all is well')),
    '"conformance.html" was altered',
  ],
  ['altered results', () => altered(set('results.json', '{}')), '"results.json" was altered'],
  ['a member more', () => altered(set('extra.txt', 'x')), '"extra.txt" is not in its list of checksums'],
  ['a member less', () => altered((members) => delete members['junit.xml']), '"junit.xml" is missing'],
  ['a list that is none', () => altered(set(names.list, 'hello')), 'has a line that is no checksum'],
  ['settings that are no JSON', () => altered(set(names.settings, '{'), true), 'settings.json is not JSON'],
  [
    'settings with a secret setting',
    () =>
      altered(set(names.settings, JSON.stringify({ ...settings, parameters: { HTTPS_PROXY: 'x' } })), true),
    'breaks schemas/bundle.schema.json',
  ],
  [
    'a contract elsewhere',
    () => altered(set(names.settings, JSON.stringify({ ...settings, spec: '/etc/passwd' })), true),
    'breaks schemas/bundle.schema.json',
  ],
  [
    'a contract that is not there',
    () => altered((members) => delete members['contract/x.openapi.yaml'], true),
    '"contract/x.openapi.yaml" is missing',
  ],
];

for (const [what, archive, complaint] of hostile)
  test(`refuses ${what}`, async () => {
    const bytes = await archive();
    let message = '';
    try {
      readBundle('given.zip', bytes);
    } catch (problem) {
      expect((problem as Error).name).toBe('ResultsFileError');
      message = (problem as Error).message;
    }
    expect(message).toContain('given.zip');
    expect(message).toContain(complaint);
    expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

test('an archive is never made that would be refused', () => {
  expect(() => packed([{ name: '../x', bytes: encode('x') }])).toThrow('leads out of the archive');
});

test('an archive that another program packed is read as well', () => {
  const archive = zipSync({ contract: { 'a b.yaml': encode('x') }, 'ü.txt': encode('y') });
  expect(unpacked(archive).map(({ name }) => name)).toEqual(['contract/a b.yaml', 'ü.txt']);
});

test.describe('the command', () => {
  let place: Whereabouts;
  let bundle: string;
  test.beforeAll(async () => {
    test.setTimeout(120_000);
    place = newWhereabouts('bundle');
    const { code, out } = await runCommand(
      place,
      [
        'run',
        '--seed',
        '11',
        '--bundle',
        '--grep',
        'password/credentials/username/unknown|document/addresses:',
      ],
      { TOKEN_OTHER_CLIENT_SECRET: 'Kestrel-secret-9f', TOKEN_X_DEVICE_FINGERPRINT: 'device-of-the-run' },
    );
    expect(code, 'a part of the scenarios is never enough').toBe(3);
    bundle = join(place.work, 'given.zip');
    expect(out).toContain(`Bundle: ${join(place.reports, 'bundle.zip')}`);
    writeFileSync(bundle, readFileSync(join(place.reports, 'bundle.zip')));
  });
  test.afterAll(() => rmSync(place.root, { recursive: true, force: true }));

  test('puts into it what lies beside it, the contract with its files, and the settings without secrets', () => {
    const members = membersOf(readFileSync(bundle));
    for (const name of ['results.json', 'conformance.html', 'junit.xml', 'summary.md'])
      expect(Buffer.from(members[name] ?? []).equals(readFileSync(join(place.reports, name)))).toBe(true);
    expect(Object.keys(members).filter((name) => name.startsWith('contract/'))).toEqual([
      'contract/specs/mbanq-token.openapi.yaml',
      'contract/schemas/access-token-claims.schema.json',
      'contract/schemas/error-response.schema.json',
      'contract/schemas/token-response.schema.json',
    ]);
    const document = members['contract/specs/mbanq-token.openapi.yaml'] ?? new Uint8Array();
    expect(hash(document)).toBe(readResults(place).target.contract.sha256);
    const written = JSON.parse(Buffer.from(members['settings.json'] ?? []).toString());
    expect(written).toMatchObject({ baseUrl: null, seed: 11, profile: 'sandbox' });
    expect(written.parameters).toEqual({
      TOKEN_X_DEVICE_FINGERPRINT: 'device-of-the-run',
      TOKEN_OTHER_CLIENT_SECRET: { secret: true },
    });
  });

  test('report renders it again, and writes nothing else', async () => {
    const again = join(place.work, 'again');
    const { code, err } = await runCommand(place, ['report', bundle, '--report-dir', again]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(readdirSync(again).sort()).toEqual(['conformance.html', 'junit.xml', 'summary.md']);
    for (const name of readdirSync(again))
      expect(readFileSync(join(again, name), 'utf8')).toBe(readFileSync(join(place.reports, name), 'utf8'));
  });

  test('replay sends the same values again, and leaves nothing unpacked', async () => {
    const { code, out, err } = await runCommand(place, [
      ...['replay', 'password/credentials/username/unknown', '--from', bundle],
      ...['--report-dir', join(place.work, 'none')],
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const userOf = (text: string): string | undefined =>
      /username=(?!sandboxUsername)([^&]+)/.exec(text)?.[1];
    const sent = readResults(place)
      .exchanges.map(({ request }) => userOf(request))
      .find(Boolean);
    expect(sent).toBeDefined();
    expect(userOf(out)).toBe(sent);
    expect(out).toContain('X-Device-Fingerprint: device-of-the-run');
    expect(out).toContain('seed 11');
    expect(readdirSync(join(place.root, 'temporary')).filter((name) => name.includes('bundle'))).toEqual([]);
  });

  test('a replay from results.json sends the same values, too, and what is configured here wins', async () => {
    const results = join(place.reports, 'results.json');
    const scenario = 'password/credentials/username/unknown';
    const [same, other] = await Promise.all([
      runCommand(place, ['replay', scenario, '--from', results], { TOKEN_SEED: '99' }),
      runCommand(place, ['replay', scenario, '--from', results, '--seed', '99']),
    ]);
    expect(same.out).toContain('seed 11');
    expect(other.out).toContain('seed 99');
    const user = /username=(?!sandboxUsername)([^&]+)/;
    expect(user.exec(same.out)?.[1]).not.toBe(user.exec(other.out)?.[1]);
  });

  test('credentials go nowhere because a bundle says so', async () => {
    const members = membersOf(readFileSync(bundle));
    const given = JSON.parse(Buffer.from(members['settings.json'] ?? []).toString());
    const parameters = {
      TOKEN_CA: '/etc/passwd',
      TOKEN_ALLOW_HTTP: 'evil.example',
      TOKEN_BASE_URL: 'https://evil.example',
    };
    members['settings.json'] = encode(
      JSON.stringify({ ...given, baseUrl: 'https://evil.example', parameters }),
    );
    delete members[names.list];
    members[names.list] = encode(
      Object.entries(members)
        .map(([name, bytes]) => `${hash(bytes)}  ${name}\n`)
        .join(''),
    );
    const file = join(place.work, 'evil.zip');
    writeFileSync(file, zipSync(members));
    const scenario = 'password/credentials/username/unknown';
    const ended = await runCommand(place, ['replay', scenario, '--from', file]);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain('say so: --base-url https://evil.example');
    // A target of one's own is named, and none of the settings is taken from the bundle.
    const own = await runCommand(place, [
      'replay',
      scenario,
      '--from',
      file,
      '--base-url',
      'http://127.0.0.1:9',
    ]);
    expect(own.err).toBe('');
    expect(own.code).toBe(3);
    expect(own.out).toContain('ECONNREFUSED');
  });

  for (const [what, args] of [
    ['report', ['report', 'bad.zip']],
    ['replay', ['replay', 'password/valid/minimal', '--from', 'bad.zip']],
    ['diff', ['diff', 'bad.zip', 'bad.zip']],
    ['matrix', ['matrix', 'bad.zip']],
  ] as const)
    test(`an altered bundle is exit 2 with its reason: ${what}`, async () => {
      const members = membersOf(readFileSync(bundle));
      members['results.json'] = encode('{"verdict":"compatible"}');
      writeFileSync(join(place.work, 'bad.zip'), zipSync(members));
      const { code, err, out } = await runCommand(place, args);
      expect(code).toBe(2);
      expect(err).toBe(
        'bad.zip: "results.json" was altered: its SHA-256 is not the one of the list. Ask for the bundle again.\n',
      );
      expect(out).toBe('');
    });

  test('an input that holds a configured secret is not bundled', async () => {
    const other = newWhereabouts('bundle-secret');
    const waivers = join(other.work, 'waivers.yaml');
    writeFileSync(waivers, '# the password is Tamarisk-Loom-77\nwaivers: []\n');
    const ended = await runCommand(other, ['run', '--bundle', '--waivers', waivers, '--grep', 'nothing'], {
      TOKEN_PASSWORD: 'Tamarisk-Loom-77',
    });
    rmSync(other.root, { recursive: true, force: true });
    expect(ended.code).toBe(2);
    expect(ended.err).toContain('--bundle: waivers.yaml holds the value of TOKEN_PASSWORD');
  });

  test('results that are read from it are those of the run', () => {
    expect(readResultsFile(bundle)).toEqual(readResultsFile(join(place.reports, 'results.json')));
  });
});
