import { jsonObject } from '../../../http/answer.js';
import { type Check, violation } from '../../check.js';
import { example, oauthError, observation, tokenResponse } from '../../examples.js';
import { isRejected, shielded, whatCame } from '../../predicates.js';
import { refusedWithCode, tokenIssued } from '../outcome.js';
import { sentForm } from '../sent.js';
import { everyScope } from '../token-facts.js';

const literal = { probe: 'scope/malformed/quote' };
const sent = { form: [['scope', 'a"b']] } as const;
const expected = 'invalid_scope, or a grant without the malformed scope';

export const malformedScopeHarmless: Check = {
  id: 'malformed-scope-harmless',
  title: 'A scope outside the grammar is refused, or ignored without damage.',
  requirements: ['RFC6749-5.2-malformed-scope'],
  on: { probes: ['scope/malformed/*', 'body/control-character/scope'] },
  judge(subject) {
    const { observation: given, peer } = subject;
    const broken = given.response && isRejected(given.response) && jsonObject(given.response) === undefined;
    const unknown = peer('scope/unknown')?.response;
    if (broken && shielded(given) === undefined && unknown && jsonObject(unknown))
      return violation('a refusal that is a JSON object, as for other scopes', whatCame(given));
    if (!tokenIssued(given)) return refusedWithCode(subject, { codes: ['invalid_scope', 'invalid_request'] });
    const named = everyScope(given);
    const requested = (sentForm(given).get('scope') ?? '').split(' ');
    return requested.some((scope) => named.has(scope))
      ? violation(expected, 'a grant that names the malformed scope')
      : violation('a refusal with error invalid_scope', 'a grant without the malformed scope', {
          severity: 'info',
        });
  },
  examples: {
    conforming: [
      example('refused', oauthError('invalid_scope'), literal),
      example('refused as malformed', oauthError('invalid_request'), literal),
    ],
    violating: [
      example(
        'the quote breaks the JSON of the refusal',
        { status: 400, body: '{"error":"invalid_scope","error_description":"a"b"}' },
        { ...literal, peers: { 'scope/unknown': observation(oauthError('invalid_scope')) } },
      ),
      example('granted', observation({ json: { ...tokenResponse, scope: 'a"b' } }, sent), literal),
      example('ignored', observation({}, sent), literal, 'info'),
      example('a code that says something else', oauthError('invalid_grant'), literal),
    ],
  },
};
