import type { Check } from '../../check.js';
import { grantCheck } from '../grant-check.js';

export const bracketedParameterHarmless: Check = grantCheck({
  id: 'bracketed-parameter-harmless',
  title: 'A parameter named name[] beside the parameter name changes nothing.',
  requirements: ['OAUTH-bracket-array-params'],
  probes: ['bracketed-besides/*'],
  literal: { probe: 'bracketed-besides/username' },
});
