/** Codes, assertions and subject tokens that a server must not take. Each right one that a request presents is a fresh one. */
import { createHash } from 'node:crypto';
import { isSecretMethod } from '../../contract/client-authentication.js';
import type { Contract, Grant } from '../../contract/contract.js';
import { accessToken } from '../../http/answer.js';
import {
  basicCredentials,
  form,
  type RequestDraft,
  valuesOf,
  withHeader,
  without,
  withValue,
} from '../request.js';
import type { Need, StepContext } from '../scenario.js';
import { unknownSecret } from '../values.js';
import {
  assertionGrant,
  codeGrant,
  deviceGrant,
  exchangeGrant,
  hasParameters,
  parameterOf,
  presentedBy,
} from './grants.js';
import { differing, tampered } from './near-miss.js';
import { roleValues } from './role-values.js';
import { usedAfter } from './token-use.js';
import { type Build, type ValidRequest, type Variation, when } from './variation.js';

/** The fresh request with one parameter changed; `undefined` when it does not carry the parameter. */
const changing =
  (name: string, change: (value: string, context: StepContext) => string | undefined): Build =>
  (valid, context) => {
    const draft = valid();
    const [value] = valuesOf(draft, form(name));
    const changed = value === undefined ? undefined : change(value, context);
    return changed === undefined || changed === value ? undefined : withValue(draft, form(name), changed);
  };

/** RFC 7636 section 4.2: S256. */
const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

const leavingOut =
  (name: string): Build =>
  (valid) => {
    const draft = valid();
    return valuesOf(draft, form(name)).length === 0 ? undefined : without(draft, form(name));
  };

/** What an earlier step sent, once more: with new proof of the client, where it proves itself by a JWT. */
function again({ parameters }: Grant, step: string): Build {
  return (valid, { observed }) => {
    const sent = new URLSearchParams(observed(step).request.body?.toString());
    const own = parameters.filter(({ name }) => name !== 'grant_type' && !name.startsWith('client_'));
    return valid({
      values: Object.fromEntries(
        own.flatMap(({ name }) => (sent.has(name) ? [[name, sent.get(name) ?? '']] : [])),
      ),
    });
  };
}

function unknown(principal: string): Variation {
  return {
    probe: `presented/unknown/${principal}`,
    title: `The form parameter ${principal} with a value that was never issued`,
    // A subject token goes with its type; of a code nothing is used up.
    build:
      principal === 'subject_token'
        ? changing(principal, (_, { random }) => unknownSecret(random, 43))
        : (valid, { random }) => valid({ values: { [principal]: unknownSecret(random, 43) } }),
  };
}

/** RFC 6749 section 4.1.2, RFC 8628 section 3.4. */
function usedTwice(contract: Contract, grant: Grant): Variation {
  return {
    probe: 'presented/replay',
    title: 'One code presented twice',
    build: { first: (valid) => valid(), again: again(grant, 'first') },
    followedBy:
      grant.type === codeGrant
        ? usedAfter(contract, 'code-replay', ({ found }) => accessToken(found('first')))
        : [],
  };
}

function byOtherClient(contract: Contract): readonly Variation[] {
  const [method = 'none'] = contract.clientAuthentication;
  // Who the client is must be a matter of what the request says.
  const credentials =
    method === 'none' ? ['client_id'] : isSecretMethod(method) ? ['client_id', 'client_secret'] : undefined;
  if (!credentials) return [];
  const needs: Need[] = [{ role: 'OTHER', parameters: credentials }];
  return [
    {
      probe: 'presented/other-client',
      title: 'The code of one client presented by another one',
      needs,
      build: (valid, context) => valid({ values: roleValues(context, 'OTHER', ...credentials) }),
    },
  ];
}

/** Who presents it must prove to be the client that it was issued to (RFC 6749 sections 3.2.1 and 4.1.3). */
function withWrongSecret(contract: Contract): readonly Variation[] {
  switch (contract.clientAuthentication[0]) {
    case 'client_secret_post':
      return [
        {
          probe: 'credentials/client_secret/wrong',
          title: 'A wrong client secret',
          build: changing('client_secret', (real, { random }) =>
            differing(real, () => unknownSecret(random)),
          ),
        },
      ];
    case 'client_secret_basic':
      return [
        {
          probe: 'basic/wrong-secret',
          title: 'HTTP Basic with a wrong client secret',
          build(valid, context) {
            const [id, secret] = [context.value('client_id'), context.value('client_secret')];
            if (id === undefined || secret === undefined) return undefined;
            const wrong = differing(secret, () => unknownSecret(context.random));
            return withHeader(valid(), 'Authorization', basicCredentials(id, wrong));
          },
        },
      ];
    default:
      return [];
  }
}

const redirectUris: readonly Variation[] = [
  {
    probe: 'code/redirect-uri/missing',
    title: 'Without the redirect_uri of the authorization request',
    build: leavingOut('redirect_uri'),
  },
  {
    probe: 'code/redirect-uri/other',
    title: 'With another redirect_uri than the authorization request',
    build: changing('redirect_uri', () => 'https://other.example.invalid/callback'),
  },
  {
    probe: 'code/redirect-uri/extended',
    title: 'With the redirect_uri of the authorization request and more of a path',
    build: changing('redirect_uri', (uri) => `${uri}/more`),
  },
];

/** A required parameter is left out like every other one. */
const isOpen = (grant: Grant, name: string, probe: string): boolean =>
  !/\/(missing|empty)$/.test(probe) || parameterOf(grant, name)?.required !== true;

