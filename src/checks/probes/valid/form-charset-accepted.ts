import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';

export const formCharsetAccepted: Check = grantCheck({
  id: 'form-charset-accepted',
  title: 'The form media type is accepted with a charset parameter.',
  requirements: ['RFC6749-4.3.2-form-charset-param'],
  probes: ['valid/media-type-charset'],
  literal: {},
});
