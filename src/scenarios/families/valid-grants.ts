/** Requests that a conforming server grants, however unusual they look, and scopes that it may refuse. */
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import { encodeForm, formMediaType, valuesOf, withBody, withHeader, without, withValue } from '../request.js';
import type { Role, Scenario } from '../scenario.js';
import { unknownScope } from '../values.js';
import { allowedOrigin, fromAllowedOrigin } from './browser.js';
import { concurrentLogins } from './bursts.js';
import {
  hasClientSecret,
  hasParameters,
  issuingGrant,
  nameOf,
  parameterOf,
  presentedBy,
  refreshGrant,
} from './grants.js';
import { caseChanged } from './near-miss.js';
import { roleValues } from './role-values.js';
import { type Build, carrying, scenariosOf, type Variation, when } from './variation.js';

const form = (name: string) => ({ in: 'form', name }) as const;
const query = (name: string) => ({ in: 'query', name }) as const;

/** The user of a role, with everything else of the main identity. */
function user(role: Role): Build {
  return (valid, context) => valid({ values: roleValues(context, role, 'username', 'password') });
}

function specialClientBy(authentication: 'client_secret_post' | 'client_secret_basic'): Build {
  return (valid, context) =>
    valid({ authentication, values: roleValues(context, 'SPECIAL', 'client_id', 'client_secret') });
}

/** The colons of the secret as they are: RFC 7617 section 2 allows them after the first one. */
const specialClientWithRawColon: Build = (valid, context) => {
  const { client_id: id, client_secret: secret } = roleValues(
    context,
    'SPECIAL',
    'client_id',
    'client_secret',
  );
  if (id === undefined || !secret?.includes(':')) return undefined;
  const credentials = `${formEncoded(id)}:${formEncoded(secret).replaceAll('%3A', ':')}`;
  return withHeader(
    valid({ authentication: 'client_secret_basic', values: { client_id: id, client_secret: secret } }),
    'Authorization',
    `Basic ${Buffer.from(credentials).toString('base64')}`,
  );
};

function basics(contract: Contract, grant: Grant): Variation[] {
  const optional = [...contract.parameters, ...grant.parameters].filter(({ required }) => !required);
  const issuing = issuingGrant(contract);
  return [
    { probe: 'valid/minimal', title: 'The required parameters only', build: (valid) => valid() },
    ...when(optional.length > 0, {
      probe: 'valid/every-optional',
      title: 'With each optional parameter',
      // A refresh may ask for no more scope than the token was issued for (RFC 6749 section 6).
      issue: (draft, { valid }) =>
        issuing === undefined ? draft : valid(issuing.type, { optional: 'every' }),
      build: (valid) => valid({ optional: 'every' }),
    }),
    ...when(grant.type !== refreshGrant, {
      probe: 'valid/reordered',
      title: 'The form parameters in reverse order',
      build(valid) {
        const draft = valid();
        return { ...draft, form: draft.form.toReversed() };
      },
    }),
    {
      probe: 'valid/unknown-parameter',
      title: 'With a form parameter that nobody knows',
      build: (valid, { random }) => withValue(valid(), form(`x_probe_${random.string.alphanumeric(8)}`), '1'),
    },
  ];
}

function documentedExample(contract: Contract, grant: Grant): Variation[] {
  const documented = [...contract.parameters, ...grant.parameters].filter(
    (parameter) => !parameter.secret && parameter.documented !== undefined,
  );
  if (documented.length === 0) return [];
  return [
    {
      probe: 'valid/documented-example',
      title: 'The example values of the document, secrets excepted',
      build(valid) {
        const draft = valid();
        const differs = ({ documented: example, ...parameter }: Parameter) =>
          parameter.required && valuesOf(draft, parameter).some((value) => value !== example);
        // Another user, client or realm is configured: the example's own would not fit the secrets.
        if (documented.some(differs)) return undefined;
        return documented
          .filter(({ required }) => !required)
          .reduce((result, parameter) => withValue(result, parameter, parameter.documented ?? ''), draft);
      },
    },
  ];
}

/** Parameters of other grants (RFC 6749 section 4.1.3), ignored where they do not belong. */
const irrelevant = [
  ['code', 'x'],
  ['redirect_uri', 'https://example.invalid/'],
] as const;

