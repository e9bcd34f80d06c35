/** A fixed series of requests to the sandbox, and what came back in a form in which two servers can be compared. */
import { createHmac } from 'node:crypto';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { Sandbox } from '../../sandbox/server.js';
import {
  type Answer,
  basic,
  encode,
  formType,
  type Pair,
  requestsOf,
  type Sent,
  send,
  withField,
  without,
} from './sandbox-client.js';

interface Jwt {
  readonly header: unknown;
  readonly claims: Record<string, unknown>;
  readonly signed: boolean;
  /** Signed with a key that anybody could guess. */
  readonly guessable: boolean;
}

function readJwt(token: string): Jwt | undefined {
  try {
    const [header = '', claims = '', signature] = token.split('.');
    const part = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString());
    const guesses = ['secret', '', 'changeit', part(claims).sub, Buffer.from('secret', 'base64')].map((key) =>
      createHmac('sha512', key).update(`${header}.${claims}`).digest('base64url'),
    );
    return {
      header: part(header),
      claims: part(claims),
      signed: Boolean(signature),
      guessable: guesses.includes(signature ?? ''),
    };
  } catch {
    return undefined;
  }
}

/** What kind of character stands where: a time is told by none of them. */
const formOf = (text: string): string =>
  text.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/\d/g, '0');

/** Replaces what differs between two runs of the same server: tokens and times; relations between them stay. */
function normaliser(url: string) {
  const tokens = new Map<string, string>();
  const started = Math.floor(Date.now() / 1000);
  // Times are counted from the start in steps that are longer than a run.
  const relative = (value: unknown): unknown =>
    typeof value === 'number' && Math.abs(value - started) < 1e8 ? Math.round((value - started) / 60) : value;
  const named = (token: string): string => {
    const known = tokens.get(token);
    if (known !== undefined) return known;
    const name = `token ${tokens.size + 1}`;
    tokens.set(token, name);
    const jwt = readJwt(token);
    if (!jwt) return `${name}: ${token.length} characters, ${/^[\w-]+$/.test(token) ? 'base64url' : 'other'}`;
    const claims = Object.fromEntries(
      Object.entries(jwt.claims).map(([claim, value]) => [
        claim,
        claim === 'jti' ? named(String(value)) : relative(value),
      ]),
    );
    return `${name}: ${JSON.stringify({ ...jwt, claims })}`;
  };
  const hideTokens = (text: string): string => {
    let result = text;
    for (const [token, name] of tokens)
      if (token !== '') result = result.replaceAll(token, name.replaceAll(' ', '-'));
    return result;
  };
  const keys = new Map<string, string>();
  /** Keys and their ids are new with each start, and so is the port. */
  const hideKeys = (text: string): string =>
    text.replace(/(\\*")(kid|x|y|d)\1:\1([^"\\]+)\1/g, (_, quote: string, name: string, value: string) => {
      if (!keys.has(value)) keys.set(value, `${name} ${keys.size + 1}`);
      return `${quote}${name}${quote}:${quote}${keys.get(value)}${quote}`;
    });
  return (answer: Answer): string => {
    let body = answer.body;
    try {
      const members = Object.entries(answer.json()).map(([name, value]): [string, unknown] => [
        name,
        name.endsWith('_token') && typeof value === 'string'
          ? named(value)
          : name === 'jti'
            ? named(String(value))
            : relative(value),
      ]);
      // The text itself, too: repeated members and the notation of numbers are in no parsed form.
      body = `${JSON.stringify(members)} ${body.replace(/(?<![\w-])\d{7,}(?![\w-])/g, 'N')}`;
    } catch {
      body = answer.body;
    }
    const fields = without(answer.fields, 'Content-Length').map(([name, value]) =>
      name === 'Date' ? `Date: ${formOf(value)}` : `${name}: ${value}`,
    );
    const text = hideKeys(hideTokens([`${answer.status}`, ...fields, body].join('\n')));
    return text.replaceAll(new URL(url).host, 'sandbox.test');
  };
}

const wide = (text: string): string =>
  text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

const unaccented = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '');
/** Whether a client that trusts the key set would trust the token. */
async function verifies(keySet: Answer, token: string): Promise<string> {
  try {
    const keys = createLocalJWKSet(keySet.json() as unknown as JSONWebKeySet);
    await compactVerify(token, keys);
    return 'verified';
  } catch {
    return 'not verified';
  }
}

