/** Client assertions that a server must not take: RFC 7523 section 3, each signed by the client's own key. */

import { form, withValue } from '../request.js';
import type { AssertionChange, StepContext } from '../scenario.js';
import { unknownClient } from '../values.js';
import type { Variation } from './variation.js';

const seconds = (): number => Math.floor(Date.now() / 1000);

type Change = (context: StepContext) => AssertionChange;

const claims =
  (values: Readonly<Record<string, unknown>>): Change =>
  () => ({ claims: values });

/** Beyond what is granted to clocks that differ. */
const long = ({ leeway }: StepContext): number => Math.ceil(leeway / 1000) + 300;

const changes: Readonly<Record<string, readonly [what: string, change: Change]>> = {
  expired: [
    'that expired some minutes ago',
    (context) => ({ claims: { iat: seconds() - long(context) - 60, exp: seconds() - long(context) } }),
  ],
  'no-expiry': ['without exp', claims({ exp: undefined })],
  'wrong-audience': ['for another audience', claims({ aud: 'https://other.example.invalid/token' })],
  'no-audience': ['without aud', claims({ aud: undefined })],
  'wrong-issuer': ['with another issuer', ({ random }) => ({ claims: { iss: unknownClient(random) } })],
  'no-subject': ['without sub', claims({ sub: undefined })],
  'wrong-subject': ['with another subject', ({ random }) => ({ claims: { sub: unknownClient(random) } })],
  'broken-signature': ['whose signature does not fit', () => ({ signature: 'broken' })],
  unsigned: ['of alg none', () => ({ signature: 'none' })],
  'not-yet-valid': [
    'that is valid only later',
    (context) => ({ claims: { nbf: seconds() + long(context), exp: seconds() + long(context) + 300 } }),
  ],
};

export const assertionVariations: readonly Variation[] = [
  ...Object.entries(changes).map(
    ([name, [what, change]]): Variation => ({
      probe: `assertion/${name}`,
      title: `A client assertion ${what}`,
      build: (valid, context) => valid({ assertion: change(context) }),
    }),
  ),
  {
    probe: 'assertion/other-type',
    title: 'A valid client assertion under a type that nobody knows',
    build: (valid) =>
      withValue(valid(), form('client_assertion_type'), 'urn:example:client-assertion-type:unknown'),
  },
  {
    probe: 'assertion/other-client-id',
    title: 'A valid client assertion beside the id of another client',
    build: (valid, { random }) => withValue(valid(), form('client_id'), unknownClient(random)),
  },
  {
    probe: 'assertion/with-secret',
    title: 'A valid client assertion and a client secret',
    build: (valid, { random }) => withValue(valid(), form('client_secret'), random.string.alphanumeric(24)),
  },
  {
    probe: 'assertion/replay',
    title: 'One client assertion presented twice',
    build: {
      first: (valid) => valid(),
      again: (valid, { observed }) => {
        const sent = new URLSearchParams(observed('first').request.body?.toString());
        return withValue(valid(), form('client_assertion'), sent.get('client_assertion') ?? '');
      },
    },
  },
];
