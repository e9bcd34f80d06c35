import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';

export const mediaTypeCaseIgnored: Check = grantCheck({
  id: 'media-type-case-ignored',
  title: 'The media type of the request is compared without regard to case.',
  requirements: ['RFC9110-8.3.1-media-type-case'],
  probes: ['valid/media-type-case'],
  literal: {},
});
