/** What goes into the bundle of a run beside its reports: taken before the run begins, so that it is what was judged. */
import { readFileSync } from 'node:fs';
import type { Contract } from '../contract/contract.js';
import { documentFiles } from '../contract/document-files.js';
import type { Member } from '../reports/bundle/archive.js';
import { type BundleSettings, names } from '../reports/bundle/layout.js';
import { type Configured, configuredParameters } from '../session/configured-parameters.js';
import type { Settings } from '../settings/settings.js';
import { UsageError } from './exit-codes.js';

export interface BundleInputs {
  readonly settings: BundleSettings;
  readonly inputs: readonly Member[];
}

/** Shorter ones occur by chance. */
const shortestSecret = 6;

/** A secret in a comment of the document would travel with it. What the document itself publishes is none. */
function refuseSecrets(
  contract: Contract,
  configured: readonly Configured[],
  inputs: readonly Member[],
): void {
  const published = new Set(
    [...contract.parameters, ...contract.grants.flatMap(({ parameters }) => parameters)].map(
      ({ documented }) => documented,
    ),
  );
  for (const { variable, value, secret } of configured) {
    if (!secret || value.length < shortestSecret || published.has(value)) continue;
    const holder = inputs.find(({ bytes }) => Buffer.from(bytes).includes(value));
    if (holder)
      throw new UsageError(
        `--bundle: ${holder.name} holds the value of ${variable}. Take it out of the file.`,
      );
  }
}

const isFile = (profile: string): boolean => /[\\/]|\.ya?ml$/i.test(profile);

/** @throws UsageError for an input that holds a secret */
export async function bundleInputs(contract: Contract, settings: Settings): Promise<BundleInputs> {
  const { document, files } = await documentFiles(settings.spec);
  const optional = (name: string, file: string | undefined): Member[] =>
    file === undefined ? [] : [{ name, bytes: readFileSync(file) }];
  const inputs = [
    ...files.map(({ name, bytes }) => ({ name: `${names.contract}${name}`, bytes })),
    ...optional(names.profile, isFile(settings.profile) ? settings.profile : undefined),
    ...optional(names.waivers, settings.waivers),
  ];
  const configured = configuredParameters(contract, settings);
  refuseSecrets(contract, configured, inputs);
  return {
    inputs,
    settings: {
      bundleVersion: 1,
      baseUrl: settings.baseUrl ?? null,
      spec: `${names.contract}${document}`,
      profile: isFile(settings.profile) ? names.profile : settings.profile,
      waivers: settings.waivers === undefined ? null : names.waivers,
      seed: settings.seed,
      fuzz: settings.fuzz,
      failOn: settings.failOn,
      failOnUnverified: settings.failOnUnverified,
      leewayMilliseconds: settings.leeway,
      repeat: settings.repeat,
      workers: settings.workers,
      allowed: [...settings.allowed],
      parameters: Object.fromEntries(
        configured.map(({ variable, value, secret }) => [variable, secret ? { secret: true } : value]),
      ),
    },
  };
}
