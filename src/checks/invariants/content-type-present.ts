import { mediaType, readJson } from '../../http/answer.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { classesOf } from '../classes.js';
import { example, oauthError } from '../examples.js';
import { quoted } from '../quoting.js';

export const contentTypePresent: Check = {
  id: 'content-type-present',
  title: 'A response with a body has a Content-Type that matches it',
  requirements: ['ASVS5-4.1.1-content-type-present'],
  on: { every: 'any' },
  judge: onResponse((response, { probe, observation }) => {
    if (response.body.length === 0) return notApplicable('the response has no body');
    // Grants and refusals have stricter checks of their own.
    const classes = classesOf(probe, observation);
    if (classes.includes('success') || classes.includes('error'))
      return notApplicable('judged more strictly');
    const type = mediaType(response);
    if (type === undefined) return violation('Content-Type', 'Content-Type is absent');
    const { problem } = readJson(response);
    return /^application\/(.+\+)?json$/.test(type) && problem !== undefined
      ? violation(`a body of the type ${quoted(type)}`, problem)
      : pass;
  }),
  examples: {
    conforming: [
      example('no body, no type', { status: 404, headers: [], body: '' }),
      example('an HTML page that says so', {
        status: 404,
        headers: [['Content-Type', 'text/html;charset=utf-8']],
        body: '<!doctype html>',
      }),
      example('an OAuth error is judged elsewhere', { ...oauthError('invalid_grant'), headers: [] }),
    ],
    violating: [
      example('JSON without a type', { status: 404, headers: [], json: { message: 'not found' } }),
      example('an empty type', { status: 405, headers: [['Content-Type', '']], json: {} }),
      example('HTML labelled as JSON', { status: 405, body: '<!doctype html>' }),
    ],
  },
};
