/**
 * The part of a document that speaks of tokens. Published documents describe hundreds of operations; what is wrong
 * with the others (a reference that leads nowhere, say) is no reason to refuse the one that matters.
 */
import { childPointer, pointerTokens } from './json-pointer.js';

type Members = Readonly<Record<string, unknown>>;

/** Words by which people name operations that have to do with tokens. */
const telling = /token|oauth|oidc|openid|auth|log-?in|sign-?in|session|connect|grant|jwt|revo|introspect/i;

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

/** Members of the root that hold components by name, or by kind and name. */
const holders: Readonly<Record<string, number>> = {
  paths: 2,
  components: 3,
  definitions: 2,
  parameters: 2,
  responses: 2,
};

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Words {
  /** All references, as they are written. */
  readonly targets: ReadonlySet<string>;
  /** True when `grant_type` stands there. */
  readonly asks: boolean;
  /** JSON pointers of the components that are referred to. */
  readonly references: ReadonlySet<string>;
  /** True when `grant_type` or `access_token` stands there as a name or a text. */
  readonly tells: boolean;
}

/** A pointer, cut to the component that it leads into. */
function componentOf(reference: string): string | undefined {
  if (!reference.startsWith('#/')) return undefined;
  const tokens = pointerTokens(decodedUri(reference));
  const depth = holders[tokens[0] ?? ''] ?? 1;
  return tokens.slice(0, depth).reduce<string>(childPointer, '#');
}

function decodedUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function wordsOf(value: unknown): Words {
  const references = new Set<string>();
  const targets = new Set<string>();
  let asks = false;
  const seen = new Set<unknown>();
  let tells = false;
  const visit = (node: unknown, name: string): void => {
    if (typeof node === 'string') {
      if (name === '$ref') targets.add(node);
      if (name === '$ref' || node.startsWith('#/')) {
        const component = componentOf(node);
        if (component !== undefined) references.add(component);
      }
      tells ||= node.includes('grant_type') || node.includes('access_token');
    }
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    for (const [key, inner] of Object.entries(node)) {
      asks ||= key === 'grant_type' || inner === 'grant_type';
      tells ||= key === 'grant_type' || key === 'access_token';
      visit(inner, key);
    }
  };
  visit(value, '');
  return { references, targets, tells, asks };
}

/** The components of a document, each read once. */
class Components {
  readonly #root: Members;
  readonly #words = new Map<string, Words>();
  #telling: ReadonlySet<string> | undefined;

  constructor(root: Members) {
    this.#root = root;
  }

  valueAt(pointer: string): unknown {
    return pointerTokens(pointer).reduce<unknown>(
      (value, token) => (isMembers(value) && Object.hasOwn(value, token) ? value[token] : undefined),
      this.#root,
    );
  }

  words(pointer: string): Words {
    const known = this.#words.get(pointer) ?? wordsOf(this.valueAt(pointer));
    this.#words.set(pointer, known);
    return known;
  }

  /** True when something speaks of tokens there, or in what is referred to from there, over any number of references. */
  tells({ references, tells }: Words): boolean {
    if (tells) return true;
    this.#telling ??= this.#tellingComponents();
    const telling = this.#telling;
    return [...references].some((pointer) => telling.has(pointer));
  }

  /** From those that speak themselves back to all that refer to them: each reference is followed once. */
  #tellingComponents(): Set<string> {
    const every = this.reachable(wordsOf(this.#root));
    const referring = new Map<string, string[]>();
    for (const pointer of every)
      for (const target of this.words(pointer).references)
        (referring.get(target) ?? referring.set(target, []).get(target))?.push(pointer);
    const found = new Set<string>();
    const open = [...every].filter((pointer) => this.words(pointer).tells);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(...(referring.get(next) ?? []));
    }
    return found;
  }

  /** Everything that is referred to from there, over any number of references. */
  reachable(from: Words): Set<string> {
    const found = new Set<string>();
    const open = [...from.references];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(...this.words(next).references);
    }
    return found;
  }
}

/** True for what may be the token endpoint itself: nothing of its request is given up. */
function asksForTokens(path: string, operation: unknown, components: Components): boolean {
  if (/token/i.test(path)) return true;
  if (isMembers(operation) && Object.hasOwn(operation, 'x-token-endpoint')) return true;
  const own = wordsOf(operation);
  return [own, ...[...components.reachable(own)].map((one) => components.words(one))].some(
    ({ asks }) => asks,
  );
}

interface Opened {
  readonly value: unknown;
  /** JSON pointers of the references. */
  readonly places: readonly string[];
}

/** The same with an open object in place of each reference that leads nowhere. */
function opened(value: unknown, pointer: string, isBroken: (reference: string) => boolean): Opened {
  if (typeof value !== 'object' || value === null) return { value, places: [] };
  if (isMembers(value) && typeof value.$ref === 'string' && isBroken(value.$ref))
    return { value: {}, places: [childPointer(pointer, '$ref')] };
  const members = Object.entries(value).map(
    ([name, inner]) => [name, opened(inner, childPointer(pointer, name), isBroken)] as const,
  );
  const places = members.flatMap(([, inner]) => inner.places);
  if (places.length === 0) return { value, places };
  const copy = members.map(([name, inner]): [string, unknown] => [name, inner.value]);
  return { value: Array.isArray(value) ? copy.map(([, one]) => one) : Object.fromEntries(copy), places };
}

