/** A command line over several lines, which a shell reads as the one that it was. */

/** Words with the quotes that they have: a space within quotes, or within `<(…)`, is no end of a word. */
function wordsOf(command: string): string[] {
  const words = [''];
  let quote = '';
  for (let at = 0; at < command.length; at++) {
    const character = command[at] ?? '';
    // In '…' a backslash is one; in $'…' and "…" it takes the next character along.
    const escapes = character === '\\' && quote !== "'";
    const text = escapes ? command.slice(at, at + 2) : character;
    if (character === ' ' && quote === '') words.push('');
    else words[words.length - 1] += text;
    if (escapes) at++;
    else if (quote !== '') quote = character === quote.at(-1) ? '' : quote;
    else if (character === '"') quote = '"';
    else if (character === "'") quote = command[at - 1] === '$' ? "$'" : "'";
    else if (character === '(') quote = ')';
  }
  return words;
}

/**
 * Broken before options where it is longer than the width, with ` \` at the ends. It is still the same command.
 */
export function shellLines(command: string, width: number): string[] {
  const words = wordsOf(command);
  if (command.length <= width || command.includes('\n')) return [command];
  const parts: string[] = [];
  for (const [index, word] of words.entries()) {
    if (/^(-[HXu]|--data.*)$/.test(words[index - 1] ?? ''))
      parts[parts.length - 1] = `${parts.at(-1)} ${word}`;
    else parts.push(word);
  }
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    // Two columns for the sign that the line goes on.
    if (last !== undefined && last.length + 1 + part.length <= width - 2)
      lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(part);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line));
}
