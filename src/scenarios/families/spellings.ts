/** Valid requests that say the same in other words: encodings, letter case, media types, what the client accepts. */
import type { Contract } from '../../contract/contract.js';
import { encodeForm, formMediaType, withBody, withHeader, without } from '../request.js';
import { fromAllowedOrigin } from './browser.js';
import { caseChanged } from './near-miss.js';
import { type Variation, when } from './variation.js';

/** `grant_type=password` as `%67%72%61…=%70%61…`, with hexadecimal digits in lower case. */
function percentEncoded(name: string, value: string): string {
  return encodeForm([[name, value]]).replace(
    /[A-Za-z]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16)}`,
  );
}

export function spellings(contract: Contract): Variation[] {
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

export const accepts: readonly Variation[] = [
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

export const codings: readonly Variation[] = [
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
