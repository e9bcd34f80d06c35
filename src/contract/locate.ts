/** Finding the place that a part of the dereferenced document has in the files as they were written. */
import type { Location } from '../verdicts/location.js';
import { childPointer, pointerTokens } from './json-pointer.js';
import { decoded, targetOf } from './references.js';
import type { SourceFile } from './source-file.js';

type Members = Readonly<Record<string, unknown>>;

/** References that lead to references: more than anybody writes. */
const hopLimit = 64;

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}

function fileOf(
  address: string,
  source: SourceFile,
  files: ReadonlyMap<string, SourceFile | undefined>,
): SourceFile | undefined {
  if (address === '') return source;
  const target = targetOf(address, source.path);
  return target === undefined ? undefined : files.get(target);
}

/**
 * The place that a pointer into the dereferenced document has in the files as they were written: references on
 * the way are followed, so that a finding about a shared component names the component.
 *
 * @param files the document and those that it refers to, by path
 */
export function locate(
  root: SourceFile,
  files: ReadonlyMap<string, SourceFile | undefined>,
  pointer: string,
): Location {
  let source = root;
  let node: unknown = root.value;
  let path: readonly string[] = [];
  let rest = pointerTokens(pointer);
  for (let hops = 0; hops <= hopLimit; ) {
    const reference = isMembers(node) && typeof node.$ref === 'string' ? node.$ref : undefined;
    const [next] = rest;
    const beside = next !== undefined && isMembers(node) && Object.hasOwn(node, next);
    if (reference !== undefined && !beside) {
      const [address = '', fragment = ''] = reference.split('#', 2);
      const target = fileOf(address, source, files);
      if (!target) break;
      source = target;
      node = target.value;
      path = [];
      rest = [...pointerTokens(decoded(fragment)), ...rest];
      hops++;
      continue;
    }
    if (next === undefined || !beside) break;
    node = (node as Members)[next];
    path = [...path, next];
    rest = rest.slice(1);
  }
  const place = path.reduce<string>(childPointer, '#');
  return { file: source.shownAs, pointer: place, line: source.line(place) };
}
