import { onError } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, oauthError } from '../examples.js';

const disclosures: readonly (readonly [name: string, pattern: RegExp])[] = [
  [
    'a count of attempts',
    /\b\d+\s+(?:\w+\s+){0,2}(?:attempts?|tries)\b|\battempts?\s+(?:left|remaining):?\s*\d/i,
  ],
  ['the last login', /\blast (?:login|logged|sign)/i],
  [
    'the state of the account',
    /\b(?:user|account|login)\b[^.]{0,30}\b(?:locked|disabled|suspended|inactive|expired|blocked|deactivated|does not exist|not found)\b/i,
  ],
  ['that the user is unknown', /\b(?:unknown|no such) user\b/i],
  [
    'which factor failed',
    /\b(?:wrong|incorrect|invalid|bad) password\b|(?<!\b(?:or|and) )\bpassword (?:is|was) (?:wrong|incorrect|invalid)\b/i,
  ],
  ['an e-mail address', /[\w.+*-]+@[\w-]+\.[a-z]{2,}/i],
];

const saying = (text: string) => oauthError('invalid_grant', 400, { error_description: text });

export const errorDescriptionGeneric: Check = {
  id: 'error-description-generic',
  title: 'error_description does not disclose the state of a user',
  requirements: ['OWASP-error-description-generic'],
  on: { every: 'error' },
  judge: onError((_code, { error_description: description }) => {
    if (typeof description !== 'string') return notApplicable('error_description is absent');
    const found = disclosures.find(([, pattern]) => pattern.test(description.slice(0, 2000)));
    return found ? violation('words that fit every refusal', `error_description tells ${found[0]}`) : pass;
  }),
  examples: {
    conforming: [
      example('both factors together', saying('The user name or password is incorrect')),
      example('what the client did', saying('Missing parameter: password')),
      example('of tokens', saying('Token is expired, 2 parameters are missing')),
    ],
    violating: [
      example('attempts', saying('2 attempts left for j***@bank.example')),
      example('a locked account', saying('User account is locked')),
      example('one factor', saying('Wrong password')),
      example('an unknown user', saying('No such user')),
    ],
  },
};
