/** Documents whose examples, defaults and patterns are of no use. */
import {
  contentOf,
  type DocumentFault,
  form,
  passwordOf,
  refusalMedia,
  successOf,
  tokenMedia,
} from './document-fault.js';

export const sampleFaults: readonly DocumentFault[] = [
  {
    id: 'example-of-response-invalid',
    breaks: ['CONTRACT-document-examples-valid', 'RFC6749-5-document-examples'],
    sentence: 'The example of a token response has expires_in as text.',
    mutate: (document) => {
      tokenMedia(document).examples.password.value.expires_in = '3600';
    },
  },
  {
    id: 'example-of-form-invalid',
    breaks: ['CONTRACT-document-examples-valid'],
    sentence: 'The example of a login has no password.',
    mutate: (document) => {
      delete contentOf(document)[form].examples.password.value.password;
    },
  },
  {
    id: 'example-of-header-invalid',
    breaks: ['CONTRACT-document-examples-valid'],
    sentence: 'The example of a client address is none.',
    mutate: (document) => {
      document.components.parameters.ClientAddress.example = 'unknown';
    },
  },
  {
    id: 'example-of-member-invalid',
    breaks: ['CONTRACT-document-examples-valid'],
    sentence: 'The example of expires_in is text.',
    mutate: (document) => {
      successOf(document).properties.expires_in.examples = ['3600'];
    },
  },
  {
    id: 'default-invalid',
    breaks: ['CONTRACT-document-examples-valid'],
    sentence: 'The default of scope is not one of its values.',
    mutate: (document) => {
      document.components.schemas.Scope = { type: 'string', enum: ['read', 'write'], default: 'all' };
    },
  },
  {
    id: 'example-of-refusal-foreign',
    breaks: ['RFC6749-5-document-examples'],
    sentence: 'The example of a refusal has a message and no error.',
    mutate: (document) => {
      refusalMedia(document).schema = { type: 'object' };
      refusalMedia(document).examples = { any: { value: { status: 400, message: 'Bad credentials' } } };
    },
  },
  {
    id: 'example-of-response-in-envelope',
    breaks: ['RFC6749-5-document-examples'],
    sentence: 'The example of a token response stands in an envelope, and no schema says so.',
    mutate: (document) => {
      tokenMedia(document).schema = { type: 'object' };
      tokenMedia(document).examples = {
        any: { value: { data: { access_token: 'a', token_type: 'Bearer' } } },
      };
    },
  },
  ...['^([a-zA-Z0-9]+)*$', '^(\\w+\\s?)+$', '^(([a-z])+.)+[A-Z]([a-z])+$'].map(
    (pattern, index): DocumentFault => ({
      id: `pattern-exponential-${index + 1}`,
      breaks: ['CONTRACT-document-patterns'],
      sentence: `username has the pattern ${pattern}, which backtracks without end.`,
      mutate: (document) => {
        passwordOf(document).properties.username.pattern = pattern;
      },
    }),
  ),
  {
    id: 'pattern-exponential-in-response',
    breaks: ['CONTRACT-document-patterns'],
    sentence: 'The pattern of access_token backtracks without end.',
    mutate: (document) => {
      successOf(document).properties.access_token.pattern = '^([\\w-]+\\.?)+$';
    },
  },
];
