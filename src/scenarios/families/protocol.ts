/** Other methods, other media types, and parameters in the query. */
import { gzipSync } from 'node:zlib';
import type { Contract, Grant } from '../../contract/contract.js';
import { accessToken } from '../../http/answer.js';
import { asBytes, messageBytes, messageOf } from '../message.js';
import {
  encodeForm,
  formInQuery,
  formMediaType,
  type RequestDraft,
  withBody,
  withHeader,
  withValue,
} from '../request.js';
import type { Scenario, Step } from '../scenario.js';
import { unknownClient, unknownScope, unknownUser } from '../values.js';
import { allowedOrigin } from './browser.js';
import { hasParameters, issuingGrant, parameterOf, refreshGrant } from './grants.js';
import { large } from './large.js';
import { differing } from './near-miss.js';
import { type Build, carrying, scenariosOf, type Variation, when } from './variation.js';
import { onTheWire } from './wire.js';

function withoutContent(draft: RequestDraft): RequestDraft {
  return { ...draft, form: [], contentType: undefined, body: { bytes: undefined } };
}

/** The headers of the valid request, without credentials: for methods that have no use for them. */
function bare(method: string): Build {
  return (valid) => ({ ...withoutContent(valid({ authentication: 'none' })), method });
}

function asGet(draft: RequestDraft): RequestDraft {
  return { ...withoutContent(formInQuery(draft)), method: 'GET' };
}

const get: Variation = {
  probe: 'method/get',
  title: 'The method GET, with the parameters in the query',
  build: (valid) => asGet(valid()),
};

const override: Variation = {
  probe: 'method/override',
  title: 'The method GET, with headers and a parameter that name POST in its place',
  comparedWith: ['method/get'],
  build: (valid) =>
    ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'].reduce(
      (result, name) => withHeader(result, name, 'POST'),
      withValue(asGet(valid()), { in: 'query', name: '_method' }, 'POST'),
    ),
};

const methods: readonly Variation[] = [
  {
    probe: 'method/head',
    title: 'The method HEAD, without parameters',
    build(valid, context) {
      const draft = bare('HEAD')(valid, context);
      // A client of HTTP does not read on for a body that must not be there.
      return (
        draft &&
        asBytes(draft, messageBytes(messageOf(withHeader(draft, 'Connection', 'close'))), {
          awaitsClose: true,
        })
      );
    },
  },
  { probe: 'method/options', title: 'The method OPTIONS, without parameters', build: bare('OPTIONS') },
  ...['PUT', 'PATCH', 'DELETE'].map(
    (method): Variation => ({
      probe: `method/${method.toLowerCase()}`,
      title: `The method ${method}`,
      build: (valid) => ({ ...valid(), method }),
    }),
  ),
  {
    probe: 'method/trace',
    title: 'The method TRACE, with a header that must not come back',
    build(valid, context) {
      const draft = bare('TRACE')(valid, context);
      return (
        draft &&
        withValue(draft, { in: 'header', name: 'X-Probe' }, `probe-${context.random.string.alphanumeric(12)}`)
      );
    },
  },
];

/** What a browser asks before it lets a page of another origin send the request (Fetch standard, section 4.8). */
const preflight: Variation = {
  probe: 'cors/preflight',
  title: 'The question of a browser whether a page of an allowed origin may send the request',
  build(valid, context) {
    const origin = allowedOrigin(context);
    if (origin === undefined) return undefined;
    const names = valid().headers.map(([name]) => name.toLowerCase());
    const draft = withoutContent(valid({ authentication: 'none' }));
    return {
      ...draft,
      method: 'OPTIONS',
      headers: [
        ['Origin', origin],
        ['Access-Control-Request-Method', 'POST'],
        [
          'Access-Control-Request-Headers',
          names
            .filter((name) => name !== 'user-agent' && name !== 'accept')
            .sort()
            .join(','),
        ],
      ],
    };
  },
};

