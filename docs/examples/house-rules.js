/** Rules of one house, for `token-conformance run --checks house-rules.js`. */
import { header, notApplicable, pass, violation, withHeader } from 'token-conformance';

/** @type {import('token-conformance').Extension} */
export default {
  requirements: [
    {
      id: 'HOUSE-4-request-id',
      level: 'SHOULD',
      document: 'House rules',
      section: '4',
      sentence: 'Every answer carries an X-Request-Id.',
    },
    {
      id: 'HOUSE-5-traceparent',
      level: 'MUST',
      document: 'House rules',
      section: '5',
      sentence: 'A request with a traceparent header is granted.',
    },
  ],
  checks: [
    {
      id: 'house-request-id',
      title: 'every answer carries an X-Request-Id',
      requirements: ['HOUSE-4-request-id'],
      // An invariant: judged on every answer of the run.
      on: { every: 'any' },
      judge({ observation: { response } }) {
        if (!response) return notApplicable('there was no answer');
        return header(response, 'X-Request-Id') ? pass : violation('a header X-Request-Id', 'none');
      },
    },
    {
      id: 'house-traceparent-granted',
      title: 'a request with a traceparent header is granted',
      requirements: ['HOUSE-5-traceparent'],
      // Judged where this was tried: see the scenario below.
      on: { probes: ['house/traceparent'] },
      judge({ observation: { response } }) {
        return response?.status === 200 ? pass : violation('HTTP 200', `HTTP ${response?.status}`);
      },
    },
  ],
  scenarios(_contract, grant) {
    if (grant.type !== 'password') return [];
    return [
      {
        id: 'password/house/traceparent',
        family: 'valid-grants',
        grant: 'password',
        title: 'The valid request with a traceparent header (W3C Trace Context)',
        tags: ['@house'],
        needs: [],
        steps: [
          {
            name: 'request',
            probe: 'house/traceparent',
            build: ({ valid }) =>
              withHeader(
                valid('password'),
                'traceparent',
                '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
              ),
          },
        ],
      },
    ];
  },
};
