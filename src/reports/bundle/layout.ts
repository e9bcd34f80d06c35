/** What stands in the bundle of a run, by which name. */
import { createHash } from 'node:crypto';

/** What `schemas/bundle.schema.json` describes. */
export interface BundleSettings {
  readonly bundleVersion: 1;
  readonly baseUrl: string | null;
  readonly spec: string;
  readonly profile: string;
  readonly waivers?: string | null;
  readonly seed: number;
  readonly fuzz: number;
  readonly failOn?: 'must' | 'should' | 'never';
  readonly failOnUnverified?: boolean;
  readonly leewayMilliseconds?: number;
  readonly repeat?: number;
  readonly workers?: number;
  readonly allowed?: readonly string[];
  readonly parameters: Readonly<Record<string, string | { readonly secret: true }>>;
}

export const bundleFile = 'bundle.zip';

/** Names within the bundle. */
export const names = {
  list: 'SHA256SUMS',
  readMe: 'README.txt',
  results: 'results.json',
  settings: 'settings.json',
  contract: 'contract/',
  profile: 'profile.yaml',
  waivers: 'waivers.yaml',
} as const;

/** As `sha256sum` writes it. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
