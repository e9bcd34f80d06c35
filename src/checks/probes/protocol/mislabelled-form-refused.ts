import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const mislabelledFormRefused: Check = refusalCheck({
  id: 'mislabelled-form-refused',
  title: 'A form body that is labelled with another media type is refused.',
  requirements: ['RFC9110-15.5.16-form-in-wrong-type'],
  probes: ['media-type/mislabelled/*'],
  literal: {},
});
