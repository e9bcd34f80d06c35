/** Valid requests with something more, which a server ignores: unknown, misplaced, without a value, or forged. */
import type { Grant } from '../../contract/contract.js';
import { form, query, valuesOf, withHeader, withValue } from '../request.js';
import { allowedOrigin } from './browser.js';
import { hasParameters } from './grants.js';
import type { Variation } from './variation.js';

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

export function additions(grant: Grant): Variation[] {
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
