/** The parameters of a token request, read back from the wire in whatever encoding they were sent. */
import type { Field, SentRequest } from './observation.js';

function jsonFields(text: string): Field[] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return Object.entries(value).map(
      ([name, one]): Field => [
        name,
        Array.isArray(one) ? one.join(' ') : typeof one === 'object' ? JSON.stringify(one) : String(one),
      ],
    );
  } catch {
    return []; // spoilt on purpose
  }
}

function multipartFields(text: string): Field[] {
  return [...text.matchAll(/name="([^"]*)"[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\n(.*?)\r?\n--/gs)].map(
    (match): Field => [match[1] ?? '', match[2] ?? ''],
  );
}

function bodyFields({ headers, body }: Pick<SentRequest, 'headers' | 'body'>): Field[] {
  const text = body.toString('utf8');
  const mediaType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (/^multipart\//i.test(mediaType)) return multipartFields(text);
  if (/[/+]json\b/i.test(mediaType)) return jsonFields(text);
  return [...new URLSearchParams(text)];
}

/** Those of the body; of a request without one, those of the query. */
export function sentParameters({ url, headers, body }: SentRequest): URLSearchParams {
  const fields =
    body.length > 0 || !URL.canParse(url) ? bodyFields({ headers, body }) : [...new URL(url).searchParams];
  return new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]));
}