/**
 * Registered parameters (RFC 7521 section 4.2, RFC 8707 section 2, RFC 8693 section 2.1, those of other grants) that count as
 * left out without a value.
 */
const valueless = [
  ...['client_assertion_type', 'client_assertion', 'resource', 'audience', 'assertion'],
  ...['code', 'redirect_uri', 'code_verifier', 'refresh_token'],
];

/** A client that authenticates by an assertion cannot do without it. */
const isProof = (name: string): boolean => name.startsWith('client_assertion');

function additions(grant: Grant): Variation[] {
  const own = grant.parameters.filter(({ required, name }) => !required && name !== 'scope');
  return [
    {
      probe: 'valid/unknown-header',
      title: 'With a header that nobody knows',
      build: (valid, { random }) => withHeader(valid(), `X-Probe-${random.string.alphanumeric(8)}`, '1'),
    },
    {
      probe: 'valid/unknown-query',
      title: 'With a query parameter that nobody knows',
      build: (valid) => withValue(valid(), query('x-probe'), '1'),
    },
    {
      probe: 'valid/irrelevant-parameter',
      title: 'With parameters that belong to another grant',
      build: (valid) =>
        irrelevant
          .filter(([name]) => !hasParameters(grant, name))
          .reduce((draft, [name, value]) => withValue(draft, form(name), value), valid()),
    },
    {
      probe: 'valid/valueless-optional',
      title: 'With known optional parameters that have no value',
      build(valid) {
        const draft = valid();
        const names = [
          ...own.map(({ name }) => name),
          ...valueless.filter((name) => !hasParameters(grant, name)),
        ];
        return names
          .filter((name) => !isProof(name) || valuesOf(draft, form(name)).length === 0)
          .reduce((result, name) => withValue(result, form(name), ''), draft);
      },
    },
    {
      probe: 'valid/mass-assignment',
      title: 'With parameters named like properties of a token',
      build: (valid) =>
        Object.entries({ expires_in: '999999999', role: 'admin', sub: '1', user_id: '1' }).reduce(
          (draft, [name, value]) => withValue(draft, form(name), value),
          valid(),
        ),
    },
    {
      probe: 'cors/foreign-origin',
      title: 'With the Origin of a foreign web site',
      build: {
        request: (valid) => withHeader(valid(), 'Origin', 'https://foreign.example'),
        // Of a sandboxed frame, or a file: nobody in particular.
        null: (valid) => withHeader(valid(), 'Origin', 'null'),
        // What a comparison of beginnings takes for the allowed one.
        lookalike: (valid, context) =>
          withHeader(
            valid(),
            'Origin',
            `${allowedOrigin(context) ?? new URL(valid().url).origin}.foreign.example`,
          ),
      },
    },
    {
      probe: 'host/forwarded',
      title: 'With forged headers about the host',
      build: (valid) =>
        Object.entries({
          'X-Forwarded-Host': 'forged.example',
          'X-Forwarded-Proto': 'http',
          Forwarded: 'host=forged.example;proto=http',
        }).reduce((draft, [name, value]) => withHeader(draft, name, value), valid()),
    },
    {
      probe: 'jsonp/callback',
      title: 'With parameters that ask for a JSONP callback',
      build: (valid) =>
        Object.entries({ callback: 'probe', jsonp: 'probe', format: 'jsonp' }).reduce(
          (draft, [name, value]) => withValue(withValue(draft, form(name), value), query(name), value),
          valid(),
        ),
    },
  ];
}

