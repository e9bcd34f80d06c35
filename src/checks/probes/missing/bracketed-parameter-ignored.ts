import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const bracketedParameterIgnored: Check = refusalCheck({
  id: 'bracketed-parameter-ignored',
  title: 'A parameter named name[] never stands for the parameter name.',
  requirements: ['OAUTH-bracket-array-params'],
  probes: ['bracketed/*'],
  plainer: (probe) => [probe.replace('bracketed', 'missing')],
  literal: { probe: 'bracketed/username' },
});
