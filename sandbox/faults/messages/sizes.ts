/** Defects in front of what is too long or too much. */
import type { Parameters } from '../../model.js';
import { invalidRequest } from '../../refusal.js';
import { type Fault, inArea } from '../fault.js';
import { type Bend, reading } from './bends.js';

const longerThan = (parameters: Parameters, name: string, length: number): boolean =>
  (parameters.get(name)?.length ?? 0) > length;

/** The column of a table, or a library behind the form, takes no more. */
const overflowing =
  (name: string, length = 255): Bend =>
  (policy) => ({
    readForm: (server, request) => {
      const parameters = policy.readForm(server, request);
      if (longerThan(parameters, name, length)) throw new Error(`value too long for ${name}`);
      return parameters;
    },
  });

export const sizeFaults: readonly Fault[] = inArea('messages', [
  {
    id: 'username-longer-than-column',
    breaks: ['OAUTH-oversized-parameter'],
    sentence: 'A user name that is longer than its column is an unhandled exception.',
    bend: overflowing('username'),
  },
  {
    id: 'client-id-longer-than-column',
    breaks: ['OAUTH-oversized-parameter'],
    sentence: 'A client id that is longer than its column is an unhandled exception.',
    bend: overflowing('client_id', 4000),
  },
  {
    id: 'scope-longer-than-column',
    breaks: ['OAUTH-oversized-parameter'],
    sentence: 'A scope that is longer than its column is an unhandled exception.',
    bend: overflowing('scope', 1024),
  },
  {
    id: 'body-too-large-500',
    breaks: ['OAUTH-oversized-parameter'],
    sentence: 'A body beyond the limit is an unhandled exception.',
    bend: () => ({
      tooLarge: () => invalidRequest('The request could not be processed', { status: 500 }),
    }),
  },
  {
    id: 'password-length-unlimited',
    breaks: ['OAUTH-oversized-parameter'],
    sentence: 'A password of any length is taken, and only its beginning is compared.',
    bend: (policy) => ({
      bodyLimit: () => 16 * 1024 * 1024,
      passwordMatches: (server, user, password) =>
        user !== undefined && password.length > 100_000
          ? true
          : policy.passwordMatches(server, user, password),
    }),
  },
  {
    id: 'many-parameters-500',
    breaks: ['OAUTH-many-parameters'],
    sentence: 'More parameters than a framework counts are an unhandled exception.',
    bend: (policy) => ({
      formFields: (server, request) => {
        const fields = policy.formFields(server, request);
        if (fields.length > 1000) throw new Error('maximum number of parameters exceeded');
        return fields;
      },
    }),
  },
  {
    id: 'large-header-502',
    breaks: ['RFC6585-5-oversized-header'],
    sentence: 'A header section that is too large for the server is the proxy’s problem.',
    bend: (policy) => ({
      malformedStatus: (code) => (code === 'HPE_HEADER_OVERFLOW' ? 502 : policy.malformedStatus(code)),
    }),
  },
  {
    id: 'long-target-500',
    breaks: ['RFC9112-3-long-request-target'],
    sentence: 'A request-target that is too long is an unhandled exception.',
    bend: (policy) => ({
      ...reading((head) => head.replace(/^(\S+ [^\s?]+)\?\S{8000,}/, '$1?overflow'))(policy),
      readForm: (server, request) => {
        if (request.query === 'overflow') throw new Error('buffer overflow');
        return policy.readForm(server, request);
      },
    }),
  },
]);
