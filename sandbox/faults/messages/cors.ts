/** Defects in what pages of other origins are allowed (the Fetch standard). */
import type { IncomingRequest } from '../../model.js';
import { type Fault, inArea } from '../fault.js';
import { type Bend, withoutFields } from './bends.js';

const withoutCors =
  (when: (request: IncomingRequest, status: number) => boolean): Bend =>
  (policy) => ({
    send: (request, response) => {
      const sent = policy.send(request, response);
      return when(request, sent.status)
        ? { ...sent, headers: withoutFields(sent.headers, 'access-control-') }
        : sent;
    },
  });

export const corsFaults: readonly Fault[] = inArea('messages', [
  {
    id: 'cors-missing-on-errors',
    breaks: ['RFC9700-2.6-cors-for-browser-clients'],
    sentence: 'Errors carry no CORS headers, so that a page sees a network error.',
    bend: withoutCors((_, status) => status >= 400),
  },
  {
    id: 'cors-missing-on-success',
    breaks: ['RFC9700-2.6-cors-for-browser-clients'],
    sentence: 'Only the preflight carries CORS headers.',
    bend: withoutCors((request, status) => request.method === 'POST' && status === 200),
  },
  {
    id: 'cors-preflight-unanswered',
    breaks: ['RFC9700-2.6-cors-for-browser-clients'],
    sentence: 'The preflight of a browser is answered like any OPTIONS, without CORS headers.',
    bend: withoutCors((request) => request.method === 'OPTIONS'),
  },
  {
    id: 'cors-preflight-forgets-headers',
    breaks: ['RFC9700-2.6-cors-for-browser-clients'],
    sentence: 'The preflight allows only the usual headers, and not those that every request needs.',
    bend: () => ({ allowedHeaders: () => ['authorization', 'content-type'] }),
  },
]);
