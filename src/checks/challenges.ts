/** Reading WWW-Authenticate (RFC 9110 sections 11.3 and 11.6.1). */

interface Challenge {
  /** In lower case: schemes are compared without regard to case. */
  readonly scheme: string;
  /** Auth-params by their names in lower case, quotes and escapes resolved. */
  readonly parameters: ReadonlyMap<string, string>;
}

export interface ChallengeReading {
  /** As far as the value could be read. */
  readonly challenges: readonly Challenge[];
  /** What breaks the grammar, in a few words; `undefined`: nothing. */
  readonly problem: string | undefined;
}

const separators = /[\t ,]*/y;
const scheme = /([!#$%&'*+.^_`|~\w-]+)(?=[\t ,]|$)[\t ]*/y;
const token68 = /[\w.~+/-]+=*(?=[\t ]*(?:,|$))/y;
const authParam = /([!#$%&'*+.^_`|~\w-]+)[\t ]*=[\t ]*(?:([!#$%&'*+.^_`|~\w-]+)|"((?:[^"\\]|\\.)*)")/y;
const end = /[\t ]*(?=,|$)/y;

/** Reads a field value, or several lines joined by commas. */
export function parseChallenges(value: string): ChallengeReading {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(value);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const takeParameter = (into: Map<string, string>): boolean => {
    const found = take(authParam);
    if (found?.[1] === undefined) return false;
    into.set(found[1].toLowerCase(), found[2] ?? (found[3] ?? '').replace(/\\(.)/g, '$1'));
    return true;
  };
  const stop = (problem: string): ChallengeReading => ({ challenges, problem });

  for (take(separators); at < value.length; take(separators)) {
    const current = challenges.at(-1);
    const named = take(scheme);
    // `name = value` is a parameter even where blanks surround the equals sign (bad whitespace).
    if (named && value[at] !== '=') {
      const parameters = new Map<string, string>();
      challenges.push({ scheme: (named[1] ?? '').toLowerCase(), parameters });
      const bare = at >= value.length || value[at] === ',';
      if (!bare && !take(token68) && !takeParameter(parameters))
        return stop('what follows a scheme is neither token68 nor a parameter');
    } else {
      if (named) at -= named[0].length;
      if (!current) return stop('it does not begin with a scheme');
      if (current.parameters.size === 0) return stop('a comma stands between a scheme and its parameters');
      if (!takeParameter(current.parameters)) return stop('a parameter has no proper value');
    }
    if (!take(end)) return stop('something stands between a parameter and the next comma');
  }
  return { challenges, problem: challenges.length === 0 ? 'it is empty' : undefined };
}
