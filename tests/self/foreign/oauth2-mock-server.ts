/** oauth2-mock-server as it comes. It grants to everybody: users and clients are known to us alone. */
import { OAuth2Server } from 'oauth2-mock-server';
import { accountVariables } from './accounts.js';
import type { ForeignServer } from './foreign-server.js';

export async function startOAuth2MockServer(): Promise<ForeignServer> {
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  // It writes what it cannot read to the console, whole requests with their credentials.
  const { error } = console;
  console.error = () => {};
  const url = `http://127.0.0.1:${server.address().port}`;
  server.issuer.url = url;
  return {
    url,
    environment: { TOKEN_BASE_URL: url, ...accountVariables },
    close: () => {
      console.error = error;
      return server.stop();
    },
  };
}
