/** Requests that a parser or a dispatcher could stumble over, and what a refusal may give away. */
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import type { Field } from '../../http/observation.js';
import { encodeForm, type RequestDraft, repeated, withBody, withHeader, withValue } from '../request.js';
import type { Scenario, StepContext } from '../scenario.js';
import { unknownClient, unknownScope, unknownSecret, unknownUser } from '../values.js';
import { fromAllowedOrigin } from './browser.js';
import { callbacks } from './callbacks.js';
import { hasParameters, issuingGrant, nameOf, parameterOf, refreshGrant } from './grants.js';
import { differing } from './near-miss.js';
import { altered, type Build, changed, scenariosOf, type Variation } from './variation.js';

const grantType = { in: 'form', name: 'grant_type' } as const;
const scopeSlot = { in: 'form', name: 'scope' } as const;

/** Another value of the same kind, which is not the right one. */
function otherValue(
  { name }: Parameter,
  real: string,
  grant: Grant,
  { contract, random }: StepContext,
): string {
  switch (name) {
    case 'grant_type':
      return contract.grants.find(({ type }) => type !== grant.type)?.type ?? 'urn:example:other';
    case 'username':
      return differing(real, () => unknownUser(random));
    case 'client_id':
      return differing(real, () => unknownClient(random));
    case 'scope':
      return differing(real, () => unknownScope(random));
    default:
      return differing(real, () => unknownSecret(random));
  }
}

/** RFC 6749 section 3.2: "Request and response parameters MUST NOT be included more than once." */
function repeatedDiffering(parameter: Parameter, grant: Grant): Variation {
  const extra = (place: 'before' | 'after') =>
    changed(parameter, (draft, real, context) =>
      repeated(draft, parameter, otherValue(parameter, real, grant, context), place),
    );
  return {
    probe: `duplicate-differing/${parameter.name}`,
    title: `The ${nameOf(parameter)} twice, with differing values`,
    parameter,
    build: { after: extra('after'), before: extra('before') },
  };
}

function repeatedIdentical(parameter: Parameter): Variation {
  return {
    probe: `duplicate-identical/${parameter.name}`,
    title: `The ${nameOf(parameter)} twice, with the same value`,
    parameter,
    build: changed(parameter, (draft, real) => repeated(draft, parameter, real, 'after')),
  };
}

interface StandardGrant {
  readonly name: string;
  readonly type: string;
  readonly parameters: readonly Field[];
}

/** RFC 6749 sections 4.1.3, 4.3.2, 4.4.2 and 6, RFC 8628 section 3.4, RFC 7523 section 2.1, RFC 8693 section 2.1. */
const standardGrants: readonly StandardGrant[] = [
  {
    name: 'authorization-code',
    type: 'authorization_code',
    parameters: [
      ['code', 'x'],
      ['redirect_uri', 'https://example.invalid/'],
    ],
  },
  {
    name: 'password',
    type: 'password',
    parameters: [
      ['username', 'x'],
      ['password', 'x'],
    ],
  },
  { name: 'client-credentials', type: 'client_credentials', parameters: [] },
  { name: 'refresh-token', type: 'refresh_token', parameters: [['refresh_token', 'x']] },
  {
    name: 'device-code',
    type: 'urn:ietf:params:oauth:grant-type:device_code',
    parameters: [['device_code', 'x']],
  },
  {
    name: 'jwt-bearer',
    type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    parameters: [['assertion', 'x.y.z']],
  },
  {
    name: 'token-exchange',
    type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    parameters: [
      ['subject_token', 'x'],
      ['subject_token_type', 'urn:ietf:params:oauth:token-type:access_token'],
    ],
  },
];

function notOffered(contract: Contract): readonly StandardGrant[] {
  return standardGrants.filter(({ type }) => contract.grants.every((grant) => grant.type !== type));
}

/** The probes of the standard grants that the document does not offer: variations of the issuing grant. */
export function undocumentedGrants(contract: Contract): string[] {
  return notOffered(contract).map(({ name }) => `grant-type/undocumented/${name}`);
}

function undocumented(contract: Contract): Variation[] {
  return notOffered(contract).map(({ name, type, parameters }) => ({
    probe: `grant-type/undocumented/${name}`,
    title: `The grant ${type}, which the document does not offer`,
    build(valid) {
      const draft = valid();
      const client = draft.form.filter(([given]) => given.startsWith('client_'));
      return { ...draft, form: [['grant_type', type], ...client, ...parameters] };
    },
  }));
}

