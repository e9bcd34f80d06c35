/** What scenarios are built against in these tests: a literal contract, identities, and a server that answers at will. */

import { contract as bareContract, oauthError, observation, parameter } from '../../src/checks/examples.js';
import type { Contract } from '../../src/contract/contract.js';
import { accessToken, refreshToken } from '../../src/http/answer.js';
import type { Observation } from '../../src/http/observation.js';
import { encodeRequest, type RequestDraft } from '../../src/scenarios/request.js';
import type { Role, Scenario, Step, StepContext } from '../../src/scenarios/scenario.js';
import { seededFaker } from '../../src/scenarios/values.js';
import type { Identity } from '../../src/session/identity.js';
import { createRequestBuilder } from '../../src/session/valid-request.js';

const scope = parameter('scope', { required: false, documented: 'all' });
const notBlank = { type: 'string', pattern: '\\S' };
const address = { type: 'string', anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }] };

/** Both grants, three required headers (one with an alternative), all companions. */
export const contract: Contract = {
  ...bareContract,
  parameters: [
    parameter('Realm', {
      in: 'header',
      schema: notBlank,
      documented: 'z01j3e71zd',
      alternative: parameter('realmIdentifier', { in: 'query', required: false, schema: notBlank }),
    }),
    parameter('X-Forwarded-For', {
      in: 'header',
      schema: address,
      documented: '222.12.211.12',
      enforced: 'unknown',
    }),
    parameter('X-Fingerprint', {
      in: 'header',
      schema: notBlank,
      documented: '09BD47A5-9380',
      enforced: 'unknown',
    }),
  ],
  grants: bareContract.grants.map((grant) => ({
    ...grant,
    parameters: [
      ...grant.parameters.map((one) =>
        one.name === 'refresh_token' ? { ...one, schema: { type: 'string', minLength: 1 } } : one,
      ),
      scope,
    ],
  })),
  companions: {
    revocation: { method: 'POST', path: '/oauth/revoke' },
    introspection: { method: 'POST', path: '/oauth/introspect' },
    resource: { method: 'GET', path: '/me' },
    metadata: { method: 'GET', path: '/.well-known/oauth-authorization-server' },
    jwks: { method: 'GET', path: '/jwks' },
  },
};

type Values = Readonly<Record<string, string>>;

export const mainValues: Values = {
  Realm: 'z01j3e71zd',
  realmIdentifier: 'z01j3e71zd',
  'X-Forwarded-For': '222.12.211.12',
  'X-Fingerprint': '09BD47A5-9380',
  username: 'Alice',
  password: 'Wonder1and!',
  client_id: 'Api-client',
  client_secret: 'Open5esame',
  scope: 'all',
  cors_origins: 'https://app.example',
};

export const everyRole: Readonly<Partial<Record<Role, Values>>> = {
  OTHER: {
    Realm: 'z02another',
    username: 'Bob',
    password: 'Builder99',
    client_id: 'other-client',
    client_secret: 'Rumpel5tilz',
    scope: 'read',
  },
  SPECIAL: {
    username: 'Zoë a+b',
    password: `p ss%&=+ö${'x'.repeat(80)}`,
    client_id: 'ä:b',
    client_secret: 'c+d: é',
  },
  DISABLED: { username: 'Carol', password: 'Lock3dout' },
  RESTRICTED: { client_id: 'restricted', client_secret: 'Bound4ries', scope: 'batch' },
  PUBLIC: { client_id: 'public-app' },
};

export const disposable: Values = { username: 'Mallory', password: 'Expend4ble' };

export interface World {
  readonly contract: Contract;
  readonly values: Values;
  readonly roles: Readonly<Partial<Record<Role, Values>>>;
  readonly seed: number;
  /** How the server answers a step; default: with new tokens. */
  answer(step: Step, count: number): Observation;
}

/** New tokens with each answer. */
export function newTokens(count: number): Observation {
  return observation({
    json: {
      access_token: `access-${count}-aB3dE`,
      token_type: 'Bearer',
      refresh_token: `refresh-${count}-kL5mN`,
    },
  });
}

export const refused = (error: string): Observation => observation(oauthError(error));

