/** JSON pointers (RFC 6901) in their URI fragment form without percent-encoding: `#/paths/~1oauth~1token/post`. */

export function childPointer(pointer: string, token: string | number): string {
  return `${pointer}/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The unescaped reference tokens; empty for `#`. */
export function pointerTokens(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
