/** What is kept of a request that was given as bytes: every byte but the secrets, and a command that writes it again. */
import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { response } from '../../src/checks/examples.js';
import { exchangeOf } from '../../src/http/evidence.js';
import type { Observation } from '../../src/http/observation.js';
import { Redactor } from '../../src/http/redaction.js';
import type { Exchange } from '../../src/verdicts/verdict.js';

const secretNames = new Set(['password', 'client_secret']);

const environment: Readonly<Record<string, string>> = {
  TOKEN_PASSWORD: 'correct-horse-battery',
  TOKEN_CLIENT_SECRET: 's3cr3t-value',
};

const basic = Buffer.from('api:s3cr3t-value').toString('base64');
const form = 'grant_type=password&password=correct-horse-battery&client_secret=s3cr3t-value';

function evidence(
  text: string,
  more: Partial<Observation> = {},
  url = 'http://127.0.0.1:8080/token',
): Exchange {
  const bytes = Buffer.from(text, 'latin1');
  const request = { method: 'POST', url, headers: [], body: Buffer.alloc(0) };
  const redactor = new Redactor();
  redactor.learnRequest({ ...request, wire: { pieces: [{ bytes }] } }, secretNames);
  return exchangeOf({
    id: 'a#b',
    scenario: 'a',
    observation: {
      request: { ...request, bytes },
      startedAt: 0,
      milliseconds: 1,
      response: response({ json: {} }),
      failure: undefined,
      ...more,
    },
    redactor,
    secretNames,
    variableOf: (name, value) => {
      const variable = `TOKEN_${name.toUpperCase()}`;
      return environment[variable] === value ? variable : undefined;
    },
  });
}

const messages: Readonly<Record<string, string>> = {
  'a body': `POST /token HTTP/1.1\r\nHost: a\r\n\r\n${form}`,
  'two bodies': `POST /token HTTP/1.1\r\n\r\n${form}POST /token HTTP/1.1\r\n\r\n${form}`,
  'a folded line': `POST /token HTTP/1.1\r\nX: 1\r\n Authorization: Basic ${basic}\r\n\r\n`,
  'a line after a lone CR': `POST /token HTTP/1.1\r\nX: 1\rAuthorization: Basic ${basic}\r\n\r\n`,
  'a body in chunks': `POST /token HTTP/1.1\r\n\r\n13\r\ngrant_type=password\r\n39\r\n${form.slice(19)}\r\n0\r\n\r\n`,
  'NUL and bytes that are no text': `POST /token HTTP/1.1\r\nX: a\0b\xff'"$(x)\\\r\n\r\n${form}`,
};

for (const [name, text] of Object.entries(messages)) {
  test(`no secret is kept: ${name}`, () => {
    const kept = JSON.stringify(evidence(text));
    for (const secret of [...Object.values(environment), basic]) expect(kept).not.toContain(secret);
  });

  test(`the command writes the same bytes again: ${name}`, () => {
    const { curl } = evidence(text);
    expect(curl).toMatch(/ \| nc '127\.0\.0\.1' 8080$/);
    // Whatever follows the pipe prints what it is given.
    const written = execFileSync('bash', ['-c', `nc() { cat; }\n${curl}`], {
      env: { ...process.env, ...environment },
    });
    const expected = text.replaceAll(basic, '‹credentials›');
    const hasMarker = expected !== text;
    expect(hasMarker ? written.toString() : written.toString('latin1')).toBe(expected);
  });
}

test('over TLS the command is one of openssl', () => {
  expect(evidence('POST / HTTP/1.1\r\n\r\n', {}, 'https://server.example/token').curl).toMatch(
    / \| openssl s_client -quiet -connect 'server\.example:443' -servername 'server\.example'$/,
  );
});

test('bytes are shown as they are, line by line, and nothing acts upon a terminal', () => {
  const { request } = evidence('POST / HTTP/1.1\r\nX: \x1b[2J\n y\r\n\r\nbody');
  expect(request.split('\n')).toEqual(['POST / HTTP/1.1', expect.stringMatching(/^X: .*\\n y$/), '', 'body']);
  expect(request).not.toContain('\x1b');
});

test('every response is shown, and what became of the connection', () => {
  const { response: shown } = evidence('POST / HTTP/1.1\r\n\r\n', {
    further: [response({ status: 405, json: { error: 'x' } })],
    interim: [100],
    excess: true,
    connection: 'kept',
  });
  expect(shown).toContain('HTTP/1.1 200');
  expect(shown).toContain('HTTP/1.1 405');
  expect(shown).toMatch(/… before it: 100; bytes followed that are no response; the connection was kept$/);
});
