import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';

/** RFC 9110 section 5.5: "a field parsing implementation MUST exclude such whitespace". */
export const paddedHeaderTrimmed: Check = grantCheck({
  id: 'padded-header-trimmed',
  title: 'White space around a header value is not part of it.',
  requirements: ['RFC9110-5.5-header-ows'],
  probes: ['valid/padded-headers'],
  literal: {},
});
