/** What `init` is tried with: servers on loopback that answer as they are told, and contracts of known facts. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { validateDocument } from '../../src/contract/validate-document.js';
import { documentOf } from '../../src/init/document.js';
import { draftOf } from '../../src/init/draft.js';
import { bareFacts, type ServerFacts } from '../../src/init/server-facts.js';
import type { Trial } from '../../src/init/trial.js';
import { onLoopback } from './on-loopback.js';

const untried: Trial = {
  grants: [],
  refused: [],
  untried: [],
  clientAuthentication: [],
  clientNamed: true,
  refreshes: undefined,
  scope: undefined,
  scopeRequired: [],
  resource: false,
  notes: [],
};

/** The contract of a server of which such facts are known. */
export async function contractOf(
  facts: Partial<ServerFacts> & Pick<ServerFacts, 'tokenUrl'>,
  named?: string[],
) {
  const file = join(freshFolder(), 'token.openapi.yaml');
  const draft = draftOf({
    facts: { ...bareFacts(facts.tokenUrl), ...facts },
    trial: untried,
    named,
    scopeConfigured: false,
  });
  writeFileSync(file, documentOf(draft));
  return { contract: await validateDocument(file), draft, file };
}

/** An answer of a server; what is left out is 200, JSON and `{}`. */
export interface Route {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A server on loopback that answers as the function says, and tells what it was asked. */
export async function serving(answer: (path: string, form: URLSearchParams, url: string) => Route) {
  const asked: { method: string; path: string; form: URLSearchParams; authorization: string | undefined }[] =
    [];
  const server = http.createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const { method = '', url: path = '', headers } = incoming;
    asked.push({ method, path, form, authorization: headers.authorization });
    const { status = 200, headers: fields = {}, body } = answer(path, form, url);
    outgoing.writeHead(status, { 'Content-Type': 'application/json', ...fields });
    outgoing.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
  });
  const { url, close } = await onLoopback(server);
  return { url, asked, close };
}

/** Of the test that is running. */
export function freshFolder(): string {
  const parent = test.info().outputPath();
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, 'run-'));
}