export interface SoundPart {
  readonly root: unknown;
  /** JSON pointers of what was given up: an operation, or a reference. */
  readonly without: readonly string[];
}

/**
 * The document without what leads nowhere and is no business of a token request: operations that have to do with
 * something else, and descriptions of responses.
 *
 * @param isBroken whether a reference of the document leads nowhere
 */
export function soundPart(root: unknown, isBroken: (reference: string) => boolean): SoundPart {
  if (!isMembers(root) || !isMembers(root.paths)) return { root, without: [] };
  const components = new Components(root);
  const without: string[] = [];
  const operationOf = (path: string, operation: unknown, pointer: string): unknown => {
    if (!isMembers(operation)) return operation;
    if (asksForTokens(path, operation, components)) {
      const { value, places } = opened(operation.responses, childPointer(pointer, 'responses'), isBroken);
      without.push(...places);
      return places.length > 0 ? { ...operation, responses: value } : operation;
    }
    const own = wordsOf(operation);
    const all = [own, ...[...components.reachable(own)].map((one) => components.words(one))];
    if (!all.some(({ targets }) => [...targets].some(isBroken))) return operation;
    without.push(pointer);
    return {};
  };
  const paths = Object.entries(root.paths).map(([path, item]): [string, unknown] => {
    if (!isMembers(item) || path.startsWith('x-')) return [path, item];
    const at = childPointer('#/paths', path);
    const members = Object.entries(item).map(([name, value]): [string, unknown] => [
      name,
      methods.includes(name) ? operationOf(path, value, childPointer(at, name)) : value,
    ]);
    return [path, Object.fromEntries(members)];
  });
  return { root: { ...root, paths: Object.fromEntries(paths) }, without };
}

function tellsOfTokens(path: string, operation: unknown, components: Components): boolean {
  const names = isMembers(operation)
    ? [operation.operationId, operation.summary, operation.tags, operation.$ref].flat()
    : [];
  if ([path, ...names].some((name) => typeof name === 'string' && telling.test(name))) return true;
  if (isMembers(operation) && Object.hasOwn(operation, 'x-token-endpoint')) return true;
  return components.tells(wordsOf(operation));
}

function addAt(target: Record<string, unknown>, pointer: string, value: unknown): void {
  const tokens = pointerTokens(pointer);
  const last = tokens.pop();
  if (last === undefined || value === undefined) return;
  let holder = target;
  for (const token of tokens) {
    if (!isMembers(holder[token])) holder[token] = {};
    holder = holder[token] as Record<string, unknown>;
  }
  if (!Object.hasOwn(holder, last)) holder[last] = value;
}

/**
 * @param root as it was written, references included; it is not changed
 * @param only a path: nothing is kept of the others. By default the operations are kept that have to do with tokens,
 *   and path and method of the others
 */
export function relevantPart(root: unknown, only?: string): unknown {
  if (!isMembers(root) || !isMembers(root.paths) || Object.hasOwn(root.paths, '$ref')) return root;
  const components = new Components(root);
  const keepsOperation = (path: string, operation: unknown): boolean =>
    only !== undefined || tellsOfTokens(path, operation, components);
  const pathItemOf = (path: string, item: unknown): unknown => {
    if (!isMembers(item)) return item;
    if (Object.hasOwn(item, '$ref')) return keepsOperation(path, item) ? item : {};
    const operations = methods.filter((method) => Object.hasOwn(item, method));
    const kept = operations.filter((method) => keepsOperation(path, item[method]));
    if (kept.length === 0) return Object.fromEntries(operations.map((method) => [method, {}]));
    return Object.fromEntries(
      Object.entries(item).map(([name, value]) =>
        operations.includes(name) && !kept.includes(name) ? [name, {}] : [name, value],
      ),
    );
  };

  const part: Record<string, unknown> = Object.fromEntries(
    Object.entries(root).filter(([name]) => !Object.hasOwn(holders, name) && name !== 'webhooks'),
  );
  part.paths = Object.fromEntries(
    Object.entries(root.paths)
      .filter(([path]) => only === undefined || path === only)
      .map(([path, item]) => [path, path.startsWith('x-') ? item : pathItemOf(path, item)]),
  );
  const schemes = components.valueAt('#/components/securitySchemes');
  if (schemes !== undefined) part.components = { securitySchemes: schemes };
  for (const pointer of components.reachable(wordsOf(part))) {
    const value = components.valueAt(pointer);
    // A path that is referred to is kept as a whole.
    if (pointer.startsWith('#/paths/') && isMembers(part.paths)) {
      const [, path = ''] = pointerTokens(pointer);
      if (value !== undefined) part.paths = { ...part.paths, [path]: value };
    } else addAt(part, pointer, value);
  }
  return part;
}
