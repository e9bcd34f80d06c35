/** A strict reader of XML without DTD, comments and CDATA: everything else in a document is an error. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Character data of this element itself. */
  readonly text: string;
}

/** XML 1.0 section 2.2. */
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(raw: string): string {
  if (/[<]|\]\]>/.test(raw)) throw new Error(`unescaped markup in ${JSON.stringify(raw)}`);
  return raw.replace(/&([^;]*;?)/g, (_, reference: string) => {
    const number = /^#(?:x([0-9a-f]+)|([0-9]+));$/i.exec(reference);
    const value = number
      ? String.fromCodePoint(Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10))
      : entities[reference.slice(0, -1)];
    if (value === undefined || !reference.endsWith(';') || forbidden.test(value))
      throw new Error(`bad reference &${reference}`);
    return value;
  });
}

export function parseXml(document: string): XmlElement {
  const bad = forbidden.exec(document);
  if (bad) throw new Error(`forbidden character at ${bad.index}`);
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!document.startsWith(declaration)) throw new Error('no XML declaration');
  const root = { name: '', attributes: {}, children: [] as XmlElement[], text: '' };
  const open = [root];
  const token = /<(\/?)([a-z-]+)((?:\s+[a-z-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  token.lastIndex = declaration.length;
  while (token.lastIndex < document.length) {
    const at = token.lastIndex;
    const found = token.exec(document);
    const current = open.at(-1);
    if (!found || !current) throw new Error(`not well-formed at ${document.slice(at, at + 60)}`);
    const [, closing, name = '', attributes = '', selfClosing, text] = found;
    if (text !== undefined) current.text += decoded(text);
    else if (closing) {
      if (open.length === 1 || current.name !== name) throw new Error(`unexpected </${name}>`);
      open.pop();
    } else {
      const child = { name, attributes: {} as Record<string, string>, children: [], text: '' };
      for (const [, key = '', value = ''] of attributes.matchAll(/([a-z-]+)="([^"]*)"/g)) {
        if (key in child.attributes) throw new Error(`attribute ${key} twice`);
        child.attributes[key] = decoded(value);
      }
      current.children.push(child);
      if (!selfClosing) open.push(child);
    }
  }
  const [only] = root.children;
  if (open.length !== 1 || root.children.length !== 1 || !only || root.text.trim() !== '')
    throw new Error('not exactly one root element');
  return only;
}

export function childrenNamed(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

export function propertiesOf(element: XmlElement): Record<string, string> {
  return Object.fromEntries(
    childrenNamed(element, 'properties')
      .flatMap(({ children }) => children)
      .map(({ attributes }) => [attributes.name ?? '', attributes.value ?? '']),
  );
}
