/** What RFC 6749 sections 5.1 and 5.2 ask of the media type of both answers. */
import { mediaType } from '../http/answer.js';
import type { ReceivedResponse } from '../http/observation.js';
import { type Judgement, pass, violation } from './check.js';
import { quoted } from './quoting.js';

/** A violation where the response is labelled as anything but application/json; parameters do not matter. */
export function labelledAsJson(response: ReceivedResponse): Judgement {
  const type = mediaType(response);
  if (type === 'application/json') return pass;
  return violation(
    'Content-Type application/json',
    type === undefined ? 'Content-Type is absent' : `Content-Type is ${quoted(type)}`,
  );
}
