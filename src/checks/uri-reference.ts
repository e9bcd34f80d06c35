/** URI references (RFC 3986 section 4.1), by their characters. */
const uriCharacters = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/;

/** An empty one is valid: it refers to the document itself. */
export function isUriReference(text: string): boolean {
  return uriCharacters.test(text) && URL.canParse(text, 'https://base.invalid/');
}