function grantTypes(contract: Contract, grant: Grant): Variation[] {
  const ofType = (name: string, title: string, type: Build): Variation => ({
    probe: `grant-type/${name}`,
    title,
    parameter: parameterOf(grant, 'grant_type'),
    build: type,
  });
  return [
    ofType('unknown', 'A grant type that nobody knows', (valid, { random }) =>
      withValue(valid(), grantType, `x_unknown_${random.string.alphanumeric(8)}`),
    ),
    ofType('unknown-extension', 'An extension grant that nobody knows', (valid) =>
      withValue(valid(), grantType, 'urn:example:params:oauth:grant-type:none'),
    ),
    ofType('case', 'The grant type in upper case', (valid) =>
      withValue(valid(), grantType, grant.type.toUpperCase()),
    ),
    ofType('padded', 'The grant type followed by a space', (valid) =>
      withValue(valid(), grantType, `${grant.type} `),
    ),
    ...(issuingGrant(contract) === grant ? undocumented(contract) : []),
  ];
}

/** Secrets are padded before they are compared, with NUL: nothing else may follow. Other values may be stripped of any of them. */
function controlCharacter(parameter: Parameter): Variation {
  const isSecret = parameter.name === 'client_secret';
  return {
    probe: `body/control-character/${parameter.name}`,
    title: `The ${nameOf(parameter)} followed by a NUL${isSecret ? '' : ' and other control characters'}`,
    parameter,
    build: altered(parameter, (real) => `${real}\0${isSecret ? '' : '\u0001\n\u007f'}`),
  };
}

/** The form with bytes appended to one encoded value. */
function withRawSuffix(draft: RequestDraft, name: string, suffix: string): RequestDraft {
  return withBody(
    draft,
    draft.form.map((field) => encodeForm([field]) + (field[0] === name ? suffix : '')).join('&'),
  );
}

function rawSuffix(
  probe: string,
  what: string,
  parameter: Parameter | undefined,
  suffix: string,
): Variation[] {
  if (!parameter) return [];
  return [
    {
      probe,
      title: `The ${nameOf(parameter)} followed by ${what}`,
      parameter,
      build: changed(parameter, (draft) => withRawSuffix(draft, parameter.name, suffix)),
    },
  ];
}

/** The form with the first letter of a value in two bytes, which UTF-8 forbids: who takes it sees the right value. */
function withOverlongLetter(draft: RequestDraft, name: string): RequestDraft | undefined {
  const encoded = draft.form.map((field) => {
    const text = encodeForm([field]);
    return field[0] === name
      ? text.replace(/(?<==)[A-Za-z0-9]/, (letter) => {
          const code = letter.charCodeAt(0);
          return `%${(0xc0 | (code >> 6)).toString(16)}%${(0x80 | (code & 0x3f)).toString(16)}`;
        })
      : text;
  });
  const body = encoded.join('&');
  return body === encodeForm(draft.form) ? undefined : withBody(draft, body);
}

const degenerate = {
  ampersands: ['&&&&', 'of separators only'],
  equals: ['=', 'of an equals sign'],
  nameless: ['=x', 'of a value without a name'],
  percent: ['%', 'of a percent sign'],
  valueless: ['grant_type', 'of a name without an equals sign'],
} as const;

const named = (parameter: Parameter | undefined): Parameter[] => (parameter ? [parameter] : []);

function bodies(grant: Grant): Variation[] {
  const first = (...names: readonly string[]) =>
    names.map((name) => parameterOf(grant, name)).find((parameter) => parameter !== undefined);
  return [
    { probe: 'body/empty', title: 'An empty body', build: (valid) => withBody(valid(), '') },
    ...Object.entries(degenerate).map(
      ([name, [body, what]]): Variation => ({
        probe: `body/degenerate/${name}`,
        title: `A body ${what}`,
        build: (valid) => withBody(valid(), body),
      }),
    ),
    {
      probe: 'body/degenerate/semicolons',
      title: 'The form parameters separated by semicolons',
      build(valid) {
        const draft = valid();
        // With HTTP Basic the form may have one parameter only, which nothing separates.
        const fields: readonly Field[] =
          draft.form.length > 1 ? draft.form : [...draft.form, ['x_probe', '1']];
        return withBody(draft, encodeForm(fields).replaceAll('&', ';'));
      },
    },
    ...rawSuffix(
      'body/invalid-percent',
      'an invalid percent-encoding',
      first('password', 'client_secret', 'grant_type'),
      '%zz',
    ),
    ...rawSuffix(
      'body/invalid-utf8',
      'bytes that are not UTF-8',
      first('username', 'client_id', 'grant_type'),
      // A lone surrogate, the beginning of a letter, and what stands in none.
      '%ED%A0%80%C3%FF',
    ),
    ...named(first('username', 'client_id', 'grant_type')).map(
      (parameter): Variation => ({
        probe: 'body/overlong-utf8',
        title: `A letter of the ${nameOf(parameter)} in two bytes, which UTF-8 forbids`,
        parameter,
        build: changed(parameter, (draft) => withOverlongLetter(draft, parameter.name)),
      }),
    ),
    ...named(parameterOf(grant, 'grant_type')).map(
      (parameter): Variation => ({
        probe: 'body/lone-percent',
        title: `The ${nameOf(parameter)} followed by a percent sign`,
        parameter,
        build: changed(parameter, (draft) => withRawSuffix(draft, parameter.name, '%')),
      }),
    ),
  ];
}

