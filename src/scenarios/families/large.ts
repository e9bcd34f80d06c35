/** Requests far larger than any client needs: refused, and soon (OWASP API4, RFC 6585 section 5). */
import type { Contract, Grant, Parameter } from '../../contract/contract.js';
import { type RequestDraft, withHeader, withValue } from '../request.js';
import { nameOf, parameterOf, refreshGrant } from './grants.js';
import { carrying, type Variation, when } from './variation.js';

const kilobyte = 1024;

/** Longer than a column of a database, and short enough to reach one. */
const longText = 8 * kilobyte;

/** A derivation of a key from a password takes all of it; nobody may make a server do that. */
const longPassword = 1024 * kilobyte;

function longValue(parameter: Parameter, length: number): Variation {
  const { name } = parameter;
  return {
    probe: `large/parameter/${name}`,
    title: `The ${nameOf(parameter)} of ${length / kilobyte} kB`,
    parameter,
    optIns: ['large'],
    build(valid, context) {
      const draft = carrying(parameter, valid, context);
      return draft && withValue(draft, parameter, 'a'.repeat(length));
    },
  };
}

const changed = (probe: string, title: string, change: (draft: RequestDraft) => RequestDraft): Variation => ({
  probe,
  title,
  optIns: ['large'],
  build: (valid) => change(valid()),
});

const ofTheMessage: readonly Variation[] = [
  changed('large/many-parameters', 'With 5000 form parameters that nobody knows', (draft) => ({
    ...draft,
    form: [...draft.form, ...Array.from({ length: 5000 }, (_, at) => [`x_${at}`, '1'] as const)],
  })),
  changed('large/header', 'With a header of 64 kB', (draft) =>
    withHeader(draft, 'X-Probe', 'a'.repeat(64 * kilobyte)),
  ),
  changed('large/request-target', 'With a query of 70 kB', (draft) =>
    withValue(draft, { in: 'query', name: 'x' }, 'a'.repeat(70 * kilobyte)),
  ),
];

/** Looked up like any other one, in whatever column it is kept. */
const longRefreshToken: Variation = {
  probe: `large/parameter/${refreshGrant}`,
  title: `A refresh token of ${longText / kilobyte} kB`,
  optIns: ['large'],
  build: (_, { valid }) => valid(refreshGrant, { values: { refresh_token: 'a'.repeat(longText) } }),
};

export function large(contract: Contract, grant: Grant): Variation[] {
  const texts = ['username', 'client_id', 'client_secret', 'scope', 'grant_type'].flatMap(
    (name) => parameterOf(grant, name) ?? [],
  );
  const password = parameterOf(grant, 'password');
  return [
    ...texts.map((parameter) => longValue(parameter, longText)),
    ...(password ? [longValue(password, longPassword)] : []),
    ...when(
      contract.grants.some(({ type }) => type === refreshGrant),
      longRefreshToken,
    ),
    ...ofTheMessage,
  ];
}
