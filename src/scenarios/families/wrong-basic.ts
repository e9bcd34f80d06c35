/** HTTP Basic with wrong or malformed credentials, and together with other ways to authenticate (RFC 6749 section 2.3). */
import type { Faker } from '@faker-js/faker';
import type { Contract } from '../../contract/contract.js';
import { basicCredentials, form, type RequestDraft, repeated, withHeader, withValue } from '../request.js';
import type { StepContext } from '../scenario.js';
import { unknownClient, unknownSecret } from '../values.js';
import { differing } from './near-miss.js';
import type { Build, Variation } from './variation.js';

interface Client {
  readonly id: string;
  readonly secret: string;
}

/** A request that is authenticated by HTTP Basic, changed with the client's right credentials at hand. */
function byBasic(
  change: (draft: RequestDraft, client: Client, context: StepContext) => RequestDraft | undefined,
): Build {
  return (valid, context) => {
    const role = context.takesWrong('client');
    const id = context.value('client_id', role);
    const secret = context.value('client_secret', role);
    if (id === undefined || secret === undefined) return undefined;
    const values = { client_id: id, client_secret: secret };
    return change(valid({ authentication: 'client_secret_basic', values }), { id, secret }, context);
  };
}

const otherSecret = (client: Client, random: Faker): string =>
  differing(client.secret, () => unknownSecret(random));

const otherId = (client: Client, random: Faker): string => differing(client.id, () => unknownClient(random));

function authorization(draft: RequestDraft, value: string): RequestDraft {
  return withHeader(draft, 'Authorization', value);
}

const base64 = (bytes: string | Buffer): string => Buffer.from(bytes).toString('base64');

const malformedBasic = {
  'no-credentials': ['Basic', 'without credentials'],
  'not-base64': ['Basic !!!', 'whose credentials are not Base64'],
  'no-colon': [`Basic ${base64('nocolon')}`, 'whose credentials have no colon'],
  'only-colon': [`Basic ${base64(':')}`, 'whose credentials are a colon only'],
  'empty-id': [`Basic ${base64(':nobody')}`, 'whose client id is empty'],
  long: [`Basic ${'A'.repeat(7000)}`, 'of thousands of bytes'],
  'invalid-utf8': [`Basic ${base64(Buffer.from([0xff, 0x3a, 0xfe]))}`, 'whose credentials are not UTF-8'],
} as const;

const otherSchemes = { digest: 'Digest', bearer: 'Bearer', unknown: 'Some_Key' } as const;

const id = form('client_id');
const secret = form('client_secret');

/** Whether the body authenticates a client decides what its credentials mean there. */
const inBody = 'valid/client-in-body';

const ways: readonly Variation[] = [
  {
    probe: 'basic/wrong-secret',
    title: 'HTTP Basic with a wrong client secret',
    build: byBasic((draft, client, { random }) =>
      authorization(draft, basicCredentials(client.id, otherSecret(client, random))),
    ),
  },
  {
    probe: 'basic/unknown-client',
    title: 'HTTP Basic with a client id of nobody',
    comparedWith: ['basic/wrong-secret'],
    build: byBasic((draft, client, { random }) =>
      authorization(draft, basicCredentials(otherId(client, random), client.secret)),
    ),
  },
  {
    probe: 'basic/other-secret',
    title: 'HTTP Basic with the secret of another client',
    needs: [{ role: 'OTHER', parameters: ['client_secret'] }],
    build: byBasic((draft, client, context) => {
      const other = context.value('client_secret', 'OTHER');
      return other === undefined || other === client.secret
        ? undefined
        : authorization(draft, basicCredentials(client.id, other));
    }),
  },
  {
    probe: 'basic/empty-secret',
    title: 'HTTP Basic with an empty client secret',
    build: byBasic((draft, client) => authorization(draft, basicCredentials(client.id, ''))),
  },
  ...Object.entries(malformedBasic).map(
    ([name, [value, what]]): Variation => ({
      probe: `basic/malformed/${name}`,
      title: `HTTP Basic ${what}`,
      build: byBasic((draft) => authorization(draft, value)),
    }),
  ),
  ...Object.entries(otherSchemes).map(
    ([name, scheme]): Variation => ({
      probe: `basic/other-scheme/${name}`,
      title: `The credentials of HTTP Basic under the scheme ${scheme}`,
      build: byBasic((draft, client) =>
        authorization(draft, basicCredentials(client.id, client.secret).replace('Basic', scheme)),
      ),
    }),
  ),
  {
    probe: 'basic/both-identical',
    title: 'The client authenticated by HTTP Basic and in the body',
    comparedWith: [inBody],
    build: byBasic((draft, client) => withValue(withValue(draft, id, client.id), secret, client.secret)),
  },
  {
    probe: 'basic/both-conflicting',
    title: 'The right secret in HTTP Basic and a wrong one in the body, and the other way round',
    comparedWith: [inBody],
    build: {
      request: byBasic((draft, client, { random }) =>
        withValue(withValue(draft, id, client.id), secret, otherSecret(client, random)),
      ),
      reversed: byBasic((draft, client, { random }) =>
        withValue(
          withValue(
            authorization(draft, basicCredentials(client.id, otherSecret(client, random))),
            id,
            client.id,
          ),
          secret,
          client.secret,
        ),
      ),
    },
  },
  {
    probe: 'basic/two-clients',
    title: 'One client in HTTP Basic and another one in the body, both with the right secret',
    comparedWith: [inBody],
    needs: [{ role: 'OTHER', parameters: ['client_id', 'client_secret'] }],
    build: byBasic((draft, client, context) => {
      const other = context.value('client_id', 'OTHER');
      return other === undefined || other === client.id
        ? undefined
        : withValue(withValue(draft, id, other), secret, context.value('client_secret', 'OTHER') ?? '');
    }),
  },
  {
    probe: 'basic/two-headers',
    title: 'Two Authorization headers, of HTTP Basic with the right secret and with a wrong one',
    build: byBasic((draft, client, { random }) =>
      repeated(
        draft,
        { in: 'header', name: 'Authorization' },
        basicCredentials(client.id, otherSecret(client, random)),
        'after',
      ),
    ),
  },
  {
    probe: 'basic/mismatched-client-id',
    title: 'HTTP Basic and the id of another client in the body',
    build: byBasic((draft, client, context) => {
      const other = context.has('OTHER', 'client_id') ? context.value('client_id', 'OTHER') : undefined;
      return withValue(
        draft,
        id,
        other !== undefined && other !== client.id ? other : otherId(client, context.random),
      );
    }),
  },
];

export function wrongBasic({ clientAuthentication }: Contract): Variation[] {
  // Where the body is the usual place, every grant shows that it works.
  const shownAnyway = clientAuthentication[0] === 'client_secret_post' ? [inBody] : [];
  return ways.map((variation) => ({
    ...variation,
    // Whether the server takes Basic at all decides what a refusal means.
    comparedWith: [
      'basic/valid',
      ...(variation.comparedWith ?? []).filter((probe) => !shownAnyway.includes(probe)),
    ],
  }));
}
