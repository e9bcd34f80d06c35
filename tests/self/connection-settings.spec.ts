/** Certificates, keys and proxies as settings: what is wrong with a file is said before anything is sent. */
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createAuthority, daysFromNow, type KeyPair } from '../../sandbox/certificates.js';
import { proxyFor } from '../../src/http/connection-options.js';
import { readSettings } from '../../src/settings/read-settings.js';
import type { Settings } from '../../src/settings/settings.js';
import { SettingsError } from '../../src/settings/settings-error.js';
import type { Variables } from './command-process.js';

let folder: string;
let client: KeyPair;
let another: KeyPair;
let authority: string;
const passphrase = 'Quartz-Meadow-5512';

const path = (name: string): string => join(folder, name);
const write = (name: string, text: string | Buffer): void => writeFileSync(path(name), text);

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'token-conformance-settings-'));
  const made = await createAuthority('settings');
  authority = made.certificate;
  client = await made.client('client');
  another = await made.client('another');
  const expired = await made.server({
    names: ['localhost'],
    keyType: 'ecdsa',
    notBefore: daysFromNow(-9),
    notAfter: daysFromNow(-2),
  });
  write('ca.pem', `A comment\n${authority}`);
  write('client.pem', client.certificate);
  write('client-key.pem', client.key);
  write('both.pem', client.certificate + client.key);
  write('another-key.pem', another.key);
  write('expired.pem', expired.certificate);
  write('ca.der', Buffer.from(authority.replace(/-----[^-]+-----|\s/g, ''), 'base64'));
  write('damaged.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  write('damaged-key.pem', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n');
  write('empty.pem', '');
  write(
    'encrypted-key.pem',
    createPrivateKey(client.key)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
      .toString(),
  );
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const baseUrl = 'https://api.example';

const read = (env: Variables): Settings =>
  readSettings({ flags: {}, env: { TOKEN_BASE_URL: baseUrl, ...env }, dotenvFile: undefined });

function problems(env: Variables): string {
  try {
    read(env);
  } catch (problem) {
    if (problem instanceof SettingsError) return problem.message;
    throw problem;
  }
  throw new Error('nothing is wrong');
}

const inFolder = (env: Variables): Variables =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      value.endsWith('.pem') || value.endsWith('.der') ? path(value) : value,
    ]),
  );

const wrong: readonly (readonly [string, Variables, RegExp])[] = [
  [
    'an authority that is no file',
    { TOKEN_CA: 'nowhere.pem' },
    /TOKEN_CA: the value names no file that can be read \(ENOENT\); write the path of a PEM file/,
  ],
  ['a folder', { TOKEN_CA: '/' }, /names something that is no file/],
  [
    'a key in place of an authority',
    { TOKEN_CA: 'client-key.pem' },
    /client-key\.pem, which holds a private key and no certificate/,
  ],
  [
    'a binary certificate',
    { TOKEN_CA: 'ca.der' },
    /is in the binary form \(DER\).*openssl x509 -inform der -in .*ca\.der/,
  ],
  ['an empty file', { TOKEN_CA: 'empty.pem' }, /empty\.pem, which holds nothing of the kind/],
  ['a damaged certificate', { TOKEN_CA: 'damaged.pem' }, /damaged\.pem, in which a certificate is damaged/],
  [
    'an expired authority',
    { TOKEN_CA: 'expired.pem' },
    /expired\.pem, whose certificate expired on \d{4}-\d\d-\d\d/,
  ],
  [
    'a certificate without key',
    { TOKEN_CLIENT_CERT: 'client.pem' },
    /TOKEN_CLIENT_CERT: the value names a file without the private key.*TOKEN_CLIENT_KEY/,
  ],
  [
    'a key without certificate',
    { TOKEN_CLIENT_KEY: 'client-key.pem' },
    /TOKEN_CLIENT_KEY: the value is set without a certificate.*TOKEN_CLIENT_CERT/,
  ],
  [
    'a certificate in place of a key',
    { TOKEN_CLIENT_CERT: 'client.pem', TOKEN_CLIENT_KEY: 'client.pem' },
    /client\.pem, which holds a certificate and no private key/,
  ],
  [
    'the key of another certificate',
    { TOKEN_CLIENT_CERT: 'client.pem', TOKEN_CLIENT_KEY: 'another-key.pem' },
    /TOKEN_CLIENT_KEY: the value names the private key of another certificate/,
  ],
  [
    'a damaged key',
    { TOKEN_CLIENT_CERT: 'client.pem', TOKEN_CLIENT_KEY: 'damaged-key.pem' },
    /names a file whose private key is damaged/,
  ],
  [
    'an encrypted key without passphrase',
    { TOKEN_CLIENT_CERT: 'client.pem', TOKEN_CLIENT_KEY: 'encrypted-key.pem' },
    /TOKEN_CLIENT_KEY_PASSPHRASE: the value is not set, but the client key is encrypted/,
  ],
  [
    'a wrong passphrase',
    {
      TOKEN_CLIENT_CERT: 'client.pem',
      TOKEN_CLIENT_KEY: 'encrypted-key.pem',
      TOKEN_CLIENT_KEY_PASSPHRASE: 'Wrong-Canary',
    },
    /TOKEN_CLIENT_KEY_PASSPHRASE: the value does not open the client key/,
  ],
  [
    'a proxy that is none',
    { HTTPS_PROXY: 'socks5://ada:Canary@127.0.0.1:1080' },
    /HTTPS_PROXY: the value names a proxy that is not itself reached by plain http/,
  ],
  [
    'a proxy without sense',
    { http_proxy: 'http://Canary:@@:' },
    /http_proxy: the value is no URL of a proxy/,
  ],
];

