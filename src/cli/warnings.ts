/** Said on stderr before a command begins: settings that look like a slip. */
import type { Contract } from '../contract/contract.js';
import { suspectVariables } from '../settings/suspect-variables.js';
import { dotenvFile } from './setting-flags.js';

export function warnOfSuspectVariables(contract?: Contract): void {
  for (const warning of suspectVariables({ env: process.env, dotenvFile }, contract))
    console.error(`warning: ${warning}`);
}
