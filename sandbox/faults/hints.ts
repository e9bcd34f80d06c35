/** Defects of `token_type_hint`: RFC 7009 section 2.1, RFC 7662 section 2.1. */
import type { OutgoingResponse, Server } from '../model.js';
import type { Policy } from '../policy.js';
import { invalidRequest, Refusal } from '../refusal.js';
import { forServices } from '../run-conditions.js';
import { type Fault, inArea } from './fault.js';

type About = 'revocationEndpoint' | 'introspectionEndpoint';

/** Answers in place of the endpoint where the hint is not right for the token; `undefined`: as it should be. */
const misled =
  (
    endpoint: About,
    isMisleading: (hint: string, isRefreshToken: boolean) => boolean,
    answer: (server: Server) => OutgoingResponse,
  ) =>
  (policy: Policy): Partial<Policy> => ({
    [endpoint]: async (...[server, request]: Parameters<Policy[About]>) => {
      const parameters = policy.readForm(server, request);
      const hint = parameters.get('token_type_hint');
      const isRefreshToken = policy.findRefreshToken(server, parameters.get('token') ?? '') !== undefined;
      if (hint === undefined || !isMisleading(hint, isRefreshToken)) return policy[endpoint](server, request);
      policy.authenticateClient(server, request, parameters);
      return answer(server);
    },
  });

const known = ['access_token', 'refresh_token'];
const isUnknown = (hint: string): boolean => !known.includes(hint);
const isOfOtherKind = (hint: string, isRefreshToken: boolean): boolean =>
  hint === (isRefreshToken ? 'access_token' : 'refresh_token');

const withoutEffect = (server: Server): OutgoingResponse => server.policy.revocationAnswer(server);

const unsupported = (): never => {
  throw new Refusal('unsupported_token_type', 'The kind of token is not supported');
};

const inactive = (server: Server): OutgoingResponse => ({
  status: 200,
  headers: server.policy.jsonHeaders(server),
  body: '{"active":false}',
});

export const hintFaults: readonly Fault[] = inArea('companions', [
  {
    id: 'revocation-by-hint-only',
    breaks: ['RFC7009-2.1-wrong-hint'],
    sentence: 'Revocation looks only among the tokens that the hint names: 200 and no effect.',
    bend: misled('revocationEndpoint', isOfOtherKind, withoutEffect),
  },
  {
    id: 'revocation-wrong-hint-refused',
    breaks: ['RFC7009-2.1-wrong-hint'],
    sentence: 'A hint that names the other kind of token is an error.',
    bend: misled('revocationEndpoint', isOfOtherKind, () => {
      throw invalidRequest('The token is not of this kind');
    }),
  },
  {
    id: 'revocation-wrong-hint-404',
    breaks: ['RFC7009-2.1-wrong-hint'],
    sentence: 'A hint that names the other kind of token finds nothing: 404.',
    bend: misled('revocationEndpoint', isOfOtherKind, ({ policy }) => {
      throw policy.notFound();
    }),
  },
  {
    id: 'revocation-unknown-hint-refused',
    breaks: ['RFC7009-2.2-unknown-hint-ignored'],
    sentence: 'A hint that is not known is refused with unsupported_token_type.',
    bend: misled('revocationEndpoint', isUnknown, unsupported),
  },
  {
    id: 'revocation-unknown-hint-without-effect',
    breaks: ['RFC7009-2.2-unknown-hint-ignored'],
    sentence: 'With a hint that is not known nothing is revoked, and the answer is 200.',
    bend: misled('revocationEndpoint', isUnknown, withoutEffect),
  },
  {
    id: 'revocation-unknown-hint-500',
    breaks: ['RFC7009-2.2-unknown-hint-ignored'],
    sentence: 'A hint that is not known crashes the revocation.',
    bend: misled('revocationEndpoint', isUnknown, () => {
      throw new Error('no enum constant');
    }),
  },
  {
    id: 'revocation-of-client-tokens-by-hint-only',
    run: forServices,
    breaks: ['RFC7009-2.1-wrong-hint'],
    sentence: 'The access token of a client is not found among the refresh tokens: 200 and no effect.',
    bend: misled('revocationEndpoint', isOfOtherKind, withoutEffect),
  },
  {
    id: 'revocation-of-client-tokens-unknown-hint',
    run: forServices,
    breaks: ['RFC7009-2.2-unknown-hint-ignored'],
    sentence: 'The access token of a client outlives its revocation with a hint that is not known.',
    bend: misled('revocationEndpoint', isUnknown, withoutEffect),
  },
  {
    id: 'introspection-by-hint-only',
    breaks: ['RFC7662-2.1-wrong-hint'],
    sentence: 'Introspection looks only among the tokens that the hint names.',
    bend: misled('introspectionEndpoint', isOfOtherKind, inactive),
  },
  {
    id: 'introspection-wrong-hint-refused',
    breaks: ['RFC7662-2.1-wrong-hint'],
    sentence: 'Introspection refuses a hint that names the other kind of token.',
    bend: misled('introspectionEndpoint', isOfOtherKind, unsupported),
  },
  {
    id: 'introspection-unknown-hint-inactive',
    breaks: ['RFC7662-2.1-wrong-hint'],
    sentence: 'Introspection finds nothing by a hint that is not known.',
    bend: misled('introspectionEndpoint', isUnknown, inactive),
  },
]);
