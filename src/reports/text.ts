/** Plain text for people: what a target sends must not steer a terminal or a CI server that reads the log. */

const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/** Characters without a glyph (controls, escape sequences, direction marks) as `\xNN` or `\u{N}`. */
export function visible(text: string): string {
  return text.replace(invisible, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/**
 * The same, for a log: in addition, nothing reads as a command of a CI server (`::error::`, `##vso[…]`,
 * `##[…]`), which several of them obey anywhere in a line.
 */
export function forLog(text: string): string {
  return visible(text)
    .replace(/::(?=[a-z])/gi, ': :')
    .replace(/##(?=vso\[|\[)/gi, '# #');
}

/**
 * Breaks at spaces. A word longer than the line stays whole where it is something to copy (a URL), else it
 * is cut. Lines after the first begin with `indent`; `width` counts it.
 */
export function wrap(text: string, width: number, indent = ''): string {
  const room = Math.max(width - indent.length, 20);
  const words = text
    .split(/ +/)
    .flatMap((word) =>
      /^https?:/.test(word) ? [word] : (word.match(new RegExp(`.{1,${room}}`, 'gu')) ?? []),
    );
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, index) => (index === 0 ? line : indent + line)).join('\n');
}

/** `1 scenario`, `2 scenarios`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** At most `limit` names, the rest counted: `a, b and 12 more`. */
export function someOf(names: readonly string[], limit: number): string {
  if (names.length <= limit + 1) return names.join(', ');
  return `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`;
}
