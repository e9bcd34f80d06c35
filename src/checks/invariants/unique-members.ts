import { duplicateMembers } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, pass, violation } from '../check.js';
import { example } from '../examples.js';
import { quoted } from '../quoting.js';

export const uniqueMembers: Check = {
  id: 'unique-members',
  title: 'No JSON object in a response has two members of the same name',
  requirements: ['RFC6749-3.2-response-params-unique'],
  on: { every: 'any-json' },
  judge: onResponse((response) => {
    const [name] = duplicateMembers(response);
    return name === undefined
      ? pass
      : violation('each member once', `the member ${quoted(name)} occurs more than once`);
  }),
  examples: {
    conforming: [
      example('names that differ in case, or stand in different objects', {
        body: '{"access_token":"mF_9.B5f-4.1JqM","Scope":"a","scope":"a","user":{"scope":"a"}}',
      }),
    ],
    violating: [
      example('scope twice', { body: '{"access_token":"mF_9.B5f-4.1JqM","scope":"a","scope":"b"}' }),
      example('error twice, once escaped', {
        status: 400,
        body: '{"error":"invalid_grant","\\u0065rror":"invalid_grant"}',
      }),
    ],
  },
};
