/** Defects below OAuth: how messages are read from a connection and written to it, and what is too large (RFC 9110, 9112). */
import type { Fault } from '../fault.js';
import { connectionFaults } from './connections.js';
import { contentFaults } from './contents.js';
import { corsFaults } from './cors.js';
import { requestFaults } from './requests.js';
import { sizeFaults } from './sizes.js';

export const messageFaults: readonly Fault[] = [
  ...requestFaults,
  ...connectionFaults,
  ...contentFaults,
  ...sizeFaults,
  ...corsFaults,
];
