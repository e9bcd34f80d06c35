/** This package: where it is installed, its version, what is run of it, and the contract that it comes with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../contract/package-root.js';

export { packageRoot };

const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));

export const packageVersion: string = manifest.version;

/** Absolute path of the command, a program for Node.js. */
export const commandFile: string = join(packageRoot, manifest.bin['token-conformance']);

/** Absolute path of the configuration with which Playwright runs the suite. */
export const suiteConfiguration: string = join(packageRoot, 'dist', 'bundle', 'playwright.config.js');

/** Absolute path of the OpenAPI document that is judged by unless another one is named. */
export const packagedContract: string = join(packageRoot, manifest.tokenConformance.contract);
