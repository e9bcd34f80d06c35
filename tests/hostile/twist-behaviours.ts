/** What a target does to answers that would be sound. */
import type { HostileAnswer, TwistBehaviour } from './behaviour.js';

type Members = Record<string, unknown>;

const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Sets a field line in place of those of that name. */
function set(answer: HostileAnswer, name: string, value: string): void {
  answer.headers = answer.headers.filter((line) => !line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  answer.headers.push(`${name}: ${value}`);
}

function refuse(answer: HostileAnswer, status: string, headers: readonly string[], body = ''): void {
  Object.assign(answer, { status, headers: [...headers], body: Buffer.from(body) });
}

/** Changes the members of a JSON object; leaves everything else alone. */
function members(answer: HostileAnswer, change: (members: Members) => void): void {
  try {
    const parsed = JSON.parse(answer.body.toString());
    change(parsed);
    answer.body = Buffer.from(JSON.stringify(parsed));
  } catch {
    // No JSON, nothing to change.
  }
}

const isGrant = ({ body }: HostileAnswer): boolean => body.includes('"access_token"');

/** Into the text of the JSON object, before its end. */
function appended(answer: HostileAnswer, text: string): void {
  const body = answer.body.toString();
  if (body.endsWith('}')) answer.body = Buffer.from(`${body.slice(0, -1)}${text}}`);
}

const markup = [
  '<script>window.pwned=1</script>',
  '<img src=x onerror=window.pwned=1>',
  '"\'><svg onload="window.pwned=1">',
  '</style></title></textarea></pre><iframe src=javascript:parent.pwned=1>',
  'javascript:window.pwned=1',
  ']]><!-- -->&lt;script&gt; | `x` | [link](javascript:alert(1)) ::error::owned ##vso[task.complete]',
].join(' ');

/** ESC, CSI as one character, OSC, BEL, CR, LF, NUL, backspace, direction marks, zero width, tags, lone surrogate. */
const steering =
  'a\u001b[31mb\u009b2Jc\u001b]8;;http://evil.example\u0007d\r\ne\nf\u0000g\bh\u202Ei\u2066j\u200Bk\u2028l\u{E0041}m\ud800n\u007fo';

const steeringInHeaders = 'a\u009b31mb\u0085c\u0090d\u009dx\u009ce\tf';

/** In every field of an answer that a report or a terminal may show. */
function everywhere(answer: HostileAnswer, inHeaders: string, inBody: string): void {
  answer.status += ` ${inHeaders}`;
  const grant = isGrant(answer);
  for (const name of [
    'Content-Language',
    'ETag',
    'Server',
    'X-Powered-By',
    'Link',
    'Retry-After',
    'Allow',
    'Date',
  ])
    set(answer, name, inHeaders);
  set(answer, 'WWW-Authenticate', `Basic realm="${inHeaders.replaceAll('"', "'")}", ${inHeaders}`);
  set(answer, 'Set-Cookie', `${inHeaders.replace(/[;=]/g, '')}=${inHeaders}; Path=${inHeaders}`);
  set(answer, 'Location', inHeaders);
  set(answer, 'Access-Control-Allow-Origin', inHeaders);
  set(answer, 'Content-Type', `application/json; x="${inHeaders.replaceAll('"', "'")}"`);
  members(answer, (given) => {
    given[inBody] = inBody;
    given.scope = inBody;
    if (grant) Object.assign(given, { token_type: inBody, expires_in: inBody });
    else
      Object.assign(given, { error: `invalid_grant${inBody}`, error_description: inBody, error_uri: inBody });
  });
}

/** Each of the answers is another one. */
const hundred: readonly ((answer: HostileAnswer) => void)[] = Array.from({ length: 100 }, (_, index) => {
  const kinds: readonly ((answer: HostileAnswer) => void)[] = [
    (answer) => refuse(answer, `${400 + index} Different`, ['Content-Type: text/plain'], `answer ${index}`),
    (answer) => set(answer, 'Content-Type', `application/x-${index}`),
    (answer) =>
      members(answer, (given) => {
        given[`member_${index}`] = index;
      }),
    (answer) => {
      answer.status = `${200 + index} ${index}`;
    },
    (answer) => {
      answer.body = Buffer.alloc(index, 'x');
    },
  ];
  return kinds[index % kinds.length] ?? (() => {});
});

const longest = 'x'.repeat(1 << 20);

const none = { first: [3], after: [3] } as const;
/** The answers can be judged: what breaks a rule is convicted. */
const convicted = { first: [1], after: [1] } as const;
/** No standard forbids it. */
const harmless = { first: [0], after: [0] } as const;
const either = { first: [1, 3], after: [1, 3] } as const;

export const twistBehaviours: readonly TwistBehaviour[] = [
  {
    id: 'ten-thousand-headers',
    sentence: 'adds ten thousand header lines',
    ends: harmless,
    twist: (answer) => {
      for (let at = 0; at < 10_000; at++) answer.headers.push(`X-${at}: y`);
    },
  },
  {
    id: 'redirects-to-itself',
    sentence: 'redirects to the same address, for ever',
    ends: either,
    twist: (answer, { path }) => refuse(answer, '307 Temporary Redirect', [`Location: ${path}`]),
  },
  {
    id: 'redirects-to-other-hosts',
    sentence: 'redirects to another host, to the metadata service of a cloud, to a script',
    ends: either,
    twist: (answer, { before }, otherHost) => {
      const places = [
        `http://${otherHost}/oauth/token`,
        'http://169.254.169.254/latest/',
        'javascript:alert(1)',
      ];
      refuse(answer, '302 Found', [`Location: ${places[before % places.length]}`]);
    },
  },
  {
    id: 'markup-everywhere',
    sentence: 'writes HTML and scripts into every field',
    ends: { first: [1], after: [1] },
    twist: (answer) => everywhere(answer, markup, markup),
  },
  {
    id: 'steering-everywhere',
    sentence: 'writes escape sequences, line breaks, NUL and direction marks into every field',
    ends: { first: [1], after: [1] },
    twist: (answer) => everywhere(answer, steeringInHeaders, steering),
  },
  {
    id: 'steering-in-refusals',
    sentence: 'refuses everything, with escape sequences and markup in what it says',
    ends: { first: [3], after: [1, 3] },
    twist: (answer) =>
      refuse(
        answer,
        `400 ${steeringInHeaders}`,
        ['Content-Type: application/json'],
        JSON.stringify({ error: `invalid_${steering}`, error_description: `${markup}${steering}` }),
      ),
  },
  {
    id: 'json-of-a-hundred-thousand-levels',
    sentence: 'sends JSON of a hundred thousand levels',
    ends: harmless,
    twist: (answer) => appended(answer, `,"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  },
  {
    id: 'json-with-proto',
    sentence: 'sends members named __proto__, constructor and toString',
    ends: { first: [1, 3], after: [1, 3] },
    twist: (answer) =>
      appended(
        answer,
        ',"__proto__":{"access_token":"polluted","polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1,"hasOwnProperty":null,"then":"x"',
      ),
  },
  {
    id: 'json-with-duplicates',
    sentence: 'sends each member twice, with other values',
    ends: convicted,
    twist: (answer) =>
      appended(answer, `,"access_token":7,"error":{"a":[]},"token_type":null,"expires_in":[]`),
  },
  {
    id: 'json-of-huge-numbers',
    sentence: 'sends numbers beyond every range, and one of a million digits',
    ends: convicted,
    twist: (answer) =>
      appended(answer, `,"expires_in":1e999,"more":-1e-999999,"digits":${'9'.repeat(1_000_000 - 300_000)}`),
  },
  {
    id: 'json-of-a-hundred-thousand-members',
    sentence: 'sends a hundred thousand members',
    ends: either,
    twist: (answer) =>
      appended(answer, Array.from({ length: 60_000 }, (_, at) => `,"access_token${at}":"${at}"`).join('')),
  },
  {
    id: 'a-hundred-different-answers',
    sentence: 'answers one question in a hundred ways',
    ends: either,
    twist: (answer, { before }) => hundred[before % hundred.length]?.(answer),
  },
  {
    id: 'limits-the-rate-for-ever',
    sentence: 'answers 429, whatever is asked and however long it was waited',
    ends: none,
    twist: (answer) => refuse(answer, '429 Too Many Requests', ['Retry-After: 0']),
  },
  {
    id: 'unavailable-for-a-year',
    sentence: 'answers 503 with a Retry-After of a year',
    ends: none,
    twist: (answer) => refuse(answer, '503 Service Unavailable', ['Retry-After: 31536000']),
  },
  {
    id: 'unavailable',
    sentence: 'answers 503 and does not say for how long',
    ends: none,
    twist: (answer) => refuse(answer, '503 Service Unavailable', [], 'maintenance'),
  },
  {
    id: 'retry-after-of-nonsense',
    sentence: 'answers 429 with a Retry-After that is none',
    ends: { first: [3], after: [1, 3] },
    twist: (answer) => refuse(answer, '429 Too Many Requests', ['Retry-After: -1e309 \u009b31m']),
  },
  {
    id: 'block-page',
    sentence: 'answers with the block page of a firewall',
    ends: none,
    twist: (answer) =>
      refuse(answer, '403 Forbidden', ['Content-Type: text/html'], `<h1>Blocked</h1>${markup}`),
  },
  {
    id: 'cookies',
    sentence: 'sets two thousand cookies, some for other domains',
    ends: harmless,
    twist: (answer) => {
      for (let at = 0; at < 2000; at++)
        answer.headers.push(`Set-Cookie: c${at}=${'v'.repeat(40)}; Domain=.evil${at}.example; Path=/`);
    },
  },
  {
    id: 'token-of-a-megabyte',
    sentence: 'issues tokens of half a megabyte',
    ends: { first: [0, 1], after: [0, 1] },
    twist: (answer) => {
      if (!isGrant(answer)) return;
      const half = longest.slice(0, 400_000);
      members(answer, (given) => Object.assign(given, { access_token: half, refresh_token: `r${half}` }));
    },
  },
  {
    id: 'description-of-a-megabyte',
    sentence: 'explains each refusal at a length of a megabyte',
    ends: harmless,
    twist: (answer) => {
      if (!isGrant(answer))
        members(answer, (given) => {
          given.error_description = longest.slice(0, 1_000_000);
        });
    },
  },
  {
    id: 'hostile-jwt',
    sentence: 'issues JWTs with alg none, a key id of 100 kB, other hosts and deep claims',
    ends: convicted,
    twist: (answer, _, otherHost) => {
      if (!isGrant(answer)) return;
      const deep = JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`);
      const elsewhere = {
        jku: `http://${otherHost}/keys`,
        x5u: `http://${otherHost}/cert`,
        jwk: { kty: 'oct', k: '' },
      };
      const header = {
        alg: 'none',
        kid: `../../etc/passwd${'k'.repeat(100_000)}`,
        ...elsewhere,
        crit: ['x'],
      };
      const claims = {
        sub: markup,
        exp: 1e308,
        iat: '1',
        aud: deep,
        iss: `http://${otherHost}/`,
        __proto__: null,
      };
      const token = `${segment(header)}.${segment(claims)}.`;
      members(answer, (given) => Object.assign(given, { access_token: token }));
    },
  },
  {
    id: 'hostile-metadata',
    sentence: 'publishes metadata and keys that lead to other hosts',
    ends: { first: [0, 1], after: [0, 1] },
    twist: (answer, { path }, otherHost) => {
      if (/well-known/.test(path))
        members(answer, (given) => {
          for (const [name, value] of Object.entries(given))
            if (typeof value === 'string')
              given[name] = value.replace(/^http:\/\/[^/]+/, `http://${otherHost}`);
          Object.assign(given, { jwks_uri: `http://${otherHost}/jwks`, issuer: markup });
        });
      if (/jwks/.test(path))
        members(answer, (given) => {
          given.keys = Array.from({ length: 5000 }, (_, at) => ({
            kty: 'RSA',
            n: 'AQAB',
            e: '',
            kid: `${at}`,
          }));
        });
    },
  },
  {
    id: 'patterns-that-take-for-ever',
    sentence: 'fills fields with what careless patterns take for ever to match',
    ends: either,
    twist: (answer) => {
      const commas = `Basic ${'a=b, '.repeat(6000)}!`;
      set(answer, 'WWW-Authenticate', commas);
      set(answer, 'Cache-Control', `${'no-store="x'.repeat(3000)}`);
      set(answer, 'Content-Type', `application/json;${' '.repeat(30_000)}charset`);
      set(answer, 'Location', `http://${'a'.repeat(20_000)}:${'@'.repeat(5000)}`);
      set(answer, 'Set-Cookie', `x=${';'.repeat(20_000)}=`);
      members(answer, (given) => {
        const long = `${'a '.repeat(50_000)}!${'://a'.repeat(20_000)}${'%'.repeat(20_000)}`;
        if (isGrant(answer)) given.scope = long;
        else Object.assign(given, { error_description: long, error_uri: `http://${long}` });
      });
    },
  },
  {
    id: 'tokens-of-one-character',
    sentence: 'issues tokens of 100 kB that are one character again and again',
    ends: { first: [0, 1], after: [0, 1] },
    twist: (answer) => {
      if (!isGrant(answer)) return;
      const token = '='.repeat(100_000);
      members(answer, (given) =>
        Object.assign(given, { access_token: `${token}x`, refresh_token: `y${token}` }),
      );
    },
  },
  {
    id: 'header-of-spaces',
    sentence: 'puts a hundred thousand spaces within a header line',
    ends: harmless,
    twist: (answer) => answer.headers.push(`X-Wide: a${' '.repeat(100_000)}b`),
  },
  {
    id: 'bytes-that-are-no-text',
    sentence: 'sends bodies that are no UTF-8, with a byte order mark in between',
    ends: either,
    twist: (answer) => {
      answer.body = Buffer.concat([Buffer.from([0xff, 0xfe, 0xef, 0xbb, 0xbf, 0xc0, 0x80]), answer.body]);
    },
  },
  {
    id: 'empty-answers',
    sentence: 'answers 200 with nothing in it',
    ends: either,
    twist: (answer) => refuse(answer, '200 OK', []),
  },
];
