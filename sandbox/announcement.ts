/** What a person who starts the server alone needs to see. */
import { paths, type Sandbox } from './server.js';

const shell = (value: string): string => `'${value.replaceAll("'", "'\\''")}'`;

/** The value as a line of a `.env` file reads it back: single quotes keep everything but themselves. */
const quoted = (value: string): string => (/^[\w.:/-]*$/.test(value) ? value : `'${value}'`);

/** What curl needs of the files that a client over TLS is given. */
const curlFiles = [
  ['--cacert', 'TOKEN_CA'],
  ['--cert', 'TOKEN_CLIENT_CERT'],
  ['--key', 'TOKEN_CLIENT_KEY'],
] as const;

/** The URL, the credentials as lines of a `.env` file, and a command that obtains a token. All of them are public. */
export function announcement({ url, environment }: Sandbox): string {
  const value = (name: string): string => environment[name] ?? '';
  const fields = [
    ['grant_type', 'password'],
    ['username', value('TOKEN_USERNAME')],
    ['password', value('TOKEN_PASSWORD')],
    ['client_id', value('TOKEN_CLIENT_ID')],
    ['client_secret', value('TOKEN_CLIENT_SECRET')],
  ];
  return [
    `The sandbox listens on ${url}`,
    '',
    ...Object.entries(environment).map(([name, text]) => `${name}=${quoted(text)}`),
    '',
    `curl -sS ${shell(url + paths.token)} \\`,
    ...curlFiles.flatMap(([flag, name]) =>
      environment[name] === undefined ? [] : [`  ${flag} ${shell(environment[name])} \\`],
    ),
    `  -H ${shell(`tenantId: ${value('TOKEN_TENANT_ID')}`)} \\`,
    `  -H 'X-Forwarded-For: 222.12.211.12' \\`,
    `  -H 'X-Device-Fingerprint: 09BD47A5-9380-40E3-AFF8-592D5E433' \\`,
    fields.map(([name, text]) => `  --data-urlencode ${shell(`${name}=${text}`)}`).join(' \\\n'),
    '',
  ].join('\n');
}
