/** From an issuer or a token URL to the draft of a document: what is read, what is tried, what is assumed. */
import type { ConnectionOptions } from '../http/connection-options.js';
import type { Field, Observation } from '../http/observation.js';
import { Redactor } from '../http/redaction.js';
import { createTransport } from '../http/transport.js';
import { encodeForm, formMediaType } from '../scenarios/request.js';
import { discover, discoverFrom, type Reader } from './discovery.js';
import { type Draft, draftOf } from './draft.js';
import { directGrants, probed } from './probe.js';
import { bareFacts, InitError, type ServerFacts } from './server-facts.js';
import { type Credentials, tryCredentials } from './trial.js';

export interface SurveyOptions {
  readonly issuer: string | undefined;
  readonly tokenUrl: string | undefined;
  /** Grants that the user names. */
  readonly grants: readonly string[] | undefined;
  readonly connection: ConnectionOptions;
  readonly allowedHost: string | undefined;
  /** Deadline of one request, milliseconds. */
  readonly timeout: number;
  /** Least time between two requests, milliseconds. */
  readonly interval: number;
  /** Of this tool, for the User-Agent. */
  readonly version: string;
}

export interface Survey {
  /** What the server says of itself. Nobody's credentials are sent. @throws InitError */
  facts(): Promise<ServerFacts>;
  /** What to write, after the credentials were tried, as far as there are some. */
  draft(facts: ServerFacts, credentials: Credentials): Promise<Draft>;
  close(): void;
}

/** More than any metadata document or token response needs. */
const bodyLimit = 256 * 1024;
const headerLimit = 64 * 1024;

export function openSurvey(options: SurveyOptions): Survey {
  const { issuer, tokenUrl, connection, timeout, interval, allowedHost } = options;
  const transport = createTransport({ ...connection, timeout, interval, bodyLimit, headerLimit });
  const own: Field[] = [
    ['User-Agent', `token-conformance/${options.version}`],
    ['Accept', 'application/json'],
  ];
  const reader: Reader = {
    get: (url) => transport.send({ method: 'GET', url, headers: own, body: undefined }),
    allowedHost,
  };
  const post = (url: string, form: readonly Field[], authorization?: string): Promise<Observation> =>
    transport.send({
      method: 'POST',
      url,
      headers: [
        ...own,
        ...(authorization === undefined ? [] : [['Authorization', authorization] as const]),
        ['Content-Type', formMediaType],
      ],
      body: Buffer.from(encodeForm(form)),
    });

  async function published(): Promise<ServerFacts> {
    if (issuer === undefined) {
      if (tokenUrl === undefined) throw new InitError('An issuer or a token URL is needed.', 'usage');
      return (await discoverFrom(tokenUrl, reader)) ?? bareFacts(tokenUrl);
    }
    if (tokenUrl === undefined) return discover(issuer, reader);
    try {
      return { ...(await discover(issuer, reader)), tokenUrl };
    } catch (problem) {
      if (!(problem instanceof InitError)) throw problem;
      const note = { kind: 'open', text: `The metadata was not used: ${problem.message}` } as const;
      return { ...bareFacts(tokenUrl), notes: [note] };
    }
  }

  return {
    facts: async () => probed(await published(), { post: (url, form) => post(url, Object.entries(form)) }),
    async draft(facts, credentials) {
      const { userinfoUrl } = facts;
      const redactor = new Redactor();
      for (const name of ['client_secret', 'password'])
        for (const grant of directGrants) {
          const value = credentials(name, grant);
          if (value !== undefined) redactor.addSecret(value, name);
        }
      const trial = await tryCredentials({
        credentials,
        grants: options.grants ?? facts.grants,
        clientAuthentication: facts.clientAuthentication,
        scopes: facts.scopes,
        redactor,
        userinfo:
          userinfoUrl === undefined
            ? undefined
            : (token) =>
                transport.send({
                  method: 'GET',
                  url: userinfoUrl,
                  headers: [...own, ['Authorization', `Bearer ${token}`]],
                  body: undefined,
                }),
        post: (form, authorization) => post(facts.tokenUrl, form, authorization),
      });
      return draftOf({
        facts,
        trial,
        named: options.grants,
        scopeConfigured: credentials('scope', '') !== undefined,
      });
    },
    close: () => transport.close(),
  };
}
