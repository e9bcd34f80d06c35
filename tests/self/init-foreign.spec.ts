/**
 * `init`, then a run: of five servers that others wrote nothing is written by hand but credentials. Each finding was held
 * against the text of the standard; what does not stand here would be a false one, or a fault of the drafted document.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { validateDocument } from '../../src/contract/validate-document.js';
import { draftedDocument } from './drafted-document.js';
import { servers } from './foreign/deviations.js';
import type { ForeignServer } from './foreign/foreign-server.js';
import { startJmondiServer } from './foreign/jmondi-oauth2-server.js';
import { startOAuth2MockServer } from './foreign/oauth2-mock-server.js';
import { startOAuth2Server } from './foreign/oauth2-server.js';
import { startOAuth2orize } from './foreign/oauth2orize.js';
import { startOidcProvider } from './foreign/oidc-provider.js';
import { runInProcess } from './in-process-run.js';

interface Drafted {
  readonly name: string;
  readonly start: () => Promise<ForeignServer>;
  /** Path of the token endpoint of a server without metadata. */
  readonly path?: string;
  readonly grants: readonly string[];
  /** `<outcome> <check>`. */
  readonly deviations: readonly string[];
}

/** What the run by the document that we wrote by hand finds, by check. */
function knownOf(name: string, but: readonly string[] = []): string[] {
  const rows = servers.find((server) => server.name === name)?.deviations ?? [];
  const known = rows.map((row) => row.split(' ', 2).join(' '));
  return [...new Set(known)].filter((row) => !but.includes(row));
}