/** RFC 7636 section 4.6. */
function verifiers(grant: Grant): readonly Variation[] {
  const all: readonly Variation[] = [
    {
      probe: 'code/verifier/wrong',
      title: 'A code verifier that does not fit',
      build: changing('code_verifier', (_, { random }) => unknownSecret(random, 43)),
    },
    {
      probe: 'code/verifier/challenge',
      title: 'The code challenge in place of the code verifier',
      build: changing('code_verifier', (verifier) => challengeOf(verifier)),
    },
    {
      probe: 'code/verifier/missing',
      title: 'Without the code verifier',
      build: leavingOut('code_verifier'),
    },
    {
      probe: 'code/verifier/empty',
      title: 'The code verifier without a value',
      build: changing('code_verifier', () => ''),
    },
    {
      probe: 'code/verifier/of-another-code',
      title: 'The code verifier of another code',
      build(valid) {
        const [draft, other] = [valid(), valid()];
        const [verifier] = valuesOf(other, form('code_verifier'));
        return verifier === undefined ? undefined : withValue(draft, form('code_verifier'), verifier);
      },
    },
  ];
  const unasked: Variation = {
    probe: 'code/verifier/unasked',
    title: 'A code verifier with a code that was requested without a challenge',
    build: (valid, { random }) =>
      valid({ wanted: 'without-challenge', values: { code_verifier: unknownSecret(random, 43) } }),
  };
  return hasParameters(grant, 'code_verifier')
    ? [...all.filter(({ probe }) => isOpen(grant, 'code_verifier', probe)), unasked]
    : [];
}

const devices: readonly Variation[] = (['pending', 'denied', 'expired'] as const).map((wanted) => ({
  probe: `device/${wanted}`,
  title: `A device code that is ${wanted}`,
  build: (valid) => valid({ wanted }),
}));

/** The claims of a JWT; `undefined`: it is none. */
function claimsOf(jwt: string): Record<string, unknown> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** What a hook gave for something that is not to be accepted; `undefined` when it is not of that kind. */
function asWanted(
  valid: ValidRequest,
  wanted: 'expired' | 'wrong-audience',
  isSo: (claims: Record<string, unknown>, valid: () => Record<string, unknown> | undefined) => boolean,
): RequestDraft | undefined {
  const draft = valid({ wanted });
  const assertion = (one: RequestDraft) => claimsOf(valuesOf(one, form('assertion'))[0] ?? '');
  const claims = assertion(draft);
  return claims && isSo(claims, () => assertion(valid())) ? draft : undefined;
}

/** RFC 7523 section 3.1. */
const assertions: readonly Variation[] = [
  {
    probe: 'presented/assertion/broken-signature',
    title: 'An assertion whose signature does not fit',
    build: changing('assertion', (jwt) => {
      const at = jwt.lastIndexOf('.') + 1;
      const signature = tampered(jwt.slice(at), 'middle');
      return signature === undefined || at === 0 ? undefined : jwt.slice(0, at) + signature;
    }),
  },
  {
    probe: 'presented/assertion/unsigned',
    title: 'An assertion of alg none',
    build: changing('assertion', (jwt) => {
      const [, payload] = jwt.split('.');
      const header = Buffer.from('{"alg":"none"}').toString('base64url');
      return payload === undefined ? undefined : `${header}.${payload}.`;
    }),
  },
  {
    probe: 'presented/assertion/expired',
    title: 'An assertion that expired some minutes ago',
    build: (valid, { leeway }) =>
      asWanted(valid, 'expired', ({ exp }) => Number(exp) * 1000 < Date.now() - leeway),
  },
  {
    probe: 'presented/assertion/wrong-audience',
    title: 'An assertion for another audience',
    build: (valid) =>
      asWanted(valid, 'wrong-audience', ({ aud }, right) => {
        const audiences = [right()?.aud].flat();
        return ![aud].flat().some((one) => audiences.includes(one));
      }),
  },
];

/** RFC 8693 section 2.1. */
const actors: readonly Variation[] = [
  {
    probe: 'exchange/actor-token-alone',
    title: 'With an actor_token that has no actor_token_type',
    build(valid) {
      const draft = valid();
      const [subject = 'x'] = valuesOf(draft, form('subject_token'));
      return withValue(without(draft, form('actor_token_type')), form('actor_token'), subject);
    },
  },
  {
    probe: 'exchange/actor-type-alone',
    title: 'With an actor_token_type that has no actor_token',
    build: (valid) =>
      withValue(
        without(valid(), form('actor_token')),
        form('actor_token_type'),
        'urn:ietf:params:oauth:token-type:access_token',
      ),
  },
];

/** What is tried with grants whose requests present something from elsewhere. */
export function presentedVariations(contract: Contract, grant: Grant): Variation[] {
  const principal = presentedBy(grant.type);
  if (principal === undefined) return [];
  return [
    unknown(principal),
    ...withWrongSecret(contract),
    ...when(
      grant.type === codeGrant || grant.type === deviceGrant,
      usedTwice(contract, grant),
      ...byOtherClient(contract),
    ),
    ...when(
      grant.type === codeGrant,
      ...redirectUris.filter(({ probe }) => isOpen(grant, 'redirect_uri', probe)),
      ...verifiers(grant),
    ),
    ...when(grant.type === deviceGrant, ...devices),
    ...when(grant.type === assertionGrant, ...assertions),
    ...when(grant.type === exchangeGrant, ...actors),
  ];
}
