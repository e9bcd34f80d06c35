/** Faults of documents, each a change to the default one, in the order of the document. */
import { addressFaults } from './address-faults.js';
import type { DocumentFault } from './document-fault.js';
import { refusalFaults } from './refusal-faults.js';
import { requestFaults } from './request-faults.js';
import { sampleFaults } from './sample-faults.js';
import { successFaults } from './success-faults.js';

export const documentFaults: readonly DocumentFault[] = [
  ...addressFaults,
  ...requestFaults,
  ...successFaults,
  ...refusalFaults,
  ...sampleFaults,
];
