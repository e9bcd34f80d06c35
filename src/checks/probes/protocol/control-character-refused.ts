import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const controlCharacterRefused: Check = refusalCheck({
  id: 'control-character-refused',
  title: 'A value with a control character is refused.',
  requirements: ['OAUTH-control-characters'],
  probes: ['body/control-character/*', 'refresh/control-character'],
  literal: {},
});
