import { responseFor } from '../../contract/responses.js';
import { mediaType } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { isTokenEndpoint } from '../classes.js';
import { describedResponse, example, observation, subject } from '../examples.js';
import { quoted } from '../quoting.js';

function inRange(type: string, range: string): boolean {
  return range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
}

const described = (...mediaTypes: string[]) => ({
  contract: { responses: [describedResponse('default', { mediaTypes })] },
});

export const contractMediaType: Check = {
  id: 'contract-media-type',
  title: 'The contract documents the media type of every response',
  requirements: ['CONTRACT-media-type-documented'],
  on: { every: 'any' },
  judge: onResponse((response, { contract, probe, observation: { request } }) => {
    // What is described for 405 is the answer to the other methods.
    const described =
      request.method === contract.method || (response.status === 405 && request.method !== 'HEAD');
    if (!described || !isTokenEndpoint(probe)) return notApplicable('not described by the contract');
    // A crash is one defect, of the check never-5xx.
    if (response.status >= 500) return notApplicable('judged by never-5xx');
    const ranges = responseFor(contract, response.status)?.mediaTypes ?? [];
    if (ranges.length === 0) return notApplicable('the contract describes no body for this status');
    const type = mediaType(response);
    if (type === undefined) return notApplicable('the response has no Content-Type');
    if (response.body.length === 0) return notApplicable('the response has no body');
    return ranges.some((range) => inRange(type, range))
      ? pass
      : violation(ranges.join(' or '), `Content-Type is ${quoted(type)}`);
  }),
  examples: {
    conforming: [
      example(
        'case and parameters do not matter',
        { headers: [['Content-Type', 'Application/JSON; charset=UTF-8']] },
        described('application/json'),
      ),
      example(
        'a range',
        { headers: [['Content-Type', 'application/problem+json']] },
        described('application/*'),
      ),
    ],
    violating: [
      {
        name: 'the HTML page of a gateway for another method',
        subject: subject(
          observation(
            { status: 405, headers: [['Content-Type', 'text/html']], body: '<p>Method Not Allowed' },
            { method: 'PUT' },
          ),
          described('application/json'),
        ),
      },
      example(
        'the HTML page of a gateway',
        { status: 400, headers: [['Content-Type', 'text/html']], body: '<p>Bad Request' },
        described('application/json'),
      ),
    ],
  },
};