/** `grant_type=password` as `%67%72%61…=%70%61…`, with hexadecimal digits in lower case. */
function percentEncoded(name: string, value: string): string {
  return encodeForm([[name, value]]).replace(
    /[A-Za-z]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16)}`,
  );
}

function spellings(contract: Contract): Variation[] {
  const headers = contract.parameters.filter((parameter) => parameter.in === 'header');
  return [
    {
      probe: 'valid/percent-encoded',
      title: 'The letters of a name and of a value percent-encoded',
      build(valid) {
        const draft = valid();
        const fields = draft.form.map(([name, value]) =>
          name === 'grant_type' ? percentEncoded(name, value) : encodeForm([[name, value]]),
        );
        return withBody(draft, fields.join('&'));
      },
    },
    ...when(headers.length > 0, {
      probe: 'valid/header-case',
      title: 'The header names in the other letter case',
      build(valid, { random }) {
        const draft = valid();
        const wanted = new Set(headers.map(({ name }) => name.toLowerCase()));
        return {
          ...draft,
          headers: draft.headers.map(([name, value]) =>
            wanted.has(name.toLowerCase()) ? [caseChanged(name, random) ?? name, value] : [name, value],
          ),
        };
      },
    }),
    ...when(headers.length > 0, {
      probe: 'valid/padded-headers',
      title: 'The header values with white space around them',
      build(valid) {
        const draft = valid();
        const wanted = new Set(headers.map(({ name }) => name.toLowerCase()));
        return {
          ...draft,
          headers: draft.headers.map(([name, value]) => [
            name,
            wanted.has(name.toLowerCase()) ? ` \t${value}  ` : value,
          ]),
        };
      },
    }),
    {
      probe: 'valid/media-type-charset',
      title: 'With charset=UTF-8 in Content-Type',
      build: (valid) => ({ ...valid(), contentType: `${formMediaType}; charset=UTF-8` }),
    },
    {
      probe: 'valid/media-type-case',
      title: 'The media type in mixed letter case',
      build: (valid) => ({ ...valid(), contentType: 'Application/X-WWW-Form-URLEncoded' }),
    },
  ];
}

const accepted = {
  html: ['text/html', 'that asks for HTML'],
  xml: ['application/xml, text/plain;q=0.5', 'that asks for XML, or else for plain text'],
  any: ['*/*', 'that takes anything'],
} as const;

const accepts: readonly Variation[] = [
  ...Object.entries(accepted).map(
    ([name, [value, wish]]): Variation => ({
      probe: `valid/accept/${name}`,
      title: `With an Accept header ${wish}`,
      build: (valid) => withHeader(valid(), 'Accept', value),
    }),
  ),
  {
    probe: 'valid/accept/absent',
    title: 'Without an Accept header',
    build: (valid) => without(valid(), { in: 'header', name: 'Accept' }),
  },
];

const codings: readonly Variation[] = [
  {
    probe: 'valid/accept-encoding/identity',
    title: 'With an Accept-Encoding header that takes no coding',
    build: (valid) => withHeader(valid(), 'Accept-Encoding', 'identity'),
  },
  {
    probe: 'valid/accept-encoding/browser',
    title: 'With the Accept-Encoding header of a browser, from an allowed origin where there is one',
    build: (valid, context) =>
      fromAllowedOrigin(withHeader(valid(), 'Accept-Encoding', 'gzip, deflate, br'), context),
  },
];

function alternatives(contract: Contract, grant: Grant): Variation[] {
  return [...contract.parameters, ...grant.parameters].flatMap((parameter): Variation[] => {
    const { alternative } = parameter;
    if (!alternative) return [];
    return [
      {
        probe: `valid/alternative/${parameter.name}`,
        title: `The ${nameOf(alternative)} in place of the ${nameOf(parameter)}`,
        parameter,
        build(valid, context) {
          const draft = carrying(parameter, valid, context);
          const value = draft && valuesOf(draft, parameter)[0];
          return draft && value !== undefined
            ? withValue(without(draft, parameter), alternative, value)
            : undefined;
        },
      },
    ];
  });
}

/** Form-encoded as one part of the credentials (RFC 6749 section 2.3.1). */
const formEncoded = (text: string): string => encodeForm([['', text]]).slice(1);

/** Its first letter or digit as `%XX`, which decodes to the same; `undefined` when it has none. */
function letterEncoded(text: string): string | undefined {
  const at = text.search(/[A-Za-z0-9]/);
  if (at < 0) return undefined;
  const encoded = `%${text.charCodeAt(at).toString(16)}`;
  return `${formEncoded(text.slice(0, at))}${encoded}${formEncoded(text.slice(at + 1))}`;
}

const basic: readonly Variation[] = [
  {
    probe: 'basic/valid',
    title: 'The client authenticated by HTTP Basic',
    build: (valid) => valid({ authentication: 'client_secret_basic' }),
  },
  {
    probe: 'basic/client-id',
    title: 'HTTP Basic, and the same client id in the body',
    comparedWith: ['basic/valid'],
    build(valid, { value }) {
      const id = value('client_id');
      const draft = valid({ authentication: 'client_secret_basic' });
      return id === undefined ? undefined : withValue(draft, form('client_id'), id);
    },
  },
  {
    probe: 'basic/scheme-case',
    title: 'The scheme name of HTTP Basic in another letter case',
    comparedWith: ['basic/valid'],
    build(valid) {
      const draft = valid({ authentication: 'client_secret_basic' });
      const credentials = valuesOf(draft, { in: 'header', name: 'Authorization' })[0];
      return credentials === undefined
        ? undefined
        : withHeader(draft, 'Authorization', credentials.replace('Basic', 'bASIC'));
    },
  },
  {
    probe: 'basic/percent-encoded',
    title: 'HTTP Basic with a letter of the client id percent-encoded',
    comparedWith: ['basic/valid'],
    build(valid, { value }) {
      const [id, secret] = [value('client_id'), value('client_secret')];
      const encoded = id === undefined ? undefined : letterEncoded(id);
      if (encoded === undefined || secret === undefined) return undefined;
      const credentials = `${encoded}:${formEncoded(secret)}`;
      return withHeader(
        valid({ authentication: 'client_secret_basic' }),
        'Authorization',
        `Basic ${Buffer.from(credentials).toString('base64')}`,
      );
    },
  },
  {
    probe: 'basic/two-spaces',
    title: 'Two spaces between the scheme name of HTTP Basic and the credentials',
    comparedWith: ['basic/valid'],
    build(valid) {
      const draft = valid({ authentication: 'client_secret_basic' });
      const credentials = valuesOf(draft, { in: 'header', name: 'Authorization' })[0];
      return credentials === undefined
        ? undefined
        : withHeader(draft, 'Authorization', credentials.replace('Basic ', 'Basic  '));
    },
  },
];

const malformedScopes = {
  quote: ['a"b', 'a double quote'],
  backslash: ['a\\b', 'a backslash'],
  'non-ascii': ['ä', 'a letter outside ASCII'],
} as const;

/** The scope of the main identity and that of the role OTHER in one request. */
function bothScopes(scope: Parameter, join: (one: string, other: string) => string): Build {
  return (valid, { value }) => {
    const [one, other] = [value(scope.name), value(scope.name, 'OTHER')];
    return one === undefined || other === undefined || one === other
      ? undefined
      : withValue(valid(), scope, join(one, other));
  };
}

/** The scope of the role RESTRICTED, put together with that of the main identity. */
function withForbidden(
  scope: Parameter,
  join: (forbidden: string, own: string | undefined) => string | undefined,
): Build {
  return (valid, { value }) => {
    const forbidden = value(scope.name, 'RESTRICTED');
    const asked = forbidden === undefined ? undefined : join(forbidden, value(scope.name));
    return asked === undefined ? undefined : withValue(valid(), scope, asked);
  };
}

/** RFC 6749 section 3.3. */
function scopes(scope: Parameter): Variation[] {
  return [
    {
      probe: 'valid/without-scope',
      title: 'Without a scope',
      parameter: scope,
      build: (valid) => without(valid(), scope),
    },
    {
      probe: 'scope/unknown',
      title: 'A scope that does not exist',
      parameter: scope,
      build: (valid, { random }) => withValue(valid(), scope, unknownScope(random)),
    },
    {
      probe: 'scope/empty',
      title: 'A scope that has no value',
      parameter: scope,
      comparedWith: ['valid/without-scope'],
      build: (valid) => withValue(valid(), scope, ''),
    },
    {
      probe: 'scope/other-case',
      title: 'A known scope in the other letter case',
      parameter: scope,
      comparedWith: ['scope/unknown'],
      build(valid, { random, value }) {
        const changedCase = caseChanged(value(scope.name) ?? '', random);
        return changedCase === undefined ? undefined : withValue(valid(), scope, changedCase);
      },
    },
    {
      probe: 'scope/comma',
      title: 'Two known scopes joined by a comma',
      parameter: scope,
      needs: [{ role: 'OTHER', parameters: [scope.name] }],
      comparedWith: ['scope/unknown'],
      build: bothScopes(scope, (one, other) => `${one},${other}`),
    },
    {
      probe: 'scope/reordered',
      title: 'Two known scopes, in one order and in the other',
      parameter: scope,
      needs: [{ role: 'OTHER', parameters: [scope.name] }],
      build: {
        given: bothScopes(scope, (one, other) => `${one} ${other}`),
        reversed: bothScopes(scope, (one, other) => `${other} ${one}`),
      },
    },
    {
      probe: 'scope/forbidden',
      title: 'A scope that exists and that the client or the user may not have',
      parameter: scope,
      needs: [{ role: 'RESTRICTED', parameters: [scope.name] }],
      build: {
        alone: withForbidden(scope, (forbidden) => forbidden),
        besides: withForbidden(scope, (forbidden, own) => own && `${own} ${forbidden}`),
      },
    },
    ...Object.entries(malformedScopes).map(
      ([name, [value, what]]): Variation => ({
        probe: `scope/malformed/${name}`,
        title: `A scope that contains ${what}`,
        parameter: scope,
        comparedWith: ['scope/unknown'],
        build: (valid) => withValue(valid(), scope, value),
      }),
    ),
  ];
}

function users(grant: Grant): Variation[] {
  if (!hasParameters(grant, 'username', 'password')) return [];
  const parameters = ['username', 'password'];
  const special = user('SPECIAL');
  return [
    {
      probe: 'valid/special-user',
      title: 'A user whose name and password have reserved and non-ASCII characters',
      needs: [{ role: 'SPECIAL', parameters }],
      build: {
        plus: special,
        'percent-20': (valid, context) => {
          const draft = special(valid, context);
          // A plus sign of the value itself is encoded as %2B: each `+` stands for a space.
          return draft && withBody(draft, encodeForm(draft.form).replaceAll('+', '%20'));
        },
      },
    },
    {
      probe: 'valid/second-user',
      title: 'Another user',
      needs: [{ role: 'OTHER', parameters }],
      build: user('OTHER'),
    },
  ];
}

/** Where the valid request authenticates the client otherwise, or every exchange shows it. */
function clientInBody({ clientAuthentication }: Contract): readonly Variation[] {
  return when(clientAuthentication[0] !== 'client_secret_post', {
    probe: 'valid/client-in-body',
    title: 'The client authenticated in the body',
    build: (valid) => valid({ authentication: 'client_secret_post' }),
  });
}

function clients(contract: Contract, grant: Grant): readonly Variation[] {
  return when(hasClientSecret(contract, grant), ...clientInBody(contract), ...basic, {
    probe: 'valid/special-client',
    title: 'A client whose id and secret have reserved and non-ASCII characters',
    needs: [{ role: 'SPECIAL', parameters: ['client_id', 'client_secret'] }],
    comparedWith: ['basic/valid'],
    build: {
      ...(hasParameters(grant, 'client_secret') ? { post: specialClientBy('client_secret_post') } : {}),
      basic: specialClientBy('client_secret_basic'),
      'raw-colon': specialClientWithRawColon,
    },
  });
}

export function validGrants(contract: Contract, grant: Grant): Scenario[] {
  const scope = parameterOf(grant, 'scope');
  const variations =
    grant.type === refreshGrant || presentedBy(grant.type) !== undefined
      ? [
          ...basics(contract, grant),
          ...when(grant.type === refreshGrant && hasClientSecret(contract, grant), ...basic.slice(0, 1)),
        ]
      : [
          ...basics(contract, grant),
          ...documentedExample(contract, grant),
          ...alternatives(contract, grant),
          ...additions(grant),
          ...spellings(contract),
          ...accepts,
          ...codings,
          ...clients(contract, grant),
          ...users(grant),
          ...(scope ? scopes(scope) : []),
        ];
  return [...scenariosOf('valid-grants', contract, grant, variations), ...concurrentLogins(contract, grant)];
}