export const world: World = {
  contract,
  values: mainValues,
  roles: everyRole,
  seed: 1,
  answer: (_, count) => newTokens(count),
};

function identityOf({ values, roles }: World): Identity {
  return {
    value: (name, { role } = {}) => (role && roles[role]?.[name]) ?? values[name],
    has: (role, ...names) => names.every((name) => roles[role]?.[name] !== undefined),
  };
}

class NotSent extends Error {}

function contextOf(
  given: World,
  purpose: string,
  observations: ReadonlyMap<string, Observation>,
): StepContext {
  const identity = identityOf(given);
  const builder = createRequestBuilder({
    contract: given.contract,
    baseUrl: 'https://server.example',
    identity,
    version: 'test',
  });
  const observed = (step: string): Observation => {
    const found = observations.get(step) ?? observations.get(`${step}/1`);
    if (!found) throw new NotSent(step);
    return found;
  };
  return {
    contract: given.contract,
    random: seededFaker(given.seed, purpose),
    valid: (grant, options) => builder.valid(grant, options),
    value: (name, role) => identity.value(name, { role }),
    has: (role, ...names) => identity.has(role, ...names),
    takesWrong: (kind) =>
      kind === 'user' && identity.has('DISPOSABLE', 'username', 'password') ? 'DISPOSABLE' : undefined,
    authenticate: (draft, role) => builder.authenticate(draft, { role }),
    companion: (which) => builder.companion(which),
    observed,
    found: (step) => observations.get(step),
    burst: (step) =>
      [...observations].flatMap(([name, given]) =>
        name === step || name.startsWith(`${step}/`) ? [given] : [],
      ),
    callback: (name) => `http://127.0.0.1:1/x/${name}`,
    leeway: 300_000,
    token(step, member) {
      const token = (member === 'access_token' ? accessToken : refreshToken)(observed(step));
      if (token === undefined) throw new NotSent(`${step} without ${member}`);
      return token;
    },
  };
}

/** The drafts of a scenario by step name, `undefined` for a step that does not apply; each is encoded, too. */
export function build(
  scenario: Scenario,
  given: World = world,
): ReadonlyMap<string, RequestDraft | undefined> {
  const observations = new Map<string, Observation>();
  const context = contextOf(given, scenario.id, observations);
  const drafts = new Map<string, RequestDraft | undefined>();
  for (const step of scenario.steps) {
    for (let copy = 0; copy < (step.burst ?? 1); copy++) {
      const name = step.burst === undefined ? step.name : `${step.name}/${copy + 1}`;
      const draft = step.build(context, copy);
      drafts.set(name, draft);
      if (!draft) continue;
      encodeRequest(draft);
      observations.set(name, given.answer(step, observations.size + 1));
    }
  }
  return drafts;
}

/** The valid request of a scenario's grant, as the main identity sends it. */
export function validDraft(scenario: Scenario, given: World = world): RequestDraft {
  const values = scenario.grant === 'refresh_token' ? { refresh_token: 'refresh-1-kL5mN' } : {};
  return contextOf(given, 'valid', new Map()).valid(scenario.grant, { values });
}

function lines(part: string, fields: RequestDraft['form']): string[] {
  return fields.map(([name, value]) => `${part} ${name}=${value}`);
}

/** What a draft has and the valid one has not (`+`), and the other way round (`-`). */
export function differences(valid: RequestDraft, draft: RequestDraft): string[] {
  const text = (given: RequestDraft): string[] => [
    `method ${given.method}`,
    `url ${given.url}`,
    ...lines('header', given.headers),
    ...lines('query', given.query),
    ...(given.body
      ? [`body ${given.body.bytes === undefined ? 'none' : given.body.bytes.toString('utf8')}`]
      : lines('form', given.form)),
    `type ${given.contentType ?? 'none'}`,
  ];
  const before = text(valid);
  const after = text(draft);
  const remaining = [...after];
  const gone = before.filter((line) => {
    const at = remaining.indexOf(line);
    if (at >= 0) remaining.splice(at, 1);
    return at < 0;
  });
  const found = [...gone.map((line) => `- ${line}`), ...remaining.map((line) => `+ ${line}`)];
  if (found.length === 0 && before.join('\n') !== after.join('\n')) return ['order'];
  return found;
}
