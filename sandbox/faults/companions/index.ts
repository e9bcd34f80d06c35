/** Defects of the neighbours of the token endpoint: revocation, introspection and a protected resource. */
import type { Fault } from '../fault.js';
import { introspectionFaults } from './introspection.js';
import { resourceFaults } from './resource.js';
import { revocationFaults } from './revocation.js';

export const companionFaults: readonly Fault[] = [
  ...revocationFaults,
  ...introspectionFaults,
  ...resourceFaults,
];
