/** Defects of a server that fetches what a request names. */
import type { IncomingRequest } from '../model.js';
import type { Policy } from '../policy.js';
import { type Fault, inArea } from './fault.js';

/** Nobody waits for what comes back. */
function visit(url: unknown): void {
  if (typeof url === 'string' && URL.canParse(url)) void fetch(url).catch(() => undefined);
}

const onRequest =
  (look: (form: URLSearchParams) => void) =>
  (policy: Policy): Partial<Policy> => ({
    receive: (sent: IncomingRequest) => {
      const request = policy.receive(sent);
      look(new URLSearchParams(request.body?.toString()));
      return request;
    },
  });

function headerOf(jwt: string | null): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(jwt?.split('.')[0] ?? '', 'base64url').toString());
  } catch {
    return {};
  }
}

export const callbackFaults: readonly Fault[] = inArea('callbacks', [
  {
    id: 'fetches-request-uri',
    breaks: ['OWASP-ssrf-parameters'],
    sentence: 'The token endpoint fetches the request object that request_uri names.',
    bend: onRequest((form) => visit(form.get('request_uri'))),
  },
  {
    id: 'fetches-logo-later',
    breaks: ['OWASP-ssrf-parameters'],
    sentence: 'A job fetches the logo that a request names, a moment after it was answered.',
    bend: onRequest((form) => {
      const logo = form.get('logo_uri');
      if (logo !== null) setTimeout(() => visit(logo), 50);
    }),
  },
  {
    id: 'fetches-jku',
    breaks: ['OWASP-ssrf-parameters'],
    sentence: 'The library for JWTs follows jku before it knows whose assertion it reads.',
    bend: onRequest((form) => visit(headerOf(form.get('client_assertion')).jku)),
  },
  {
    id: 'fetches-x5u',
    breaks: ['OWASP-ssrf-parameters'],
    sentence: 'The certificate of a client assertion is fetched from where x5u says.',
    bend: onRequest((form) => visit(headerOf(form.get('client_assertion')).x5u)),
  },
]);
