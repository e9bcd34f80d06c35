/**
 * Servers that are sound and restricted as real ones are: a client for one grant or one way of authentication only, a
 * scope that every request must name, user names of digits, no refresh tokens. Nothing is found there; what cannot be judged says
 * why; and a fault of such a server is convicted all the same.
 */
import { expect, test } from '@playwright/test';
import { assertionKey, type ClientAccount, type UserAccount } from '../../sandbox/accounts.js';
import { type SandboxOptions, startSandbox } from '../../sandbox/server.js';
import { describeVerdicts, type InProcessRun, runInProcess } from './in-process-run.js';
import { type Described, withDocument } from './restricted-document.js';

test.describe.configure({ mode: 'parallel' });

const userGrants = { password: ['username', 'password'], refresh_token: ['refresh_token'] };
const everyGrant = { ...userGrants, client_credentials: [] };

const client = (registered: Partial<ClientAccount> = {}): ClientAccount => ({
  role: 'MAIN',
  id: 'ledger-app-51c0',
  secret: 'Quartz_Lantern-58-Meadow_Tidewater',
  grantTypes: ['password', 'refresh_token', 'client_credentials'],
  scopes: ['all', 'read'],
  ...registered,
});

const service: ClientAccount = {
  ...client({ grantTypes: ['client_credentials'] }),
  role: 'CLIENT_CREDENTIALS',
  id: 'ledger-service-4b9e',
  secret: 'Hazel-Turbine_6630-Willow_Cinder',
};

const ofUsers = client({ grantTypes: ['password', 'refresh_token'] });

const numbered: UserAccount = {
  role: 'MAIN',
  tenant: 'z01j3e71zd6zkq908vyf5861a8',
  userId: 1,
  username: '4915110020',
  password: 'Marble-Otter_9062-Saffron_Gully',
};

interface Restriction {
  readonly name: string;
  readonly document: Described;
  readonly server: SandboxOptions;
  readonly settings?: Readonly<Record<string, string>>;
  /** Why something cannot be judged, besides roles that are not configured and the lock-out budget. */
  readonly reasons?: readonly string[];
  /** Grants of which everything is judged. */
  readonly judged: readonly string[];
  /** A fault of such a server, the scenario that shows it and the check that convicts it. */
  readonly convicted: { readonly fault: string; readonly scenario: string; readonly check: string };
}

const wrongPassword = {
  fault: 'password-not-checked',
  scenario: 'password/credentials/password/wrong',
  check: 'wrong-password-refused',
};

const expiredAssertion = {
  fault: 'assertion-expiry-unchecked',
  scenario: 'password/assertion/expired',
  check: 'expired-assertion-refused',
};

