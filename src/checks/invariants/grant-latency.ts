import { onResponse } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { observation, subject } from '../examples.js';

/** Milliseconds; a person waits for the login. */
const budget = 2_000;

const after = (milliseconds: number) => subject({ ...observation(), milliseconds });

export const grantLatency: Check = {
  id: 'grant-latency',
  title: 'A token is issued within two seconds',
  requirements: ['OPS-latency-budget'],
  on: { every: 'success' },
  judge: onResponse((_, { observation: { milliseconds } }) =>
    milliseconds <= budget
      ? pass
      : violation(`a token within ${budget / 1000} s`, `${(milliseconds / 1000).toFixed(1)} s`),
  ),
  examples: {
    conforming: [{ name: 'just in time', subject: after(2_000) }],
    violating: [{ name: 'a hash that costs too much', subject: after(8_000), severity: 'info' }],
  },
};
