import { type Judgement, notApplicable, type Subject } from '../../check.js';

/** Precondition: a body of this media type is not described by the document. */
export function documentedMediaType(mediaType: string): (subject: Subject) => Judgement | undefined {
  return ({ contract }) =>
    contract.requestMediaTypes.includes(mediaType)
      ? notApplicable(`the document describes a body of type ${mediaType}`)
      : undefined;
}