const restrictions: readonly Restriction[] = [
  {
    name: 'a client that is registered for one grant',
    document: { grants: everyGrant },
    server: { clients: [client({ grantTypes: ['password'] })] },
    reasons: [
      'the client is not allowed to use the grant refresh_token: HTTP 400 unauthorized_client; set TOKEN_REFRESH_TOKEN_CLIENT_ID to one that is',
      'the client is not allowed to use the grant client_credentials: HTTP 400 unauthorized_client; set TOKEN_CLIENT_CREDENTIALS_CLIENT_ID to one that is',
    ],
    judged: ['password'],
    convicted: wrongPassword,
  },
  {
    name: 'two grants with a client each',
    document: { grants: everyGrant },
    server: { clients: [client({ grantTypes: ['password', 'refresh_token'] }), service] },
    judged: Object.keys(everyGrant),
    convicted: {
      fault: 'client-credentials-any-secret',
      scenario: 'client_credentials/credentials/client_secret/wrong',
      check: 'client-credentials-need-authentication',
    },
  },
  {
    name: 'a scope that each login must name, though the document leaves it open',
    document: { grants: userGrants },
    server: { clients: [ofUsers], variation: 'scope-required' },
    judged: Object.keys(userGrants),
    convicted: wrongPassword,
  },
  {
    name: 'no refresh tokens, though the document offers their grant',
    document: { grants: userGrants },
    server: { clients: [ofUsers], variation: 'refresh-token-not-issued' },
    reasons: ['the grant password issued no refresh token'],
    judged: ['password'],
    convicted: wrongPassword,
  },
  {
    name: 'a path that ends with a slash',
    document: { grants: userGrants, path: '/oauth/token/' },
    server: { clients: [ofUsers], tokenPath: '/oauth/token/' },
    judged: Object.keys(userGrants),
    convicted: wrongPassword,
  },
  {
    name: 'a client that authenticates by HTTP Basic only',
    document: { grants: everyGrant, methods: ['client_secret_basic'] },
    server: { clients: [client({ methods: ['client_secret_basic'] })] },
    reasons: ['a wrong client secret was not tried for comparison'],
    judged: Object.keys(everyGrant),
    convicted: wrongPassword,
  },
  {
    name: 'a client that authenticates by HTTP Basic only, where the document offers the body, too',
    document: { grants: everyGrant, methods: ['client_secret_basic', 'client_secret_post'] },
    server: { clients: [client({ methods: ['client_secret_basic'] })] },
    judged: Object.keys(everyGrant),
    convicted: wrongPassword,
  },
  {
    name: 'a client that authenticates in the body only',
    document: { grants: everyGrant, methods: ['client_secret_post'] },
    server: { clients: [client({ methods: ['client_secret_post'] })] },
    judged: Object.keys(everyGrant),
    convicted: wrongPassword,
  },
  {
    name: 'a client that authenticates by a JWT of its own key only',
    document: { grants: everyGrant, methods: ['private_key_jwt'] },
    server: { clients: [client({ methods: ['private_key_jwt'], key: assertionKey })] },
    judged: Object.keys(everyGrant),
    convicted: expiredAssertion,
  },
  {
    name: 'a client that authenticates by a JWT of its secret only, which the document leaves open',
    document: { grants: everyGrant, methods: ['client_secret_basic', 'client_secret_jwt'] },
    server: { clients: [client({ methods: ['client_secret_jwt'] })] },
    settings: { TOKEN_CLIENT_AUTHENTICATION: 'client_secret_jwt' },
    judged: Object.keys(everyGrant),
    convicted: expiredAssertion,
  },
  {
    name: 'user names of ten digits, as the document says',
    document: { grants: userGrants, schemas: { username: { pattern: '^[0-9]{10}$' } } },
    server: { clients: [ofUsers], users: [numbered], variation: 'user-names-of-digits' },
    judged: Object.keys(userGrants),
    convicted: wrongPassword,
  },
  {
    name: 'user names of ten digits, of which the document says nothing',
    document: { grants: userGrants },
    server: { clients: [ofUsers], users: [numbered], variation: 'user-names-of-digits' },
    judged: Object.keys(userGrants),
    convicted: wrongPassword,
  },
];

async function judged(
  { document, server, settings }: Restriction,
  over: { readonly fault?: string; readonly selected: Pick<ReadonlySet<string>, 'has'> },
): Promise<InProcessRun> {
  const { fault, selected } = over;
  const sandbox = await startSandbox({ ...server, ...(fault === undefined ? {} : { fault }) });
  try {
    return await withDocument(document, (file) =>
      runInProcess(
        { ...sandbox.environment, ...settings, TOKEN_SPEC: file, TOKEN_SEED: '1', TOKEN_PROFILE: 'sandbox' },
        selected,
      ),
    );
  } finally {
    await sandbox.close();
  }
}

/** What a restriction may disturb; the bytes of HTTP are none of it. */
const concerned = {
  has: (scenario: string) =>
    /\/(assertion|valid|missing|empty|malformed|credentials|basic|grant-type|scope|chain|replay|refresh|duplicate\w*|control)(\/|$)/.test(
      scenario,
    ),
};

const always = [/^role [A-Z]+ is not configured: set TOKEN_/, /^the lock-out budget of \d+ wrong/];

for (const restriction of restrictions) {
  const { name, reasons = [], convicted } = restriction;
  test(`nothing is found of ${name}, and what cannot be judged says why`, async () => {
    const run = await judged(restriction, { selected: concerned });
    const found = run.verdicts.filter(
      ({ outcome, scenario }) =>
        ['fail', 'error', 'warn'].includes(outcome) &&
        !scenario.startsWith('document/') &&
        !(outcome === 'warn' && scenario.endsWith('/basic/valid')),
    );
    expect(describeVerdicts(found)).toBe('');
    const open = run.verdicts.filter(({ outcome }) => outcome === 'inconclusive');
    const said = new Set(open.map(({ message }) => message));
    expect([...said].filter((reason) => !always.some((known) => known.test(reason))).sort()).toEqual(
      [...reasons].sort(),
    );
    for (const grant of restriction.judged)
      expect(
        run.verdicts.filter(({ outcome, scenario }) => outcome === 'pass' && scenario.startsWith(`${grant}/`))
          .length,
        grant,
      ).toBeGreaterThan(40);
  });

  test(`a fault is convicted in spite of ${name}`, async () => {
    const { fault, scenario, check } = convicted;
    const { verdicts } = await judged(restriction, { fault, selected: new Set([scenario]) });
    const failed = verdicts.filter(({ outcome }) => outcome === 'fail').map((verdict) => verdict.check);
    expect(failed, describeVerdicts(verdicts)).toContain(check);
  });
}
