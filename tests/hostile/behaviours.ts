import type { Behaviour } from './behaviour.js';
import { twistBehaviours } from './twist-behaviours.js';
import { wireBehaviours } from './wire-behaviours.js';

export const behaviours: readonly Behaviour[] = [...wireBehaviours, ...twistBehaviours];
