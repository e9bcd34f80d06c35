import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';
import { documentedMediaType } from './documented-media-type.js';

export const multipartBodyRefused: Check = refusalCheck({
  id: 'multipart-body-refused',
  title: 'A multipart body is refused: the request format is a URL-encoded form.',
  requirements: ['RFC6749-multipart-refused'],
  probes: ['media-type/multipart'],
  precondition: documentedMediaType('multipart/form-data'),
  literal: {},
});
