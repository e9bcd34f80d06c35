/** Checks of the form ERR(code): the request is refused with one of these error codes. */
import { stringMember } from '../../http/answer.js';
import type { RequirementId } from '../../requirements/catalogue.js';
import {
  type Check,
  type Example,
  type Judgement,
  notApplicable,
  type Severity,
  type Subject,
  violation,
} from '../check.js';
import { example, oauthError, type SubjectLiteral } from '../examples.js';
import { type ErrorExpectation, shielded, whatCame } from '../predicates.js';
import { crashed, refusedWithCode, tokenIssued } from './outcome.js';

export interface CodeCheck extends ErrorExpectation {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  readonly probes: readonly [string, ...string[]];
  /** Another check of the same probe convicts a token and a crash: this one judges the code alone. */
  readonly issuedElsewhere?: boolean;
  /** Judged first: says why the rule cannot be judged here, `undefined` when it can. */
  readonly precondition?: (subject: Subject) => Judgement | undefined;
  /** Statuses that are right here, where the catalogue judges them for this very request, too. */
  readonly statuses?: readonly number[];
  /** The subject of the examples. */
  readonly literal: SubjectLiteral;
}

/** The right code, with a status that is none of these; what HTTP itself refuses, it refuses with a status of its own. */
function otherStatus(subject: Subject, { codes, statuses }: CodeCheck): Judgement | undefined {
  const { observation } = subject;
  const status = observation.response?.status ?? 0;
  if (!statuses || statuses.includes(status) || status < 400 || status >= 500) return undefined;
  const error = observation.response && stringMember(observation.response, 'error');
  if (error === undefined || !codes.includes(error) || shielded(observation) !== undefined) return undefined;
  return violation(`HTTP ${statuses.join(' or ')} with error ${error}`, whatCame(observation));
}

/** None of these is the right answer to any probe. */
const neverRight = 'temporarily_unavailable';

export function codeCheck(definition: CodeCheck): Check {
  const { id, title, requirements, probes, codes, tolerated = {}, issuedElsewhere = false } = definition;
  const { statuses = [401] } = definition;
  const literal: SubjectLiteral = { probe: probes[0], ...definition.literal };
  const lenient = Object.entries(tolerated).map(
    ([code, severity]: [string, Severity]): Example =>
      example(`tolerated: ${code}`, oauthError(code), literal, severity),
  );
  return {
    id,
    title,
    requirements,
    on: { probes },
    judge(subject) {
      const prevented = definition.precondition?.(subject);
      if (prevented) return prevented;
      if (issuedElsewhere && (tokenIssued(subject.observation) || crashed(subject.observation)))
        return notApplicable('a token was issued, or the server crashed: judged by another check');
      return otherStatus(subject, definition) ?? refusedWithCode(subject, { codes, tolerated });
    },
    examples: {
      conforming: [
        ...codes.map((code) => example(code, oauthError(code), literal)),
        example(
          'another status and further members: both are judged elsewhere',
          oauthError(codes[0] ?? neverRight, statuses.at(-1), {
            error_description: 'refused',
            trace_id: '7f3a',
          }),
          literal,
        ),
      ],
      violating: [
        example('a code that says something else', oauthError(neverRight), literal),
        ...(issuedElsewhere ? [] : [example('a token', {}, literal)]),
        ...lenient,
        ...(definition.statuses
          ? [example('the right code with HTTP 422', oauthError(codes[0] ?? neverRight, 422), literal)]
          : []),
      ],
    },
  };
}