const jsonBody: Variation = {
  probe: 'media-type/json-body',
  title: 'The parameters as JSON',
  build(valid) {
    const draft = valid();
    return withBody(draft, JSON.stringify(Object.fromEntries(draft.form)), 'application/json');
  },
};

/** Where JSON is read at all: values that are no texts, which a query may take for operators. */
const confusions: readonly (readonly [name: string, member: string, value: unknown])[] = [
  ['password-object', 'password', { $ne: null }],
  ['password-array', 'password', ['x']],
  ['password-number', 'password', 0],
  ['password-true', 'password', true],
  ['password-null', 'password', null],
  ['username-object', 'username', { $gt: '' }],
  ['secret-object', 'client_secret', { $ne: null }],
];

/** The steps after the JSON body of right texts. */
function jsonTypes(grant: Grant): Step[] {
  return confusions
    .filter(([, member]) => parameterOf(grant, member))
    .map(([name, member, value]) => ({
      name,
      probe: `media-type/json-types/${name}`,
      build(context) {
        if (accessToken(context.observed('request')) === undefined) return undefined;
        const parameter = parameterOf(grant, member);
        const draft =
          parameter && carrying(parameter, (options) => context.valid(grant.type, options), context);
        return (
          draft &&
          withBody(
            draft,
            JSON.stringify({ ...Object.fromEntries(draft.form), [member]: value }),
            'application/json',
          )
        );
      },
    }));
}

const boundary = '----token-conformance';

