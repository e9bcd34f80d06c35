/** The static family: the document and the configuration against the standards. Nothing is sent. */
import type { Scenario } from '../scenario.js';
import { type StaticPart, staticParts } from '../static-part.js';

const title = (text: string): string =>
  `Nothing is sent: ${text} ${/^the (examples|addresses)/.test(text) ? 'are' : 'is'} held against the standards`;

/** One scenario for each part. They belong to no grant. */
export const documentScenarios: readonly Scenario[] = Object.entries(staticParts).map(([part, text]) => ({
  id: `document/${part}`,
  family: 'document',
  grant: 'any',
  title: title(text),
  tags: ['@document'],
  needs: [],
  judges: part as StaticPart,
  steps: [],
}));
