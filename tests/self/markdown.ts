/** What a page of Markdown links to, and what can be linked to in it, as GitHub shows it. */

/** Without code, in which nothing is a link. */
function withoutCode(text: string): string {
  return text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1`*$/gm, '').replace(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, '');
}

/** Targets of links and pictures, in the order of the page; those to other hosts as well. */
export function linksIn(text: string): string[] {
  const links = [
    /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g, // [text](target "title")
    /^\[[^\]]+\]:\s*<?(\S+?)>?\s*$/gm, // [name]: target
    /<(?:a|img|source)\b[^>]*?\b(?:href|src|srcset)="([^"]+)"/g,
  ];
  const rest = withoutCode(text);
  return links.flatMap((pattern) => [...rest.matchAll(pattern)].map(([, target = '']) => target));
}

/** The anchors that GitHub makes of the headings: a heading that is there twice gets a number the second time. */
export function anchorsIn(text: string): ReadonlySet<string> {
  const headings = text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1`*$/gm, '').matchAll(/^#{1,6} +(.+?) *#*$/gm);
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  for (const [, heading = ''] of headings) {
    const slug = heading
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    anchors.add(times === 0 ? slug : `${slug}-${times}`);
  }
  for (const [, id = ''] of text.matchAll(/<a\b[^>]*?\b(?:id|name)="([^"]+)"/g)) anchors.add(id);
  return anchors;
}

/** Code spans in the first column of every table but in its head. */
export function firstColumn(text: string): string[] {
  return [...text.matchAll(/^\| (.*?) \|.*$/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
  );
}
