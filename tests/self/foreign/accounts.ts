/** Who is known to the servers that others wrote: two users, and two clients with a secret. */

export const users: Readonly<Record<string, string>> = {
  alice: 'correct horse battery staple',
  bob: 'another long pass phrase',
};

export const clients: Readonly<Record<string, string>> = {
  harness: 'harness-secret-of-32-characters-00',
  second: 'second-secret-of-32-characters-000',
};

/** The first of each is the main identity, the others are the role OTHER. */
export const accountVariables: Readonly<Record<string, string>> = {
  TOKEN_CLIENT_ID: 'harness',
  TOKEN_CLIENT_SECRET: clients.harness ?? '',
  TOKEN_USERNAME: 'alice',
  TOKEN_PASSWORD: users.alice ?? '',
  TOKEN_OTHER_CLIENT_ID: 'second',
  TOKEN_OTHER_CLIENT_SECRET: clients.second ?? '',
  TOKEN_OTHER_USERNAME: 'bob',
  TOKEN_OTHER_PASSWORD: users.bob ?? '',
};
