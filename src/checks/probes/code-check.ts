/** Checks of the form ERR(code): the request is refused with one of these error codes. */
import type { RequirementId } from '../../requirements/catalogue.js';
import {
  type Check,
  type Example,
  type Judgement,
  notApplicable,
  type Severity,
  type Subject,
} from '../check.js';
import { example, oauthError, type SubjectLiteral } from '../examples.js';
import type { ErrorExpectation } from '../predicates.js';
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
  /** The subject of the examples. */
  readonly literal: SubjectLiteral;
}

/** None of these is the right answer to any probe. */
const neverRight = 'temporarily_unavailable';

export function codeCheck(definition: CodeCheck): Check {
  const { id, title, requirements, probes, codes, tolerated = {}, issuedElsewhere = false } = definition;
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
      return refusedWithCode(subject, { codes, tolerated });
    },
    examples: {
      conforming: [
        ...codes.map((code) => example(code, oauthError(code), literal)),
        example(
          'another status and further members: both are judged elsewhere',
          oauthError(codes[0] ?? neverRight, 401, { error_description: 'refused', trace_id: '7f3a' }),
          literal,
        ),
      ],
      violating: [
        example('a code that says something else', oauthError(neverRight), literal),
        ...(issuedElsewhere ? [] : [example('a token', {}, literal)]),
        ...lenient,
      ],
    },
  };
}