/** RFC 7578. */
const multipart: Variation = {
  probe: 'media-type/multipart',
  title: 'The parameters as multipart/form-data',
  build(valid) {
    const draft = valid();
    const parts = draft.form.map(
      ([name, value]) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    return withBody(
      draft,
      `${parts.join('')}--${boundary}--\r\n`,
      `multipart/form-data; boundary=${boundary}`,
    );
  },
};

/** An internal entity whose expansion would show in the response, and an external one that leads nowhere (RFC 2606). */
function xmlWithEntities(expansion: string): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<!DOCTYPE request [<!ENTITY internal "${expansion}"><!ENTITY external SYSTEM "http://entity.invalid/">]>`,
    '<request><grant_type>&internal;</grant_type><scope>&external;</scope></request>',
  ].join('\n');
}

const labels = {
  json: 'application/json',
  text: 'text/plain',
  'octet-stream': 'application/octet-stream',
} as const;

/** A form is UTF-8 whatever this parameter says; its registration has none (RFC 6749 appendix B). */
const foreignCharsets = { unknown: ['x-nonsense', 'that nobody knows'] } as const;

const malformedMediaTypes = {
  'no-subtype': ['text', 'that has no subtype'],
  punctuation: ['invalid/@@##', 'of forbidden punctuation'],
  markup: ['</><script>', 'that is markup'],
  empty: ['', 'without a value'],
} as const;

function mediaTypes(contract: Contract, grant: Grant): Variation[] {
  const documented = (mediaType: string) => contract.requestMediaTypes.includes(mediaType);
  return [
    // Sent where the document offers JSON, too: then the values that are no texts are what matters.
    { ...jsonBody, followedBy: jsonTypes(grant) },
    ...when(!documented('multipart/form-data'), multipart),
    ...Object.entries(labels)
      .filter(([, contentType]) => contentType !== contract.encoding.mediaType)
      .map(
        ([name, contentType]): Variation => ({
          probe: `media-type/mislabelled/${name}`,
          title: `The form labelled ${contentType}`,
          build: (valid) => ({ ...valid(), contentType }),
        }),
      ),
    {
      probe: 'media-type/xml-body',
      title: 'An XML body that declares entities',
      comparedWith: ['media-type/mislabelled/text'],
      build: (valid, { random }) =>
        withBody(valid(), xmlWithEntities(`probe-${random.string.alphanumeric(12)}`), 'application/xml'),
    },
    ...Object.entries(foreignCharsets).map(
      ([name, [charset, what]]): Variation => ({
        probe: `media-type/charset/${name}`,
        title: `A charset ${what}`,
        build: (valid) => ({ ...valid(), contentType: `${formMediaType}; charset=${charset}` }),
      }),
    ),
    {
      probe: 'body/compressed',
      title: 'The body compressed by gzip, and labelled so',
      build(valid) {
        const draft = valid();
        const compressed = gzipSync(encodeForm(draft.form));
        return withHeader(withBody(draft, compressed), 'Content-Encoding', 'gzip');
      },
    },
    {
      probe: 'media-type/missing',
      title: 'Without Content-Type',
      build: (valid) => ({ ...valid(), contentType: undefined }),
    },
    ...Object.entries(malformedMediaTypes).map(
      ([name, [contentType, what]]): Variation => ({
        probe: `media-type/malformed/${name}`,
        title: `A Content-Type ${what}`,
        build: (valid) => ({ ...valid(), contentType }),
      }),
    ),
  ];
}

const polluting = {
  username: unknownUser,
  client_id: unknownClient,
} as const;

/** RFC 6749 section 2.3.1: the credentials "MUST NOT be included in the request URI"; section 3.2 for the rest. */
function inQuery(grant: Grant): Variation[] {
  return [
    {
      probe: 'query/all',
      title: 'All form parameters in the query',
      comparedWith: ['body/empty'],
      build: (valid) => formInQuery(valid()),
    },
    ...when(hasParameters(grant, 'client_id', 'client_secret'), {
      probe: 'query/client-credentials',
      title: 'Client id and client secret in the query',
      comparedWith: ['missing/client-identification'],
      build: (valid) =>
        formInQuery(valid({ authentication: 'client_secret_post' }), ['client_id', 'client_secret']),
    }),
    ...when(hasParameters(grant, 'username', 'password'), {
      probe: 'query/user-credentials',
      title: 'User name and password in the query',
      comparedWith: ['missing/username', 'missing/password'],
      build: (valid) => formInQuery(valid(), ['username', 'password']),
    }),
    {
      probe: 'query/pollution',
      title: 'Other values of the same parameters in the query',
      // Whether the scope of the body is granted at all.
      ...(parameterOf(grant, 'scope')?.required === false ? { comparedWith: ['valid/every-optional'] } : {}),
      build: {
        request: (valid, { random, value }) => {
          const sound = valid();
          return Object.entries(polluting)
            .filter(([name]) => sound.form.some(([given]) => given === name))
            .reduce(
              (draft, [name, choose]) =>
                withValue(
                  draft,
                  { in: 'query', name },
                  differing(value(name), () => choose(random)),
                ),
              sound,
            );
        },
        ...(hasParameters(grant, 'scope')
          ? {
              // One that could be granted: where the query wins, the token shows it.
              scope: (valid, { random, value }) => {
                const other = value('scope', 'OTHER');
                const chosen = other === value('scope') ? undefined : other;
                return withValue(
                  valid({ optional: 'every' }),
                  { in: 'query', name: 'scope' },
                  chosen ?? unknownScope(random),
                );
              },
            }
          : {}),
      },
    },
  ];
}

export function protocol(contract: Contract, grant: Grant): Scenario[] {
  const json = when(!contract.requestMediaTypes.includes('application/json'), jsonBody);
  const variations =
    grant.type === refreshGrant
      ? [get, ...json]
      : [
          get,
          override,
          ...methods,
          preflight,
          ...mediaTypes(contract, grant),
          ...inQuery(grant),
          // What HTTP decides before OAuth is the same for every grant.
          ...when(issuingGrant(contract) === grant, ...onTheWire(contract, grant), ...large(contract, grant)),
        ];
  return scenariosOf('protocol', contract, grant, variations);
}
