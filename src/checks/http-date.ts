/** Dates in header fields (RFC 9110 section 5.6.7). */
import { header } from '../http/answer.js';
import type { ReceivedResponse } from '../http/observation.js';

const imfFixdate =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** RFC 850 and asctime: recipients must read them, senders must not use them. */
const obsoleteDate =
  /^(?:[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/;

/** Milliseconds since the epoch; `undefined` when the value is not an IMF-fixdate. */
export function parseHttpDate(value: string): number | undefined {
  const parsed = imfFixdate.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

export function isObsoleteDate(value: string): boolean {
  return obsoleteDate.test(value);
}

/** The Date of a response, milliseconds since the epoch. */
export function dateOf(response: ReceivedResponse): number | undefined {
  return parseHttpDate(header(response, 'Date') ?? '');
}