const drafted: readonly Drafted[] = [
  {
    name: 'oidc-provider',
    start: startOidcProvider,
    grants: ['password', 'refresh_token'],
    deviations: knownOf('oidc-provider'),
  },
  {
    name: '@node-oauth/oauth2-server',
    start: startOAuth2Server,
    path: '/oauth/token',
    grants: ['password', 'refresh_token'],
    deviations: knownOf('oauth2-server'),
  },
  {
    name: 'oauth2-mock-server',
    start: startOAuth2MockServer,
    grants: ['password', 'client_credentials', 'refresh_token'],
    deviations: [
      // No scope is known, so none is asked for. By default the client authenticates by Basic, without client_id in the form.
      ...knownOf('oauth2-mock-server', [
        'fail scope-syntax',
        'fail unknown-scope-not-granted',
        'fail malformed-scope-harmless',
        'fail scope-not-widened',
        'fail omitted-scope-is-original',
        'fail empty-client-id-refused',
      ]),
      // RFC 6749 4.4: the grant "MUST only be used by confidential clients"; 4.4.2: "The client MUST authenticate".
      'fail client-credentials-need-authentication',
      // 3.2.1: whatever stands where the id and the secret of a client belong is granted.
      'fail sql-injection-refused',
      'fail expression-injection-refused',
    ],
  },
  {
    name: '@jmondi/oauth2-server',
    start: startJmondiServer,
    path: '/token',
    grants: ['password', 'client_credentials', 'refresh_token'],
    deviations: [
      // RFC 6749 3.2: "Parameters sent without a value MUST be treated as if they were omitted": client_id= beside Basic.
      'fail valueless-optional-omitted',
      // RFC 9110 8.3.1: "The type and subtype tokens are case-insensitive"; 11.1: "case-insensitive token to identify the scheme".
      'warn media-type-case-ignored',
      'fail basic-scheme-case-ignored',
      // RFC 6749 2.3.1: id and secret are form-encoded before they are joined; it takes them as they are.
      'warn basic-decoded',
      // RFC 9110 15.5.2: "The server generating a 401 response MUST send a WWW-Authenticate header field".
      'fail challenge-on-401',
      // RFC 6749 5.2: error_description "MUST NOT include characters outside the set"; it repeats the quote of a scope.
      'fail error-description-charset',
      // RFC 6749 5.2: a request that "is missing a required parameter" is invalid_request, not unsupported_grant_type.
      'warn missing-grant-type-refused',
      'warn empty-grant-type-refused',
      'warn empty-body-refused',
      // RFC 6749 5.2: an "unsupported authentication method" is invalid_client.
      'warn other-scheme-refused',
      // RFC 6749 2.3: "The client MUST NOT use more than one authentication method in each request"; 5.2: invalid_request.
      'warn two-authentication-methods-refused',
      'fail conflicting-authentication-refused',
      'warn duplicate-authorization-refused',
      // RFC 6749 3.2: "Request and response parameters MUST NOT be included more than once"; its adapter keeps the last.
      'fail duplicate-grant-type-differing-refused',
      'fail duplicate-username-differing-refused',
      'fail duplicate-password-differing-refused',
      'fail duplicate-client-id-differing-refused',
      'fail duplicate-client-secret-differing-refused',
      'fail duplicate-scope-differing-refused',
      'fail duplicate-refresh-token-differing-refused',
      'warn duplicate-identical-refused',
      // RFC 6749 3.2 and appendix B: parameters are a form; its adapter reads JSON as well, and fails with 500 where it is none.
      'warn json-body-refused',
      'warn mislabelled-form-refused',
      // RFC 9110 15.6: 5xx is for what the server did wrong.
      'fail never-5xx',
      // RFC 9112 3.2: 400 to a request "that contains more than one Host header field line"; Node keeps the first one.
      'warn host-required',
      // RFC 6749 5.2: a refresh token that "is invalid, expired, revoked … or was issued to another client" is invalid_grant.
      'warn rotated-refresh-token-refused',
      'warn concurrent-refresh-answered',
      'fail unknown-refresh-token-is-invalid-grant',
      'fail tampered-refresh-token-refused',
      'fail access-token-is-no-refresh-token',
      'fail refresh-token-bound-to-client',
      // RFC 6749 6: the scope of a new refresh token "MUST be identical to that of the refresh token included by the client".
      'fail scope-restored-after-narrowing',
      'fail omitted-scope-is-original',
      // RFC 6749 5.2: to a client that used Basic "MUST … include the "WWW-Authenticate" response header field".
      'fail basic-challenge',
    ],
  },
  {
    name: 'oauth2orize',
    start: startOAuth2orize,
    path: '/oauth2/token',
    grants: ['password', 'client_credentials', 'refresh_token'],
    deviations: [
      // RFC 6749 5.2: "responds with an HTTP 400 (Bad Request) status code"; it answers 403 and 501.
      'fail error-status-400',
      'fail unknown-grant-type-is-unsupported',
      'fail unknown-extension-grant-is-unsupported',
      'warn grant-type-compared-exactly',
      // RFC 6749 5.2: a request that "is missing a required parameter" is invalid_request.
      'fail missing-grant-type-refused',
      'fail empty-grant-type-refused',
      'fail empty-body-refused',
      // RFC 6749 5.2: error_description "MUST NOT include characters outside the set"; it repeats grant_type.
      'fail error-description-charset',
      // RFC 6749 5.2: "repeats a parameter" is invalid_request; it joins the values and refuses what comes out.
      'warn duplicate-grant-type-differing-refused',
      'warn duplicate-username-differing-refused',
      'warn duplicate-password-differing-refused',
      'warn duplicate-client-id-differing-refused',
      'warn duplicate-client-secret-differing-refused',
      'warn duplicate-refresh-token-differing-refused',
      'warn duplicate-identical-refused',
      // RFC 6749 5.2: "includes multiple credentials"; RFC 9112 3.2: two Host lines. Node keeps the first of each.
      'warn duplicate-authorization-refused',
      'warn host-required',
    ],
  },
];

let folder: string;

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-conformance-init-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const { name, start, path, grants, deviations } of drafted)
  test(`the document that init writes for ${name} leads to true findings and to no other`, async () => {
    const server = await start();
    const where = path === undefined ? { issuer: server.url } : { tokenUrl: server.url + path };
    const { spec } = await draftedDocument(server.environment, where, mkdtempSync(join(folder, 'server-')));
    const contract = await validateDocument(spec);
    expect(contract.grants.map(({ type }) => type)).toEqual(grants);
    const { verdicts, results } = await runInProcess({
      ...server.environment,
      TOKEN_SPEC: spec,
      TOKEN_SEED: '1',
      TOKEN_LOCKOUT_BUDGET: '1000',
    });
    await server.close();
    const found = verdicts
      .filter(({ outcome, repeats }) => ['fail', 'warn', 'error'].includes(outcome) && !repeats)
      .map(({ outcome, check }) => `${outcome} ${check}`);
    expect([...new Set(found)].sort()).toEqual([...deviations].sort());
    expect(
      results.filter(({ inconclusive, unmet }) => inconclusive !== undefined && unmet === undefined),
    ).toEqual([]);
    expect(results.filter(({ controlLost }) => controlLost !== undefined)).toEqual([]);
    expect(verdicts.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(200);
  });
