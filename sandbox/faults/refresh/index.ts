/** Defects of the refresh grant: RFC 6749 section 6 and RFC 9700 section 4.14. */
import type { Fault } from '../fault.js';
import { chainFaults } from './chains.js';
import { holderFaults } from './holders.js';
import { lookUpFaults } from './look-ups.js';
import { outcomeFaults } from './outcomes.js';
import { refusalFaults } from './refusals.js';

export const refreshFaults: readonly Fault[] = [
  ...holderFaults,
  ...outcomeFaults,
  ...refusalFaults,
  ...chainFaults,
  ...lookUpFaults,
];