function reflected(name: string, title: string, value: string, headers: readonly Field[]): Variation {
  return {
    probe: `body/reflected/${name}`,
    title,
    build: (valid) =>
      headers.reduce(
        (draft, [field, content]) => withHeader(draft, field, content),
        withValue(valid(), grantType, value),
      ),
  };
}

const lineEnds = 'x\r\nX-Injected: 1';

/** U+560D and U+560A end in the bytes of CR and LF, which is what a careless narrowing leaves of them. */
const wideLineEnds = 'x\u560d\u560aX-Injected-Wide: 1';

const reflections: readonly Variation[] = [
  reflected(
    'html',
    'Markup as the grant type, and headers that ask for HTML in French',
    '<script>probe</script>',
    [
      ['Accept', 'text/html'],
      ['Accept-Language', 'fr'],
    ],
  ),
  {
    probe: 'body/reflected/crlf',
    title: 'A line break and a header in the grant type, in the client id and in the user name',
    build: {
      request: (valid) => withValue(withValue(valid(), grantType, lineEnds), scopeSlot, lineEnds),
      'user-and-client': (valid) => {
        const draft = valid();
        const named = draft.form.filter(
          ([name]) => name === 'client_id' || name === 'username' || name === 'scope',
        );
        return named.reduce(
          (result, [name]) => withValue(result, { in: 'form', name }, lineEnds),
          withValue(draft, { in: 'form', name: 'redirect_uri' }, wideLineEnds),
        );
      },
    },
  },
  reflected('quote', 'A quote and a backslash in the grant type, and Accept-Language: ja, ar', 'x"y\\z', [
    ['Accept-Language', 'ja, ar;q=0.9'],
  ]),
];

/** A refusal without a failed login of a real user. */
function refused(grant: Grant): {
  readonly build: Build;
  readonly like: readonly string[];
  readonly what: string;
} {
  if (hasParameters(grant, 'username', 'password'))
    return {
      build: (valid, { random }) => withValue(valid(), { in: 'form', name: 'username' }, unknownUser(random)),
      like: ['credentials/username/unknown', 'credentials/password/wrong'],
      what: 'An unknown user',
    };
  return {
    build: (valid) => withValue(valid(), grantType, 'urn:example:params:oauth:grant-type:none'),
    like: ['grant-type/unknown-extension'],
    what: 'An unknown grant type',
  };
}

function refusals(grant: Grant): Variation[] {
  const { build, like, what } = refused(grant);
  const asked = (
    probe: string,
    title: string,
    header: string,
    value: string,
    also: (draft: RequestDraft, context: StepContext) => RequestDraft = (draft) => draft,
  ): Variation => ({
    probe,
    title,
    comparedWith: like,
    build(valid, context) {
      const draft = build(valid, context);
      return draft && also(withHeader(draft, header, value), context);
    },
  });
  return [
    asked(
      'error/accept-html',
      `${what} and an Accept header that asks for HTML, from an allowed origin where there is one`,
      'Accept',
      'text/html',
      fromAllowedOrigin,
    ),
    asked('error/language', `${what} and Accept-Language: de`, 'Accept-Language', 'de'),
  ];
}

export function malformedRequests(contract: Contract, grant: Grant): Scenario[] {
  const { parameters } = grant;
  const identical = ['grant_type', 'client_id'];
  const variations =
    grant.type === refreshGrant
      ? parameters
          .filter(({ name }) => name === 'refresh_token')
          .map((parameter) => repeatedDiffering(parameter, grant))
      : [
          ...parameters.map((parameter) => repeatedDiffering(parameter, grant)),
          ...parameters.filter(({ name }) => identical.includes(name)).map(repeatedIdentical),
          ...grantTypes(contract, grant),
          ...parameters.map(controlCharacter),
          ...bodies(grant),
          ...reflections,
          ...refusals(grant),
        ];
  return [...scenariosOf('malformed-requests', contract, grant, variations), ...callbacks(contract, grant)];
}
