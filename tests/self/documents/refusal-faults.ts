/** Documents that are wrong about refusals, or silent. */
import { type DocumentFault, errorOf, operationOf, refusalMedia, responsesOf } from './document-fault.js';

export const refusalFaults: readonly DocumentFault[] = [
  {
    id: 'no-refusals',
    breaks: ['RFC6749-5.2-document-error-responses'],
    sentence: 'Only 200 is described.',
    mutate: (document) => {
      operationOf(document).responses = { '200': responsesOf(document)['200'] };
    },
  },
  {
    id: 'no-400',
    breaks: ['RFC6749-5.2-document-error-responses'],
    sentence: 'Refusals are described as 401 and 422 only.',
    mutate: (document) => {
      const { '400': refusal, ...rest } = responsesOf(document);
      operationOf(document).responses = { ...rest, '422': refusal };
    },
  },
  {
    id: 'refusal-as-problem-details',
    breaks: ['RFC6749-5.2-document-json'],
    sentence: 'Refusals are application/problem+json.',
    mutate: (document) => {
      document.components.responses.Refusal.content = { 'application/problem+json': refusalMedia(document) };
    },
  },
  {
    id: 'refusal-as-html',
    breaks: ['RFC6749-5.2-document-json'],
    sentence: 'Refusals are pages.',
    mutate: (document) => {
      document.components.responses.Refusal.content = { 'text/html': { schema: { type: 'string' } } };
    },
  },
  {
    id: 'error-optional',
    breaks: ['RFC6749-5.2-document-error-required'],
    sentence: 'error is not required in a refusal.',
    mutate: (document) => {
      delete errorOf(document).required;
    },
  },
  {
    id: 'error-of-a-framework',
    breaks: ['RFC6749-5.2-document-error-required'],
    sentence: 'Refusals are described in the format of a framework.',
    mutate: (document) => {
      document.components.schemas.Error = {
        type: 'object',
        required: ['timestamp', 'status'],
        properties: {
          timestamp: { type: 'string' },
          status: { type: 'integer' },
          message: { type: 'string' },
        },
      };
    },
  },
  {
    id: 'error-in-list',
    breaks: ['RFC6749-5.2-document-error-required'],
    sentence: 'A refusal has a list of errors.',
    mutate: (document) => {
      document.components.schemas.Error = {
        type: 'object',
        properties: { errors: { type: 'array', items: { type: 'object' } } },
      };
    },
  },
  {
    id: 'error-as-object',
    breaks: ['RFC6749-5.2-document-error-strings'],
    sentence: 'error is an object with a code.',
    mutate: (document) => {
      errorOf(document).properties.error = { type: 'object', properties: { code: { type: 'string' } } };
    },
  },
  {
    id: 'error-as-number',
    breaks: ['RFC6749-5.2-document-error-strings'],
    sentence: 'error is a number.',
    mutate: (document) => {
      errorOf(document).properties.error = { type: 'integer' };
    },
  },
  {
    id: 'error-description-as-list',
    breaks: ['RFC6749-5.2-document-error-strings'],
    sentence: 'error_description is a list.',
    mutate: (document) => {
      errorOf(document).properties.error_description = { type: 'array', items: { type: 'string' } };
    },
  },
  {
    id: 'error-codes-short',
    breaks: ['RFC6749-5.2-document-error-codes'],
    sentence: 'Two of the codes are listed.',
    mutate: (document) => {
      errorOf(document).properties.error.enum = ['invalid_request', 'invalid_grant'];
    },
  },
  {
    id: 'error-codes-in-capitals',
    breaks: ['RFC6749-5.2-document-error-codes'],
    sentence: 'The codes are written in capitals.',
    mutate: (document) => {
      errorOf(document).properties.error.enum = [
        'INVALID_REQUEST',
        'INVALID_CLIENT',
        'INVALID_GRANT',
        'UNAUTHORIZED_CLIENT',
        'UNSUPPORTED_GRANT_TYPE',
        'INVALID_SCOPE',
      ];
    },
  },
  {
    id: 'challenge-not-described',
    breaks: ['RFC6749-5.2-document-challenge'],
    sentence: '401 is described without WWW-Authenticate.',
    mutate: (document) => {
      delete document.components.responses.InvalidClient.headers;
    },
  },
];