/** The bytes that came are no response. */
function unanswered(code: string): Answer {
  return { status: 0, fields: [], body: code, header: () => undefined, json: () => ({}) };
}

/** Sends the script. Same names, same order, whatever the server does. */
export async function transcriptOf(sandbox: Sandbox): Promise<ReadonlyMap<string, string>> {
  const the = requestsOf(sandbox);
  const normal = normaliser(sandbox.url);
  const transcript = new Map<string, string>();
  const note = async (name: string, sending: Promise<Answer>): Promise<Answer> => {
    const answer = await sending.catch((problem: NodeJS.ErrnoException) => unanswered(problem.code ?? ''));
    transcript.set(name, normal(answer));
    return answer;
  };
  const member = (answer: Answer, name: string): string => {
    try {
      const value = answer.json()[name];
      return typeof value === 'string' && value !== '' ? value : 'none';
    } catch {
      return 'none';
    }
  };
  const accessToken = (answer: Answer) => member(answer, 'access_token');
  const refreshToken = (answer: Answer) => member(answer, 'refresh_token');

  const { form, client, user, headers } = the;
  const change = (...changes: readonly Pair[]) =>
    changes.reduce<readonly Pair[]>((fields, [name, value]) => withField(fields, name, value), form);
  const add = (...extra: readonly Pair[]) => [...form, ...extra];
  const header = (name: string, value: string) => withField(headers, name, value);
  const extraHeader = (...extra: readonly Pair[]): Sent => ({ headers: [...headers, ...extra] });
  const labelled = (contentType: string): Sent => ({ headers: header('Content-Type', contentType) });
  const clientOf = (role: string): Pair[] => [
    ['client_id', the.value(`${role}_CLIENT_ID`)],
    ['client_secret', the.value(`${role}_CLIENT_SECRET`)],
  ];
  const userOf = (role: string): Pair[] => [
    ['username', the.value(`${role}_USERNAME`)],
    ['password', the.value(`${role}_PASSWORD`)],
  ];
  const grantOnly = without(form, 'client_id', 'client_secret');

  const wrongPassword = change(['password', 'wrong']);
  const logins: Record<string, readonly [fields: readonly Pair[], sent?: Sent]> = {
    valid: [form],
    'valid again': [form],
    'second user': [change(...userOf('OTHER'))],
    'special user': [change(...userOf('SPECIAL'))],
    'special user, space as %20': [[], { body: encode(change(...userOf('SPECIAL'))).replaceAll('+', '%20') }],
    'disabled user': [change(...userOf('DISABLED'))],
    'restricted client': [change(...clientOf('RESTRICTED'))],
    'wrong password': [wrongPassword],
    'unknown user': [change(['username', 'nobody'], ['password', 'wrong'])],
    'disabled user, wrong password': [
      change(['username', the.value('DISABLED_USERNAME')], ['password', 'wrong']),
    ],
    'password in another case': [change(['password', 'SANDBOXpassword'])],
    'password padded': [change(['password', ' sandboxPassword'])],
    'password truncated': [change(['password', 'sandboxPasswor'])],
    'password with NUL': [change(['password', 'sandboxPassword\0x'])],
    'password of another user': [change(['password', the.value('OTHER_PASSWORD')])],
    'special password, last byte changed': [
      change(['username', the.value('SPECIAL_USERNAME')], ['password', `${the.value('SPECIAL_PASSWORD')}x`]),
    ],
    'password with invalid percent-encoding': [
      [],
      { body: `${encode(without(form, 'password'))}&password=sandboxPassword%zz` },
    ],
    'password with a stray byte': [
      [],
      { body: `${encode(without(form, 'password'))}&password=sandboxPassword%FF` },
    ],
    'user name as SQL': [change(['username', "' OR '1'='1"])],
    'user name as LDAP': [change(['username', '*)(uid=*'])],
    'password in full-width characters': [change(['password', wide(the.value('PASSWORD'))])],
    'special password without accents': [
      change(
        ['username', the.value('SPECIAL_USERNAME')],
        ['password', unaccented(the.value('SPECIAL_PASSWORD'))],
      ),
    ],
    'special password in ASCII': [
      change(
        ['username', the.value('SPECIAL_USERNAME')],
        ['password', the.value('SPECIAL_PASSWORD').replace(/[^\x00-\x7F]/gu, '?')],
      ),
    ],
    'special password, end changed': [
      change(
        ['username', the.value('SPECIAL_USERNAME')],
        ['password', `${the.value('SPECIAL_PASSWORD').slice(0, -1)}x`],
      ),
    ],
    'password with another end': [change(['password', 'sandboxPasswor%'])],
    'user name as a pattern of SQL': [change(['username', 'sandboxUsernam%'])],
    'user name as a pattern of LDAP': [change(['username', 'sandboxUsernam*'])],
    'client id as SQL': [change(['client_id', "' OR '1'='1"])],
    'secret as SQL': [change(['client_secret', "' OR '1'='1"])],
    'password as an operator': [[...without(form, 'password'), ['password[$ne]', 'x']]],
    'password as an array': [[...without(form, 'password'), ['password[]', 'x']]],
    'password as an operator in JSON': [change(['password', '{"$ne":null}'])],
    'secret as an operator': [[...without(form, 'client_secret'), ['client_secret[$ne]', 'x']]],
    'client as user': [change(['username', 'api'], ['password', 'secret'])],
    'user as client': [change(['client_id', 'sandboxUsername'], ['client_secret', 'sandboxPassword'])],
    'secret with NUL': [change(['client_secret', 'secret\0x'])],
    'secret with another end': [change(['client_secret', 'secre%'])],
    'expired secret': [change(...clientOf('EXPIRED'))],
    'assertion of unknown type': [
      [...without(form, 'client_secret'), ['client_assertion_type', 'urn:x'], ['client_assertion', 'x']],
    ],
    'assertion that is no JWT': [
      [...without(form, 'client_secret'), ['client_assertion_type', 'urn:x'], ['client_assertion', 'a.b.c']],
    ],
    'valid once more': [form],
    'wrong secret': [change(['client_secret', 'wrong'])],
    'wrong secret and password': [change(['client_secret', 'wrong'], ['password', 'wrong'])],
    'secret in another case': [change(['client_secret', 'SECRET'])],
    'secret padded': [change(['client_secret', 'secret '])],
    'secret truncated': [change(['client_secret', 'secre'])],
    'secret of another client': [change(['client_secret', the.value('OTHER_CLIENT_SECRET')])],
    'unknown client': [change(['client_id', 'nobody'])],
    'client id in another case': [change(['client_id', 'API'])],
    'no client': [grantOnly],
    'no secret': [without(form, 'client_secret')],
    'empty secret': [change(['client_secret', ''])],
    'no grant type': [without(form, 'grant_type')],
    'no username': [without(form, 'username')],
    'no password': [without(form, 'password')],
    'empty user name': [change(['username', ''])],
    'blank user name': [change(['username', '   '])],
    'empty password': [change(['password', ''])],
    'grant type in another case': [change(['grant_type', 'PASSWORD'])],
    'unknown grant type': [change(['grant_type', '"unknown"'])],
    'extension grant': [change(['grant_type', 'urn:example:grant'])],
    'client credentials': [change(['grant_type', 'client_credentials'])],
    'refresh without a token': [[['grant_type', 'refresh_token'], ...client]],
    'name in another case': [[['Grant_Type', 'password'], ...without(form, 'grant_type')]],
    'bracketed name': [[['username[]', 'sandboxUsername'], ...without(form, 'username')]],
    'username twice': [add(['username', 'other'])],
    'username twice, reversed': [[['username', 'other'], ...form]],
    'client id twice, the same': [add(['client_id', 'api'])],
    'unrecognised parameter': [add(['x_probe', '1'])],
    'expires_in chosen': [add(['expires_in', '999999'])],
    'code added': [add(['code', 'x'])],
    'callback added': [add(['callback', 'probe'])],
    'empty scope': [add(['scope', ''])],
    'unknown scope': [add(['scope', 'unknown'])],
    'scope in another case': [add(['scope', 'ALL'])],
    'scope with commas': [add(['scope', 'all,read'])],
    'two scopes': [add(['scope', 'all read'])],
    'malformed scope': [add(['scope', 'a"b'])],
    'no tenant': [form, { headers: without(headers, 'tenantId') }],
    'blank tenant': [form, { headers: header('tenantId', ' ') }],
    'unknown tenant': [form, { headers: header('tenantId', 'z99') }],
    'other tenant': [form, { headers: header('tenantId', the.value('OTHER_TENANT_ID')) }],
    'two tenants': [form, extraHeader(['tenantId', the.value('OTHER_TENANT_ID')])],
    'header names in lower case': [
      form,
      { headers: headers.map(([name, value]) => [name.toLowerCase(), value]) },
    ],
    'no address': [form, { headers: without(headers, 'X-Forwarded-For') }],
    'blank address': [form, { headers: header('X-Forwarded-For', '') }],
    'malformed address': [form, { headers: header('X-Forwarded-For', 'nowhere') }],
    'loopback address': [wrongPassword, { headers: header('X-Forwarded-For', '127.0.0.1') }],
    'no device': [form, { headers: without(headers, 'X-Device-Fingerprint') }],
    'blank device': [form, { headers: header('X-Device-Fingerprint', '') }],
    basic: [grantOnly, extraHeader(basic('api', 'secret'))],
    'basic, special client': [
      grantOnly,
      extraHeader(basic(the.value('SPECIAL_CLIENT_ID'), the.value('SPECIAL_CLIENT_SECRET'))),
    ],
    'basic, scheme in lower case': [
      grantOnly,
      extraHeader(['Authorization', basic('api', 'secret')[1].replace('Basic', 'basic')]),
    ],
    'basic, another scheme': [
      grantOnly,
      extraHeader(['Authorization', basic('api', 'secret')[1].replace('Basic', 'SOME_KEY')]),
    ],
    'basic, wrong secret': [grantOnly, extraHeader(basic('api', 'wrong'))],
    'basic, unknown client': [grantOnly, extraHeader(basic('nobody', 'secret'))],
    'basic, empty secret': [grantOnly, extraHeader(basic('api', ''))],
    'basic, empty id': [grantOnly, extraHeader(basic('', 'nobody'))],
    'basic wrong, body right': [form, extraHeader(basic('api', 'wrong'))],
    'basic and another client': [change(...clientOf('OTHER')), extraHeader(basic('api', 'secret'))],
    'basic, no colon': [grantOnly, extraHeader(['Authorization', 'Basic bm9jb2xvbg=='])],
    'basic and body': [form, extraHeader(basic('api', 'secret'))],
    'basic and wrong body': [change(['client_secret', 'wrong']), extraHeader(basic('api', 'secret'))],
    'basic and client id': [[...grantOnly, ['client_id', 'api']], extraHeader(basic('api', 'secret'))],
    'basic and another client id': [
      [...grantOnly, ['client_id', 'other']],
      extraHeader(basic('api', 'secret')),
    ],
    'two authorizations': [grantOnly, extraHeader(basic('api', 'secret'), basic('api', 'wrong'))],
    'parameters in the query': [[], { body: '', path: `/oauth/token?${encode(form)}` }],
    'client in the query': [grantOnly, { path: `/oauth/token?${encode(client)}` }],
    'user in the query': [without(form, 'username', 'password'), { path: `/oauth/token?${encode(user)}` }],
    'scope in the query': [form, { path: '/oauth/token?scope=other' }],
    'unknown query': [form, { path: '/oauth/token?x=1' }],
    'unknown header': [form, extraHeader(['X-Probe', '1'])],
    GET: [[], { method: 'GET', path: `/oauth/token?${encode(form)}` }],
    'GET with override': [
      [],
      {
        method: 'GET',
        path: `/oauth/token?${encode(form)}`,
        ...extraHeader(['X-HTTP-Method-Override', 'POST']),
      },
    ],
    PUT: [form, { method: 'PUT' }],
    OPTIONS: [[], { method: 'OPTIONS' }],
    TRACE: [[], { method: 'TRACE' }],
    JSON: [[], { body: JSON.stringify(Object.fromEntries(form)), ...labelled('application/json') }],
    ...Object.fromEntries(
      [{ $ne: null }, ['x'], 0, true, null].map((value) => [
        `JSON with the password ${JSON.stringify(value)}`,
        [
          [],
          {
            body: JSON.stringify({ ...Object.fromEntries(form), password: value }),
            ...labelled('application/json'),
          },
        ] as const,
      ]),
    ),
    'labelled text': [form, labelled('text/plain')],
    'with charset': [form, labelled('application/x-www-form-urlencoded; charset=UTF-8')],
    'media type in another case': [form, labelled('Application/X-WWW-Form-URLEncoded')],
    'no media type': [form, { headers: without(headers, 'Content-Type') }],
    'malformed media type': [form, labelled('text')],
    multipart: [form, labelled('multipart/form-data; boundary=x')],
    XML: [
      [],
      { body: '<!DOCTYPE a [<!ENTITY probe "expanded">]><a>&probe;</a>', ...labelled('application/xml') },
    ],
    'percent-encoded grant type': [[], { body: encode(form).replace('=password', '=%70assword') }],
    'empty body': [[], { body: '' }],
    'separated by semicolons': [[], { body: encode(form).replaceAll('&', ';') }],
    'invalid percent-encoding': [
      [],
      { body: encode(form).replace('=sandboxUsername', '=sandboxUsername%zz') },
    ],
    'invalid UTF-8': [[], { body: encode(form).replace('=sandboxUsername', '=sandboxUsername%FF') }],
    'multipart form': [
      [],
      {
        body: `${form.map(([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--x--\r\n`,
        ...labelled('multipart/form-data; boundary=x'),
      },
    ],
    'line end in the grant type': [change(['grant_type', 'x\r\nX-Injected: 1'])],
    'valueless assertion': [add(['client_assertion', ''])],
    'empty username': [change(['username', ''])],
    'short username': [change(['username', 'ab'])],
    'blank password': [change(['password', '   '])],
    'blank grant type': [change(['grant_type', '   '])],
    'two scopes, reversed': [add(['scope', 'read all'])],
    'scope of another client': [add(['scope', the.value('RESTRICTED_SCOPE')])],
    'no equals sign': [[], { body: `${encode(form)}&alone` }],
    'accepts XML': [form, extraHeader(['Accept', 'application/xml'])],
    'refused, accepts HTML': [wrongPassword, extraHeader(['Accept', 'text/html'])],
    'refused in German': [wrongPassword, extraHeader(['Accept-Language', 'de'])],
    'foreign origin': [form, extraHeader(['Origin', 'https://evil.example'])],
    'forged host': [form, extraHeader(['X-Forwarded-Host', 'evil.example'])],
    'username beyond the basic plane': [change(['username', 'nobody\u{1f600}'])],
    'client id of 256 characters': [change(['client_id', 'a'.repeat(256)])],
    'client id with a quote': [change(['client_id', 'nobody"'])],
    'client id beyond ASCII': [change(['client_id', 'é'])],
    'username of a percent sign': [change(['username', '%'])],
    'password with a quote': [change(['username', 'nobody'], ['password', 'a"wrong"one'])],
    'scope with a combining mark': [add(['scope', 'e\u0301'])],
    'scope with a line end': [add(['scope', 'all\r\nX-Injected: 1'])],
    'scope of 65 characters': [add(['scope', 'a'.repeat(65)])],
    'scope with a lone surrogate': [[], { body: `${encode(form)}&scope=%ED%A0%80` }],
    'thirty unrecognised parameters': [
      add(...Array.from({ length: 30 }, (_, at): Pair => ['x_probe', `${at}`])),
    ],
    'nested parameter': [add(['x_probe[a][b]', '1'])],
    'nameless parameter': [add(['', '1'])],
    'charset in quotes': [form, labelled('application/x-www-form-urlencoded; charset="utf-8"')],
    'address twice': [form, extraHeader(['X-Forwarded-For', '222.12.211.12'])],
    'percent-encoded in lower case': [[], { body: encode(form).replace('=password', '=%70a%73%73w%6frd') }],
  };
  for (const [name, [fields, sent]] of Object.entries(logins)) await note(name, the.login(fields, sent));

  const login = (name: string, ...extra: readonly Pair[]) => note(name, the.login(add(...extra)));
  const refresh = (name: string, token: string, fields: readonly Pair[] = client, sent?: Sent) =>
    note(name, the.refresh(token, fields, sent));
  // Trimmed, because no header can hold what ends with a line break.
  const resource = (name: string, token: string) => note(name, the.resource(token.trim()));

  const chain = await login('login of the chain', ['scope', 'all read']);
  const second = await refresh('refresh', refreshToken(chain));
  await resource('resource, refreshed', accessToken(second));
  await resource('resource, token before the refresh', accessToken(chain));
  const third = await refresh('refresh, narrower', refreshToken(second), [...client, ['scope', 'read']]);
  const fourth = await refresh('refresh after narrowing', refreshToken(third));
  await refresh('replay', refreshToken(chain));
  await refresh('refresh after replay', refreshToken(fourth));
  await resource('resource after replay', accessToken(fourth));

  const bound = await login('login to be bound');
  const token = refreshToken(bound);
  await refresh('refresh, wider', token, [...client, ['scope', 'all read']]);
  await refresh('refresh, unknown token', 'unknown');
  await refresh('refresh, token as SQL', "' OR '1'='1");
  await refresh('refresh, token as a pattern', '%');
  await note(
    'refresh, token as an operator',
    the.login([['grant_type', 'refresh_token'], ['refresh_token[$ne]', 'x'], ...client]),
  );
  await note('refresh token as password', the.login(change(['password', token])));
  await note('access token as password', the.login(change(['password', accessToken(bound)])));
  await refresh('refresh, blank token', '   ');
  await refresh('refresh, padded token', `${token} `);
  await refresh('refresh, token continued', `${token}continued`);
  await refresh('refresh, end changed', `${token.slice(0, -6)}------`);
  await refresh(
    'refresh, other case',
    token.toLowerCase() === token ? token.toUpperCase() : token.toLowerCase(),
  );
  await refresh('refresh, access token', accessToken(bound));
  await refresh('refresh, other tenant', token, client, {
    headers: header('tenantId', the.value('OTHER_TENANT_ID')),
  });
  await refresh('refresh, no tenant', token, client, { headers: without(headers, 'tenantId') });
  await refresh('refresh, no device', token, client, { headers: without(headers, 'X-Device-Fingerprint') });
  await refresh('refresh, no secret', token, without(client, 'client_secret'));
  await refresh('refresh, wrong secret', token, withField(client, 'client_secret', 'wrong'));
  await note(
    'refresh, in the query',
    the.login([['grant_type', 'refresh_token'], ...client], { path: `/oauth/token?refresh_token=${token}` }),
  );
  const shapes = ['null', '%', '{"$ne":null}', "' OR '1'='1", 'ключ', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.'];
  for (const shape of shapes) await refresh(`refresh, token ${shape}`, shape);
  await refresh('refresh, half a token', token.slice(0, 21));
  await refresh('refresh, more than a token', `${token}x`);
  await refresh('refresh, token in quotes', `"${token}"`);
  await refresh('refresh, token after Bearer', `Bearer ${token}`);
  await note(
    'refresh, token in a header',
    the.login([['grant_type', 'refresh_token'], ...client], {
      ...extraHeader(['Authorization', `Bearer ${token}`]),
    }),
  );
  const after = await refresh('refresh after refusals', token);
  const narrow = await login('login of one scope', ['scope', 'read']);
  await refresh('refresh, wider at the start', refreshToken(narrow), [...client, ['scope', 'all read']]);
  const later = await refresh(
    'refresh of one scope',
    refreshToken(await login('login of one scope, again', ['scope', 'read'])),
  );
  await refresh('refresh, wider later', refreshToken(later), [...client, ['scope', 'read all']]);
  await refresh('replay by another client', token, clientOf('OTHER'));
  await refresh('refresh after a replay by another client', refreshToken(after));
  const foreign = await login('login for a foreign client');
  await refresh('refresh by another client', refreshToken(foreign), clientOf('OTHER'));
  await refresh('refresh after another client', refreshToken(foreign));

  const publicClient: Pair[] = [['client_id', the.value('PUBLIC_CLIENT_ID')]];
  const mobile = await note('login of a public client', the.login([...grantOnly, ...publicClient]));
  await refresh('refresh of a public client', refreshToken(mobile), publicClient);

  const about = (name: string, path: '/oauth/revoke' | '/oauth/introspect', fields: readonly Pair[]) =>
    note(name, the.about(path, fields));
  const live = await login('login for the companions');
  const subject: Pair = ['token', accessToken(live)];
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${subject[1].split('.')[1]}.`;
  await resource('resource', subject[1]);
  await resource('resource, garbage', 'unknown');
  await resource('resource, unsigned', unsigned);
  const otherCase = Buffer.from('{"alg":"nOnE"}').toString('base64url');
  await resource('resource, unsigned in another case', unsigned.replace(/^[^.]*/, otherCase));
  await resource('resource, refresh token', refreshToken(live));
  const tenant: Pair = ['tenantId', the.value('TENANT_ID')];
  const get = (path: string) => send(sandbox, { method: 'GET', path, headers: [tenant] });
  await note('resource, no token', get('/userdetails'));
  await note(
    'resource, token in the query',
    get(`/userdetails?access_token=${encodeURIComponent(subject[1])}`),
  );
  await about('introspection', '/oauth/introspect', [subject, ...client]);
  await about('introspection, garbage', '/oauth/introspect', [['token', 'unknown'], ...client]);
  await about('introspection, refresh token', '/oauth/introspect', [
    ['token', refreshToken(live)],
    ...client,
  ]);
  await about('introspection, by nobody', '/oauth/introspect', [subject]);
  await about('introspection, foreign', '/oauth/introspect', [subject, ...clientOf('OTHER')]);
  const otherTenant = { headers: [['tenantId', the.value('OTHER_TENANT_ID')] as const, formType] };
  await note('resource, other tenant', the.resource(subject[1].trim(), the.value('OTHER_TENANT_ID')));
  for (const path of ['/oauth/introspect', '/oauth/revoke'] as const)
    await note(`${path}, other tenant`, the.about(path, [subject, ...client], otherTenant));
  await resource('resource after the other tenant', subject[1]);
  await about('revocation, by nobody', '/oauth/revoke', [subject]);
  await about('revocation, foreign', '/oauth/revoke', [subject, ...clientOf('OTHER')]);
  await resource('resource after foreign revocation', subject[1]);
  await about('revocation, garbage', '/oauth/revoke', [['token', 'unknown'], ...client]);
  await about('revocation, no token', '/oauth/revoke', client);
  await about('revocation, access token', '/oauth/revoke', [subject, ...client]);
  await about('revocation, access token again', '/oauth/revoke', [subject, ...client]);
  await resource('resource after revocation', subject[1]);
  const ended = await login('login to be revoked');
  const revocation: Pair[] = [['token', refreshToken(ended)], ...client];
  await about('revocation, refresh token', '/oauth/revoke', revocation);
  await about('revocation, again', '/oauth/revoke', revocation);
  await refresh('refresh after revocation', refreshToken(ended));
  await resource('resource after revocation of the login', accessToken(ended));
  await about('introspection after revocation', '/oauth/introspect', [subject, ...client]);
  await about('introspection after revocation of the login', '/oauth/introspect', revocation);

  const another = await login('login for hints and methods');
  const live2: Pair = ['token', accessToken(another)];
  const renewal: Pair = ['token', refreshToken(another)];
  const hint = (kind: string): Pair => ['token_type_hint', kind];
  await about('introspection, no token', '/oauth/introspect', client);
  await about('introspection, wrong secret', '/oauth/introspect', [
    live2,
    ...withField(client, 'client_secret', 'wrong'),
  ]);
  await about('introspection, wrong hint', '/oauth/introspect', [live2, hint('refresh_token'), ...client]);
  await about('introspection, unknown hint', '/oauth/introspect', [live2, hint('x_unknown'), ...client]);
  await note('introspection by GET', get(`/oauth/introspect?${encode([live2, ...client])}`));
  await note('revocation by GET', get(`/oauth/revoke?${encode([live2, ...client])}`));
  await resource('resource after revocation by GET', live2[1]);
  await about('revocation, foreign refresh token', '/oauth/revoke', [renewal, ...clientOf('OTHER')]);
  await about('revocation, unknown hint', '/oauth/revoke', [live2, hint('x_unknown'), ...client]);
  await resource('resource after revocation with an unknown hint', live2[1]);
  await about('revocation, wrong hint', '/oauth/revoke', [renewal, hint('access_token'), ...client]);
  await refresh('refresh after revocation with a wrong hint', renewal[1]);

  await note('metadata', get('/.well-known/oauth-authorization-server'));
  const keySet = await note('key set', get('/oauth/jwks'));
  const service = clientOf('CLIENT_CREDENTIALS');
  const asking = (fields: readonly Pair[]) => the.login([['grant_type', 'client_credentials'], ...fields]);
  const ofClient = await note('client credentials of a service', asking(service));
  await resource('resource, token of a service', accessToken(ofClient));
  const verified = await verifies(keySet, accessToken(ofClient));
  transcript.set('key set, verifying the token of a service', verified);
  const ofService: Pair = ['token', accessToken(ofClient)];
  await about('introspection, token of a service', '/oauth/introspect', [ofService, ...service]);
  await note(
    'client credentials of a service by Basic',
    the.login(
      [['grant_type', 'client_credentials']],
      extraHeader(
        basic(the.value('CLIENT_CREDENTIALS_CLIENT_ID'), the.value('CLIENT_CREDENTIALS_CLIENT_SECRET')),
      ),
    ),
  );
  await note('password grant for a service', the.login([...form.slice(0, 3), ...service]));
  await note('client credentials, no secret', asking(service.slice(0, 1)));
  await note('client credentials, wrong secret', asking(withField(service, 'client_secret', 'wrong')));
  await note('client credentials of a public client', asking(publicClient));
  await about('revocation, service, unknown hint', '/oauth/revoke', [
    ofService,
    hint('x_unknown'),
    ...service,
  ]);
  await resource('resource, token of a service, after revocation', ofService[1]);

  const throwaway = userOf('DISPOSABLE');
  const kiosk = clientOf('DISPOSABLE');
  const guess = (what: string, fields: readonly Pair[], sent?: Sent) =>
    note(what, the.login([['grant_type', 'password'], ...fields], sent));
  const wrongOf = (fields: readonly Pair[]): Pair[] =>
    fields.map(([name, value], at) => [name, at === 1 ? 'wrong' : value]);
  const many = Array.from({ length: 22 });
  for (const _ of many) await guess('many wrong passwords', [...wrongOf(throwaway), ...client]);
  await guess('from another address', [...wrongOf(throwaway), ...client], {
    headers: header('X-Forwarded-For', '198.51.100.7'),
  });
  await guess('from another device', [...wrongOf(throwaway), ...client], {
    headers: header('X-Device-Fingerprint', 'another'),
  });
  await guess(
    'from another real address',
    [...wrongOf(throwaway), ...client],
    extraHeader(['X-Real-IP', '198.51.100.7']),
  );
  await guess('the right password after many', [...throwaway, ...client]);
  await guess('another user after many', [...userOf('OTHER'), ...client]);
  const revocationBy = (fields: readonly Pair[]) =>
    note(
      'many wrong secrets at the revocation',
      the.about('/oauth/revoke', [['token', 'unknown'], ...fields]),
    );
  for (const _ of many) await revocationBy(wrongOf(clientOf('RESTRICTED')));
  for (const _ of many) await guess('many wrong secrets', [...user, ...wrongOf(kiosk)]);
  await guess('the right secret after many', [...user, ...kiosk]);

  const measured: Record<string, readonly Pair[]> = {
    'a known user': change(['username', the.value('OTHER_USERNAME')], ['password', 'wrong']),
    'an unknown user': change(['username', 'nobody'], ['password', 'wrong']),
    letters: change(['username', `${'a'.repeat(8000)}!`]),
    dots: change(['client_id', '.@'.repeat(4000)]),
    spaces: add(['scope', `x${' '.repeat(8000)}x`]),
  };
  // The best of three, beside the quickest of all: what is slow once may be so by chance.
  const best = new Map<string, number>();
  for (let round = 0; round < 3; round++)
    for (const [name, fields] of Object.entries(measured)) {
      const started = performance.now();
      // An answer that is no HTTP is noted elsewhere.
      await the.login(fields).catch(() => undefined);
      best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, performance.now() - started));
    }
  const quickest = Math.min(...best.values());
  for (const [name, time] of best) transcript.set(`time of ${name}`, time > 10 * quickest ? 'slow' : 'quick');
  return transcript;
}
