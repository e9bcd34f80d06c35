/** The tools that are compared, and how each is started. All but ours are in a folder that whoever measures has filled. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandFile, packageRoot } from '../../../src/settings/package-root.js';
import { runInProcess } from '../../self/in-process-run.js';
import { plainDocument } from './plain-document.js';

const specification = join(packageRoot, 'specs/mbanq-token.openapi.yaml');
const given = (name: string): string => join(packageRoot, 'tests/bench/peers', name);

export type Environment = Readonly<Record<string, string>>;

interface Command {
  /** Of Node.js. */
  readonly args: readonly string[];
  readonly variables: Environment;
}

const urlOf = ({ TOKEN_BASE_URL = '' }: Environment): string => TOKEN_BASE_URL;

export interface Tool {
  readonly name: string;
  /** What it has besides the document, in words. */
  readonly has: string;
  /** The packages whose versions are shown; none for ours. */
  readonly packages: readonly string[];
  /** `environment` leads to the server. What the tool reads may be written into the empty folder that it is started in. */
  command(environment: Environment, folder: string): Command;
  /** Whether it would be red there, in this process; default: the command is run. */
  isRed?(environment: Environment): Promise<boolean>;
}

/** `peers` is the folder in whose `node_modules` they are. */
export function tools(peers: string): readonly Tool[] {
  const modules = join(peers, 'node_modules');
  const variables = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

  const portman = (configuration: string) => (environment: Environment, folder: string) => {
    writeFileSync(join(folder, 'document.yaml'), plainDocument());
    return {
      args: [
        join(modules, '@apideck/portman/bin/portman'),
        ...['-l', 'document.yaml', '-o', 'collection.json', '-b', urlOf(environment), '-n', 'true'],
        ...['-c', given(configuration), '-s', given('portman-conversion.json')],
      ],
      variables,
    };
  };

  const respect = (configuration: string) => (environment: Environment, folder: string) => {
    const text = readFileSync(given(configuration), 'utf8');
    writeFileSync(
      join(folder, 'test.arazzo.yaml'),
      text.replaceAll('$DOCUMENT', specification).replaceAll('$BASE_URL', urlOf(environment)),
    );
    return {
      args: [
        join(modules, '@redocly/cli/bin/cli.js'),
        ...['respect', 'test.arazzo.yaml', '--server', `document=${urlOf(environment)}`],
      ],
      variables,
    };
  };

  return [
    {
      name: 'token-conformance',
      has: 'the credentials of the sandbox',
      packages: [],
      command: (environment, folder) => ({
        args: [
          commandFile,
          ...['run', '--spec', specification, '--fail-on', 'should', '--report-dir', join(folder, 'reports')],
        ],
        variables: environment,
      }),
      /** The same requests and checks without Playwright and without reports, which take most of the time. */
      async isRed(environment) {
        const { verdicts } = await runInProcess(environment);
        return verdicts.some(({ outcome }) => outcome === 'fail' || outcome === 'warn');
      },
    },
    {
      name: 'Portman and Newman, derived',
      has: 'its contract tests and header variations switched on',
      packages: ['@apideck/portman', 'newman'],
      command: portman('portman-derived.yaml'),
    },
    {
      name: 'Portman and Newman, written',
      has: '12 cases written by hand besides',
      packages: ['@apideck/portman', 'newman'],
      command: portman('portman-written.yaml'),
    },
    {
      name: 'Redocly Respect, derived',
      has: 'the workflow that it generates',
      packages: ['@redocly/cli'],
      command: respect('respect-derived.arazzo.yaml'),
    },
    {
      name: 'Redocly Respect, written',
      has: '13 cases written by hand',
      packages: ['@redocly/cli'],
      command: respect('respect-written.arazzo.yaml'),
    },
    {
      name: 'Dredd, with hooks',
      has: 'hooks that provoke five of the documented statuses',
      packages: ['dredd'],
      command(environment, folder) {
        writeFileSync(join(folder, 'document.yaml'), plainDocument());
        return {
          args: [
            join(modules, 'dredd/bin/dredd'),
            ...[
              'document.yaml',
              urlOf(environment),
              '--hookfiles',
              given('dredd-hooks.cjs'),
              '--loglevel',
              'error',
            ],
          ],
          variables,
        };
      },
    },
  ];
}

/** Rejects, naming the command that installs them, when one of the packages is not there. */
export function versions(peers: string): Readonly<Record<string, string>> {
  const names = [...new Set(tools(peers).flatMap(({ packages }) => packages))];
  return Object.fromEntries(
    names.map((name) => {
      const file = join(peers, 'node_modules', name, 'package.json');
      try {
        return [name, JSON.parse(readFileSync(file, 'utf8')).version as string];
      } catch {
        throw new Error(`${name} is not installed in ${peers}; see docs/peers.md for the command`);
      }
    }),
  );
}
