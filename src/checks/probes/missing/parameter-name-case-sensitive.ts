import type { Check } from '../../check.js';
import { refusalCheck } from '../refusal-check.js';

export const parameterNameCaseSensitive: Check = refusalCheck({
  id: 'parameter-name-case-sensitive',
  title: 'Parameter names are case-sensitive: another case is another, unrecognised parameter.',
  requirements: ['OAUTH-param-name-case'],
  probes: ['parameter-name-case/*'],
  literal: {},
});
