/**
 * The draft of a document: the one that was used, with `x-enforced` as it was seen, and with the responses that it lacks.
 * Nothing that stands in it is taken away.
 */
import { isMap, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Contract } from '../contract/contract.js';
import { pointerTokens } from '../contract/json-pointer.js';
import { responseFor } from '../contract/responses.js';
import type { EnforcementSeen } from './enforcement.js';
import type { Answered } from './exchange-text.js';

export interface DocumentDraftOptions {
  readonly contract: Contract;
  /** YAML or JSON of the document. */
  readonly text: string;
  /** The same as a value, references resolved. */
  readonly dereferenced: unknown;
  readonly enforcement: readonly EnforcementSeen[];
  /** What the token endpoint answered to POST. */
  readonly answers: readonly Answered[];
}

export interface DocumentDraft {
  /** YAML. */
  readonly text: string;
  /** What was written, and what could not be: one sentence each. */
  readonly remarks: readonly string[];
}

type Document = ReturnType<typeof parseDocument>;

/** What the draft is written in is what the document was written in: 3.1 stands for it and later ones. */
type Dialect = 'swagger' | '3.0' | '3.1';

function dialectOf(document: Document): Dialect {
  if (document.has('swagger')) return 'swagger';
  return String(document.get('openapi')).startsWith('3.0.') ? '3.0' : '3.1';
}

/** Where a place stands once local references are followed; `undefined`: in another file, or nowhere. */
function pathOf(document: Document, pointer: string): (string | number)[] | undefined {
  let path: (string | number)[] = [];
  const follow = (depth = 0): boolean => {
    const node = document.getIn(path, true);
    const reference = isMap(node) ? node.get('$ref') : undefined;
    if (typeof reference !== 'string') return node !== undefined;
    if (!reference.startsWith('#') || depth > 20) return false;
    path = pointerTokens(reference);
    return follow(depth + 1);
  };
  for (const token of pointerTokens(pointer)) {
    if (!follow()) return undefined;
    path = [...path, isSeq(document.getIn(path, true)) ? Number(token) : token];
  }
  return follow() ? path : undefined;
}

/** What stands at a path of a plain value. */
function valueAt(root: unknown, path: readonly unknown[]): unknown {
  return path.reduce<unknown>(
    (value, token) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, String(token))
        ? (value as Record<string, unknown>)[String(token)]
        : undefined,
    root,
  );
}

const isSelfContained = (value: unknown): boolean => {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false; // it contains itself
  }
};

/** The draft stands alone: what it takes from other files is written into it. */
function inlineOtherFiles(document: Document, dereferenced: unknown, remarks: string[]): void {
  const found: { path: unknown[]; file: string }[] = [];
  visit(document, {
    Pair(_, { key, value }, above) {
      if (!isScalar(key) || key.value !== '$ref' || !isScalar(value)) return;
      const file = String(value.value);
      if (file.startsWith('#')) return;
      const path = above.flatMap((node, index) => {
        if (isPair(node)) return isScalar(node.key) ? [node.key.value] : [];
        const parent = above[index - 1];
        return isSeq(parent) ? [parent.items.indexOf(node)] : [];
      });
      found.push({ path, file });
    },
  });
  for (const { path, file } of found) {
    const value = valueAt(dereferenced, path);
    if (isSelfContained(value))
      document.setIn(path, document.createNode(value, { aliasDuplicateObjects: false }));
    else remarks.push(`${file} could not be written into the draft: copy it into the folder of the draft.`);
  }
}

function commonMembers(answers: readonly Answered[]): {
  required: string[];
  types: Map<string, Set<string>>;
} {
  const types = new Map<string, Set<string>>();
  for (const { members } of answers)
    for (const [name, type] of members ?? []) types.set(name, (types.get(name) ?? new Set()).add(type));
  const required = [...types.keys()].filter((name) => answers.every(({ members }) => members?.has(name)));
  return { required, types };
}

/** Before OpenAPI 3.1 a schema has one type, and null is none. */
function typeOf(some: ReadonlySet<string>, dialect: Dialect): Record<string, unknown> {
  const [first] = some;
  if (some.size === 1 && (dialect === '3.1' || first !== 'null')) return { type: first };
  return dialect === '3.1' ? { type: [...some] } : {};
}

