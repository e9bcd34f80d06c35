/** Judging one exchange that somebody else made: a log, a recording, a test of a client. Sends nothing. */
import { learnTokens } from '../checks/issued-tokens.js';
import { IssuedTokens } from '../checks/token-series.js';
import type { Contract } from '../contract/contract.js';
import type { Strictness } from '../contract/profile.js';
import type { Field, Observation } from '../http/observation.js';
import { printable, Redactor } from '../http/redaction.js';
import { judge as judgeSubject, verdictOf } from '../session/judge.js';
import { secretNamesOf } from '../session/secret-names.js';
import type { Verdict } from '../verdicts/verdict.js';

/** A request and its answer as somebody else recorded them. Secrets may stand in it; they do not come out in verdicts. */
export interface RecordedExchange {
  /** The grant type that was asked for. */
  readonly grant: string;
  /** What was tried, in the words of the command `list`: `missing/username`, … Default: `control`, the valid request. */
  readonly probe?: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly Field[];
    readonly body: string | Buffer;
  };
  readonly response: {
    readonly status: number;
    readonly headers: readonly Field[];
    readonly body: string | Buffer;
  };
}

function observationOf({ request, response }: RecordedExchange): Observation {
  return {
    request: { ...request, body: Buffer.from(request.body) },
    startedAt: Date.now(),
    milliseconds: 0,
    response: {
      ...{ statusText: '', httpVersion: '1.1', truncated: false },
      ...response,
      body: Buffer.from(response.body),
    },
    failure: undefined,
  };
}

/**
 * The verdicts of all checks that one exchange gives something to judge by; what needs a second exchange says so. The secrets of
 * the exchange are not in them.
 */
export function judge(
  contract: Contract,
  exchange: RecordedExchange,
  { strictness = 'rfc6749' }: { readonly strictness?: Strictness } = {},
): Verdict[] {
  const { grant, probe = 'control' } = exchange;
  const observation = observationOf(exchange);
  const redactor = new Redactor();
  redactor.learnRequest(observation.request, secretNamesOf(contract));
  if (observation.response) redactor.learnResponse(observation.response);
  const issued = new IssuedTokens();
  learnTokens(issued, observation);
  const judged = judgeSubject(
    {
      ...{ observation, grant, probe, contract, issued, strictness },
      parameter: undefined,
      control: probe === 'control' ? observation : undefined,
      step: () => undefined,
      peer: () => undefined,
      callbacks: [],
      burst: [observation],
      published: { metadata: undefined, jwks: undefined },
      enforcement: ({ enforced }) => enforced,
    },
    'exchange',
  );
  return judged.map((one) => verdictOf(probe, one, (text) => printable(redactor.text(text))));
}
