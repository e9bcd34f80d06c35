/** The static family: the document and the configuration against the standards. Nothing is sent. */
import type { Scenario } from '../scenario.js';
import { type StaticPart, staticParts } from '../static-part.js';

/** One scenario for each part. They belong to no grant. */
export const documentScenarios: readonly Scenario[] = Object.entries(staticParts).map(([part, text]) => ({
  id: `document/${part}`,
  family: 'document',
  grant: 'any',
  title: `Judged without sending anything: ${text}`,
  tags: ['@document'],
  needs: [],
  judges: part as StaticPart,
  steps: [],
}));
