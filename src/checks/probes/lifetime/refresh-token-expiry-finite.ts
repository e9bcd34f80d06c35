import { member, refreshToken } from '../../../http/answer.js';
import type { Observation } from '../../../http/observation.js';
import { type Check, notApplicable, pass, violation } from '../../check.js';
import { example, tokenResponse } from '../../examples.js';
import { claimsOf } from '../../jwt.js';
import { quoted } from '../../quoting.js';

const literal = { probe: 'valid/minimal' };
const answer = (more: object) => ({ json: { ...tokenResponse, ...more } });

/** Members by which servers publish the lifetime of a refresh token, in seconds; no standard names one. */
const lifetimes = ['refresh_expires_in', 'refresh_token_expires_in'];

/** Ten years: nobody who means an expiry means a later one. */
const longestSeconds = 315_360_000;

function published(given: Observation): unknown {
  if (!given.response) return undefined;
  for (const name of lifetimes) {
    const value = member(given.response, name);
    if (value !== undefined) return value;
  }
  const exp = claimsOf(refreshToken(given) ?? '')?.exp;
  return typeof exp === 'number' ? exp - given.startedAt / 1000 : exp;
}

export const refreshTokenExpiryFinite: Check = {
  id: 'refresh-token-expiry-finite',
  title: 'The published lifetime of a refresh token is a finite one.',
  requirements: ['ASVS5-10.4.8-refresh-token-absolute-expiry'],
  on: { probes: ['valid/minimal', 'refresh/first'] },
  judge({ observation: given }) {
    if (refreshToken(given) === undefined) return notApplicable('no refresh token was issued');
    const value = published(given);
    if (value === undefined) return notApplicable('nothing tells the lifetime of the refresh token');
    const seconds = typeof value === 'string' ? Number(value) : value;
    return typeof seconds === 'number' && seconds > 0 && seconds <= longestSeconds
      ? pass
      : violation('a lifetime of at most ten years, in seconds', quoted(JSON.stringify(value)));
  },
  examples: {
    conforming: [
      example('a month', answer({ refresh_expires_in: 2_592_000 }), literal),
      example('not published', {}, literal),
    ],
    violating: [
      example('0 for without end', answer({ refresh_expires_in: 0 }), literal),
      example('-1 for without end', answer({ refresh_token_expires_in: -1 }), literal),
      example('a century', answer({ refresh_expires_in: 3_153_600_000 }), literal),
    ],
  },
};