for (const [name, env, message] of wrong)
  test(`says what is wrong with ${name}`, () => {
    const said = problems(inFolder(env));
    expect(said).toMatch(message);
    expect(said.split('\n')).toHaveLength(1);
    expect(said).not.toMatch(/Canary|BEGIN/);
  });

test('does not repeat a PEM text that stands where its path should', () => {
  const said = problems({ TOKEN_CA: client.key });
  expect(said).toContain('is the text of a PEM file and not its path');
  expect(said).not.toContain(client.key.split('\n')[1] ?? '');
});

test('takes an authority, a client certificate with its key in a file or two, and an encrypted key', () => {
  expect(
    read(inFolder({ TOKEN_CA: 'ca.pem' }))
      .connection.ca?.toString()
      .trim(),
  ).toBe(authority.trim());
  for (const env of [
    { TOKEN_CLIENT_CERT: 'both.pem' },
    { TOKEN_CLIENT_CERT: 'client.pem', TOKEN_CLIENT_KEY: 'client-key.pem' },
    {
      TOKEN_CLIENT_CERT: 'client.pem',
      TOKEN_CLIENT_KEY: 'encrypted-key.pem',
      TOKEN_CLIENT_KEY_PASSPHRASE: passphrase,
    },
  ]) {
    const { clientCertificate } = read(inFolder(env)).connection;
    expect(clientCertificate?.certificate.trim()).toBe(client.certificate.trim());
    expect(clientCertificate?.key).toContain('PRIVATE KEY');
  }
});

test('keeps the authorities that Node is told of beside the own one', () => {
  const { ca } = read(inFolder({ TOKEN_CA: 'ca.pem', NODE_EXTRA_CA_CERTS: 'client.pem' })).connection;
  expect(String(ca)).toContain(client.certificate.trim());
});

const exceptions: readonly (readonly [string, string, boolean])[] = [
  ['*', 'https://api.example', true],
  ['api.example', 'https://api.example', true],
  ['example', 'https://api.example', true],
  ['.example', 'https://api.example', true],
  ['*.example', 'https://api.example', true],
  ['API.EXAMPLE', 'https://api.example', true],
  ['pi.example', 'https://api.example', false],
  ['api.example:443', 'https://api.example', true],
  ['api.example:8443', 'https://api.example', false],
  ['api.example:8443', 'https://api.example:8443', true],
  ['other, api.example', 'https://api.example', true],
  ['192.0.2.7', 'https://192.0.2.7', true],
  ['0.2.7', 'https://192.0.2.7', false],
  ['::1', 'https://[::1]:8443', true],
  ['[::1]', 'https://[::1]:8443', true],
  ['[::1]:8443', 'https://[::1]:8443', true],
  ['[::1]:443', 'https://[::1]:8443', false],
  ['', 'https://api.example', false],
];

for (const [rule, url, direct] of exceptions)
  test(`NO_PROXY=${rule} leads to ${url} ${direct ? 'directly' : 'by the proxy'}`, () => {
    const { proxies } = read({ HTTPS_PROXY: 'proxy.example:3128', NO_PROXY: rule }).connection;
    const { hostname, port } = new URL(url);
    const proxy = proxyFor({ secure: true, hostname, port: Number(port || 443) }, proxies);
    expect(proxy?.host).toBe(direct ? undefined : 'proxy.example:3128');
  });

test('the lower-case name wins, and each scheme has a proxy of its own', () => {
  const { proxies } = read({
    HTTPS_PROXY: 'http://upper.example:1',
    https_proxy: 'http://lower.example:2',
    HTTP_PROXY: 'http://plain.example:3',
  }).connection;
  const of = (secure: boolean) => proxyFor({ secure, hostname: 'api.example', port: 443 }, proxies)?.host;
  expect([of(true), of(false)]).toEqual(['lower.example:2', 'plain.example:3']);
});

test('the embedded target needs none of it', () => {
  const { connection } = readSettings({
    flags: {},
    env: { HTTP_PROXY: 'http://proxy.example:3128' },
    dotenvFile: undefined,
  });
  expect(connection).toEqual({});
});
