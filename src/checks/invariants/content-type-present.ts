import { bodyText, jsonObject, mediaType, readJson } from '../../http/answer.js';
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
  judge: onResponse((response, judged) => {
    if (response.body.length === 0) return notApplicable('the response has no body');
    const type = mediaType(response);
    if (type === undefined) return violation('Content-Type', 'Content-Type is absent');
    if (bodyText(response) === undefined) return notApplicable('the content coding cannot be undone');
    const { problem } = readJson(response);
    const classes = classesOf(judged);
    // A grant or a refusal that is no JSON is one defect, of the checks on their bodies.
    const ofOAuth = classes.includes('success') || classes.includes('error');
    if (!ofOAuth && /^application\/(.+\+)?json$/.test(type) && problem !== undefined)
      return violation(`a body of the type ${quoted(type)}`, problem);
    return jsonObject(response) && !type.includes('json')
      ? violation('a media type of JSON', `a JSON object of the type ${quoted(type)}`)
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
      example('JSON in the media type of its own', {
        ...oauthError('invalid_grant'),
        headers: [['Content-Type', 'application/problem+json']],
      }),
    ],
    violating: [
      example('an OAuth error without a type', { ...oauthError('invalid_grant'), headers: [] }),
      example('JSON labelled as HTML', {
        ...oauthError('invalid_grant'),
        headers: [['Content-Type', 'text/html']],
      }),
      example('JSON without a type', { status: 404, headers: [], json: { message: 'not found' } }),
      example('an empty type', { status: 405, headers: [['Content-Type', '']], json: {} }),
      example('HTML labelled as JSON', { status: 405, body: '<!doctype html>' }),
    ],
  },
};
