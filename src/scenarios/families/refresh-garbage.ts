/** What is no refresh token, in every shape: each is refused, and the right token goes on to work. */
import type { Contract } from '../../contract/contract.js';
import { withHeader, without } from '../request.js';
import type { Scenario, Step, StepContext } from '../scenario.js';
import { refreshGrant } from './grants.js';
import { extended } from './near-miss.js';
import { flow, newest, refresh } from './refresh-steps.js';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Values that code for other things: a missing value, an operator, a pattern, a condition, a JWT nobody signed. */
const shapes: Readonly<Record<string, string>> = {
  null: 'null',
  operator: '{"$ne":null}',
  wildcard: '%',
  sql: "' OR '1'='1",
  unicode: 'ключ\u2028🔑',
  unsigned: `${part({ alg: 'none' })}.${part({ sub: 'admin', typ: 'Refresh' })}.`,
};

type Change = (token: string, context: StepContext) => string | undefined;

const half = (token: string): number => Math.ceil(token.length / 2);

/** Parts of the right token, and more than it. */
const parts: Readonly<Record<string, Change>> = {
  prefix: (token) => (token.length > 1 ? token.slice(0, half(token)) : undefined),
  extended: (token, { random }) => extended(token, random),
};

/** The right token in a wrapping that a lenient server may take off. */
const wrappings: Readonly<Record<string, Change>> = {
  quoted: (token) => `"${token}"`,
  bearer: (token) => `Bearer ${token}`,
  encoded: (token) => Buffer.from(token).toString('base64url'),
  // A server that decodes Base64 may ignore padding: no other token is meant by it.
  'padded-base64': (token) => (token.includes('=') ? undefined : `${token}=`),
};

const token = { in: 'form', name: refreshGrant } as const;

export function garbage(contract: Contract): Scenario {
  const steps: Step[] = [];
  const add = (
    name: string,
    probe: string,
    change: (context: StepContext, real: string) => ReturnType<Step['build']>,
  ) => {
    const before = steps.map((step) => step.name);
    steps.push({
      name,
      probe,
      // Where one was accepted after all, the login goes on with what it brought.
      build: (context) =>
        change(
          context,
          newest(context, 'issue', ...before.filter((earlier) => context.burst(earlier).length > 0)),
        ),
    });
  };
  for (const [name, value] of Object.entries(shapes))
    add(name, `refresh/shaped/${name}`, (context) => refresh(context, value));
  for (const [kind, changes] of [
    ['garbage', parts],
    ['exact', wrappings],
  ] as const)
    for (const [name, change] of Object.entries(changes))
      add(name, `refresh/${kind}/${name}`, (context, real) => {
        const changed = change(real, context);
        return changed === undefined || changed === real ? undefined : refresh(context, changed);
      });
  add('control-character', 'refresh/control-character', (context, real) =>
    refresh(context, `${real}\0\u0001\n\u007f`),
  );
  // Where HTTP Basic authenticates the client the header is taken.
  if (contract.clientAuthentication[0] !== 'client_secret_basic')
    add('in-authorization', 'refresh/in-authorization', (context, real) =>
      withHeader(without(refresh(context, real), token), 'Authorization', `Bearer ${real}`),
    );
  add('after-refusal', 'refresh/after-refusal', (context, real) => refresh(context, real));
  return {
    ...flow(contract, 'garbage', 'What is no refresh token, in many shapes, then the right one', steps),
    comparedWith: [`${refreshGrant}/missing/refresh_token`],
  };
}