/** `undefined`: no JSON object came. */
function schemaOf(answers: readonly Answered[], dialect: Dialect): Record<string, unknown> | undefined {
  const { required, types } = commonMembers(answers);
  if (types.size === 0) return undefined;
  const properties = [...types].map(([name, some]) => [name, typeOf(some, dialect)]);
  return {
    type: 'object',
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(properties),
  };
}

const descriptionOf = (answers: readonly Answered[]): string =>
  `Observed ${answers.length} times, first in ${answers[0]?.scenario}.`;

const mediaTypesOf = (answers: readonly Answered[]): string[] => [
  ...new Set(answers.flatMap(({ mediaType }) => mediaType ?? [])),
];

function responseOf(answers: readonly Answered[], dialect: Dialect): Record<string, unknown> {
  if (dialect === 'swagger') return swaggerResponseOf(answers);
  const content = mediaTypesOf(answers).map((mediaType) => {
    const schema = schemaOf(
      answers.filter((one) => one.mediaType === mediaType),
      dialect,
    );
    return [mediaType, schema === undefined ? {} : { schema }];
  });
  return {
    description: descriptionOf(answers),
    ...(content.length > 0 ? { content: Object.fromEntries(content) } : {}),
  };
}

/** In the terms of Swagger 2.0, which knows one schema for all media types of an operation (`produces`). */
function swaggerResponseOf(answers: readonly Answered[]): Record<string, unknown> {
  const schema = schemaOf(
    answers.filter(({ members }) => members !== undefined),
    'swagger',
  );
  return { description: descriptionOf(answers), ...(schema === undefined ? {} : { schema }) };
}

/** By status; what the document describes already, and crashes, are left out. */
function undocumented({ contract, answers }: DocumentDraftOptions): Map<number, Answered[]> {
  const groups = new Map<number, Answered[]>();
  for (const answer of answers) {
    if (answer.status >= 500 || responseFor(contract, answer.status)) continue;
    groups.set(answer.status, [...(groups.get(answer.status) ?? []), answer]);
  }
  return new Map([...groups].sort(([a], [b]) => a - b));
}

/** Media types that the operation of a Swagger document does not produce, as it says. */
function unsaidTypes(
  document: Document,
  operation: readonly (string | number)[],
  answers: readonly Answered[],
): string[] {
  const stated = document.getIn([...operation, 'produces']) ?? document.get('produces');
  const produced = isSeq(stated) ? stated.toJSON().map((type: unknown) => String(type).toLowerCase()) : [];
  const assumed = produced.length > 0 ? produced : ['application/json'];
  return mediaTypesOf(answers).filter((type) => !assumed.includes(type));
}

export function documentDraft(options: DocumentDraftOptions): DocumentDraft {
  const { contract, text, dereferenced, enforcement } = options;
  const document = parseDocument(text, { logLevel: 'error' });
  const remarks: string[] = [];
  for (const { parameter, enforced } of enforcement) {
    if (enforced === undefined || enforced === parameter.enforced) continue;
    const path = pathOf(document, parameter.pointer);
    if (path) document.setIn([...path, 'x-enforced'], enforced);
    remarks.push(
      path
        ? `A request without ${parameter.name} was ${enforced ? 'refused' : 'granted'}: x-enforced is ${enforced}.`
        : `x-enforced of ${parameter.name} stands in another file: set it to ${enforced} there.`,
    );
  }
  const dialect = dialectOf(document);
  const operation = pathOf(document, contract.pointer);
  for (const [status, answers] of undocumented(options)) {
    if (operation)
      document.setIn(
        [...operation, 'responses', String(status)],
        document.createNode(responseOf(answers, dialect)),
      );
    remarks.push(
      operation
        ? `HTTP ${status} was not described, and is now.`
        : `HTTP ${status} is not described; the operation stands in another file: describe it there.`,
    );
    const unsaid = dialect === 'swagger' && operation ? unsaidTypes(document, operation, answers) : [];
    if (unsaid.length > 0)
      remarks.push(
        `HTTP ${status} came as ${unsaid.join(' and ')}, which "produces" does not name; Swagger 2.0 cannot say that of one response alone.`,
      );
  }
  inlineOtherFiles(document, dereferenced, remarks);
  const head = [
    'A draft, written by run --observe from what the target was seen to do: review it before you use it.',
    ...remarks,
  ];
  const comment = head.map((line) => `# ${line.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?')}\n`).join('');
  return { text: comment + document.toString({ lineWidth: 0, flowCollectionPadding: false }), remarks };
}
