import { readJson } from '../../http/answer.js';
import type { ReceivedResponse } from '../../http/observation.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { oauthError, observation, subject, tokenResponse } from '../examples.js';
import { tokensIn } from '../predicates.js';
import { containsSecret, sentSecrets } from '../sent-secrets.js';

/** A secret in one of these is one defect, of the check no-credentials-in-url. */
const urlHeaders = new Set(['location', 'content-location', 'link', 'refresh']);

/** Everything but what was issued: a refresh token may come back unchanged. */
function shownText(response: ReceivedResponse): string {
  const headers = response.headers
    .filter(([name]) => !urlHeaders.has(name.toLowerCase()))
    .map(([, value]) => value);
  const text = [...headers, readJson(response).text].join('\n');
  return tokensIn(response).reduce((rest, token) => rest.replaceAll(token, ' '), text);
}

const withCredentials = {
  form: [
    ['username', 'alice'],
    ['password', 'Secret<12>3'],
    ['client_secret', 'secret'],
    ['refresh_token', tokenResponse.refresh_token],
  ] as const,
};
const answered = (answer: Parameters<typeof observation>[0]) => subject(observation(answer, withCredentials));
const saying = (text: string) => answered(oauthError('invalid_grant', 400, { error_description: text }));

export const noSecretEcho: Check = {
  id: 'no-secret-echo',
  title: 'A response does not echo a secret that was sent',
  requirements: ['ASVS5-16.5.1-no-secret-echo'],
  on: { every: 'any' },
  judge: onResponse((response, judged) => {
    const secrets = sentSecrets(judged);
    if (secrets.length === 0) return notApplicable('the request carried no secret that would be recognised');
    const text = shownText(response);
    const echoed = secrets.find(({ value }) => containsSecret(text, value));
    return echoed
      ? violation('no secret in the response', `the response contains what was sent as ${echoed.name}`)
      : pass;
  }),
  examples: {
    conforming: [
      { name: 'the refresh token comes back unchanged', subject: answered({}) },
      { name: 'words that happen to be a secret', subject: saying('Bad client secret') },
      { name: 'part of a longer word', subject: saying('xSecret<12>3x') },
    ],
    violating: [
      { name: 'plain', subject: saying('Bad credentials for alice/Secret<12>3') },
      { name: 'HTML-encoded', subject: answered({ status: 400, body: '<p>Secret&lt;12&gt;3</p>' }) },
      { name: 'percent-encoded', subject: saying('password=Secret%3c12%3e3') },
      {
        name: 'base64 in a header',
        subject: answered({
          status: 400,
          more: [['X-Debug', Buffer.from('Secret<12>3').toString('base64')]],
        }),
      },
      {
        name: 'the refresh token in an error',
        subject: saying(`Unknown token: ${tokenResponse.refresh_token}`),
      },
      {
        name: 'HTTP Basic',
        subject: subject(
          observation(oauthError('invalid_client', 401, { header: 'Basic YXBpOmx0LTQ3MTE=' }), {
            headers: [['Authorization', 'Basic YXBpOmx0LTQ3MTE=']],
          }),
        ),
      },
    ],
  },
};
