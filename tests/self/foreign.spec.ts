/**
 * Servers that others wrote are judged by their own documents and without a change in `src/`. Each deviation below
 * was held against the text of the standard; anything else that the harness finds would be a false finding.
 */
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { packageRoot } from '../../src/settings/package-root.js';
import type { ForeignServer } from './foreign/foreign-server.js';
import { startOAuth2Server } from './foreign/oauth2-server.js';
import { startOidcProvider } from './foreign/oidc-provider.js';
import { runInProcess } from './in-process-run.js';

interface Foreign {
  readonly name: string;
  readonly start: () => Promise<ForeignServer>;
  /** `<outcome> <check> <scenario>`, an invariant with the scenario that showed it first. */
  readonly deviations: readonly string[];
}

const servers: readonly Foreign[] = [
  {
    name: 'oidc-provider',
    start: startOidcProvider,
    deviations: [
      // RFC 6749 5.1: "the server MUST also include … 'Pragma' response header field … 'no-cache'".
      'warn pragma-no-cache password/valid/minimal',
      // RFC 9110 15.5.2: "The server generating a 401 response MUST send a WWW-Authenticate header field".
      'fail challenge-on-401 password/blank/client_id',
      // RFC 6749 5.2: an "unsupported authentication method" is invalid_client; it answers invalid_request.
      'warn other-scheme-refused password/basic/other-scheme/digest',
      'warn other-scheme-refused password/basic/other-scheme/bearer',
      'warn other-scheme-refused password/basic/other-scheme/unknown',
      // RFC 6749 5.2: a request that "includes multiple credentials" is invalid_request; Node keeps the first Authorization.
      'warn duplicate-authorization-refused password/basic/two-headers',
      // It pads secrets with NUL before it compares them: a secret followed by NUL authenticates the client.
      'fail control-character-refused password/body/control-character/client_secret',
      // RFC 6749 5.2: errors are "application/json"; with Accept: text/html it renders a page.
      'warn contract-media-type password/body/reflected/html',
      'fail error-required password/body/reflected/html',
      'fail error-is-json-whatever-accept-says password/error/accept-html',
    ],
  },
  {
    name: 'oauth2-server',
    start: startOAuth2Server,
    deviations: [
      // RFC 6749 3.2: "Parameters sent without a value MUST be treated as if they were omitted".
      'fail empty-scope-omitted password/scope/empty',
      // RFC 6749 2.3: "The client MUST NOT use more than one authentication method in each request".
      'warn two-authentication-methods-refused password/basic/both-identical',
      'fail conflicting-authentication-refused password/basic/both-conflicting',
      // RFC 6749 5.2: a request that "includes multiple credentials" is invalid_request; Node keeps the first Authorization.
      'warn duplicate-authorization-refused password/basic/two-headers',
      // It authenticates by Basic and never looks at the other client_id.
      'warn mismatched-client-id-refused password/basic/mismatched-client-id',
      // RFC 6749 5.2: "repeats a parameter" is invalid_request; it joins the values and refuses what comes out.
      'warn duplicate-username-differing-refused password/duplicate-differing/username',
      'warn duplicate-password-differing-refused password/duplicate-differing/password',
      'warn duplicate-client-id-differing-refused password/duplicate-differing/client_id',
      'warn duplicate-client-secret-differing-refused password/duplicate-differing/client_secret',
      'warn duplicate-scope-differing-refused password/duplicate-differing/scope',
      'warn duplicate-identical-refused password/duplicate-identical/client_id',
      'warn duplicate-refresh-token-differing-refused refresh_token/duplicate-differing/refresh_token',
      // It revokes the refresh token before it validates the scope: a refused refresh strands the client.
      'warn failed-refresh-does-not-consume refresh_token/after-refusal',
    ],
  },
];

for (const { name, start, deviations } of servers)
  test(`${name} is convicted of its true deviations and of nothing else`, async () => {
    const server = await start();
    const spec = join(packageRoot, 'tests/self/foreign', `${name}.openapi.yaml`);
    const { verdicts, results } = await runInProcess({
      ...server.environment,
      TOKEN_SPEC: spec,
      TOKEN_SEED: '1',
    });
    await server.close();
    const found = verdicts
      .filter(({ outcome, repeats }) => ['fail', 'warn', 'error'].includes(outcome) && !repeats)
      .map(({ outcome, check, scenario }) => `${outcome} ${check} ${scenario}`);
    expect(found.sort()).toEqual([...deviations].sort());
    expect(results.filter(({ controlLost }) => controlLost !== undefined)).toEqual([]);
    expect(verdicts.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(150);
  });
