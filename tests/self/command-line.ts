/** The command as it is called: in a folder without `.env`, against targets that answer as they are told. */
import { rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { test } from '@playwright/test';
import {
  newWhereabouts,
  runCommand,
  startCommand,
  type Variables,
  type Whereabouts,
} from './command-process.js';
import { type OnLoopback, onLoopback } from './on-loopback.js';

/** To be called at the head of the file: one folder for all its tests. */
export function commandLine() {
  let place: Whereabouts;
  test.beforeAll(() => {
    place = newWhereabouts('cli');
  });
  test.afterAll(() => rmSync(place.root, { recursive: true, force: true }));
  return {
    folder: () => place.work,
    start: (args: readonly string[], variables: Variables = {}) =>
      startCommand(place, args, { NO_COLOR: '1', ...variables }),
    cli: (args: readonly string[], variables: Variables = {}) =>
      runCommand(place, args, { NO_COLOR: '1', ...variables }),
  };
}

/** Those that are not empty. */
export const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

interface Served extends OnLoopback {
  readonly requests: readonly string[];
}

/** A target that answers as the function says, and tells what it was asked. */
export async function serve(answer: (response: ServerResponse, body: string) => void): Promise<Served> {
  const requests: string[] = [];
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push(`${request.method} ${request.url} ${body}`);
    answer(response, body);
  });
  return { ...(await onLoopback(server)), requests };
}

export function json(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Variables = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(value));
}
