import { gzipSync } from 'node:zlib';
import { bodyText, header } from '../../../http/answer.js';
import { type Check, inconclusive, pass, violation } from '../../check.js';
import { example, oauthError, observation } from '../../examples.js';
import { shielded, whatCame } from '../../predicates.js';
import { quoted } from '../../quoting.js';
import { granted, tokenIssued } from '../outcome.js';
import { sentHeaders } from '../sent.js';

const literal = { probe: 'valid/accept-encoding/identity' };
const sent = (codings: string) => ({ headers: [['Accept-Encoding', codings]] as const });
const body = JSON.stringify({ access_token: 'mF_9.B5f-4.1JqM', token_type: 'Bearer' });
const gzipped = { body: gzipSync(body), more: [['Content-Encoding', 'gzip']] as const };

const codingsOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.split(';', 1)[0]?.trim().toLowerCase().replace(/^x-/, '') ?? '')
    .filter((coding) => coding !== '' && coding !== 'identity');

/** RFC 9110 section 12.5.3: a coding that the client lists, or none. */
export const codingOffered: Check = {
  id: 'coding-offered',
  title: 'A response is compressed only in a coding that the request offers, and can be decoded.',
  requirements: ['RFC9110-12.5.3-accept-encoding'],
  on: { probes: ['valid/accept-encoding/*'] },
  judge(subject) {
    const { observation: given } = subject;
    const { response } = given;
    const blocked = shielded(given);
    if (blocked !== undefined) return inconclusive(blocked);
    const offered = codingsOf(sentHeaders(given, 'Accept-Encoding').join());
    const used = response ? codingsOf(header(response, 'Content-Encoding') ?? '') : [];
    const foreign = used.find((coding) => !offered.includes(coding));
    if (foreign !== undefined)
      return violation(
        `no content coding but ${offered.join(', ') || 'identity'}`,
        `Content-Encoding ${quoted(foreign)}`,
      );
    if (response && used.length > 0 && bodyText(response) === undefined)
      return violation(`a body in the coding ${used.join(', ')}`, 'bytes that cannot be decoded');
    // RFC 9110 section 12.5.3: 415 and 406 are for other fields; an offer is never a mistake.
    if (tokenIssued(given)) return pass;
    const judgement = granted(subject);
    return judgement.kind === 'violation' ? violation(judgement.expected, whatCame(given)) : judgement;
  },
  examples: {
    conforming: [
      example('none used', observation({}, sent('identity')), literal),
      example('gzip used where it is offered', observation(gzipped, sent('gzip, deflate, br')), literal),
      example('none used where some are offered', observation({}, sent('gzip;q=1.0, br')), literal),
    ],
    violating: [
      example('gzip, which is not offered', observation(gzipped, sent('identity')), literal),
      example('gzip that is none', observation({ body, more: gzipped.more }, sent('gzip, br')), literal),
      example('refused', observation(oauthError('invalid_request', 406), sent('identity')), literal),
    ],
  },
};
