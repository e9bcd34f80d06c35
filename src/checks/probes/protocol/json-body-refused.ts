import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';
import { documentedMediaType } from './documented-media-type.js';

export const jsonBodyRefused: Check = refusalCheck({
  id: 'json-body-refused',
  title: 'A JSON body is refused: the request format is a form.',
  requirements: ['RFC6749-4.3.2-json-body'],
  probes: ['media-type/json-body'],
  precondition: documentedMediaType('application/json'),
  literal: {},
});
