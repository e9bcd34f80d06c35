/** Requests in JSON beside those in a form, where the document offers both. */
import type { IncomingRequest } from '../model.js';
import type { Variation } from './variation.js';

const isJson = ([name, value]: readonly [string, string]): boolean =>
  /^content-type$/i.test(name) && /^application\/json\b/i.test(value);

/** `undefined`: no object of texts. */
function formOf(body: string): string | undefined {
  try {
    const members: [string, unknown][] = Object.entries(JSON.parse(body));
    const texts = members.flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[name, value]] : [],
    );
    return texts.length === members.length ? new URLSearchParams(texts).toString() : undefined;
  } catch {
    return undefined;
  }
}

function asForm(request: IncomingRequest): IncomingRequest {
  if (!request.headers.some(isJson)) return request;
  const form = formOf(request.body?.toString() ?? '');
  return {
    ...request,
    headers: request.headers.map((field) =>
      isJson(field) ? [field[0], 'application/x-www-form-urlencoded'] : field,
    ),
    body: Buffer.from(form ?? ''),
  };
}

export const jsonVariations: readonly Variation[] = [
  {
    id: 'json-taken-too',
    sentence: 'A JSON object whose members are texts is taken like a form, as the document says.',
    allowedBy:
      'the contract offers application/json; RFC 6749 section 3.2 demands the form, which is taken as well',
    bend: (policy) => ({ receive: (request) => policy.receive(asForm(request)) }),
  },
];
