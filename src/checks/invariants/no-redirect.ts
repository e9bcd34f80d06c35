import { header } from '../../http/answer.js';
import { onOperation } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, observation, subject } from '../examples.js';
import { isGrant } from '../predicates.js';

const methodMayChange = new Set([301, 302, 303]);

function sameHost(location: string | undefined, url: string): boolean {
  if (location === undefined || !URL.canParse(location, url)) return false;
  return new URL(location, url).hostname === new URL(url).hostname;
}

const to = (status: number, location: string) => ({
  status,
  headers: [['Location', location] as const],
  body: '',
});

export const noRedirect: Check = {
  id: 'no-redirect',
  title: 'A token request is not redirected',
  requirements: ['RFC9700-4.12-no-307'],
  on: { every: 'any' },
  judge: onOperation((response, { observation: { request } }) => {
    if (response.status < 300 || response.status > 399) return pass;
    // A token with the wrong status is one defect, of the check grant-status-200.
    if (isGrant(response)) return notApplicable('a grant');
    const canonical =
      methodMayChange.has(response.status) && sameHost(header(response, 'Location'), request.url);
    return violation('no redirect', `HTTP ${response.status}`, canonical ? { severity: 'warn' } : {});
  }),
  examples: {
    conforming: [
      example('Location without a redirect', { more: [['Location', '/oauth/token/1']] }),
      {
        name: 'a browser that looks at the endpoint',
        subject: subject(observation(to(302, '/'), { method: 'GET' })),
      },
    ],
    violating: [
      example('the body would be sent again', to(307, '/oauth/token/')),
      example('308', to(308, 'https://other.example/oauth/token')),
      example('to another host', to(302, 'https://login.example/')),
      example('to a canonical path', to(301, '/oauth/token/'), {}, 'warn'),
    ],
  },
};
