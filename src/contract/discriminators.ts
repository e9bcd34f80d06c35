/**
 * What discriminators say about the alternatives. They name them by reference, so that it must be read before the
 * references are resolved.
 */

type Members = Readonly<Record<string, unknown>>;

/** Beside `propertyName`: the value of each alternative of `oneOf` or `anyOf`, `null` where none is told. */
export const branchValues = 'x-branch-values';

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `#/components/schemas/Name`, `Name` and `./Name.yaml` may mean the same. */
function isTarget(target: unknown, reference: string): boolean {
  return target === reference || (typeof target === 'string' && reference.endsWith(`/schemas/${target}`));
}

function referenceOf(branch: unknown): string | undefined {
  return isMembers(branch) && typeof branch.$ref === 'string' ? branch.$ref : undefined;
}

function referenceTo(target: string): string {
  return /[#/]/.test(target) || /\.(ya?ml|json)$/i.test(target) ? target : `#/components/schemas/${target}`;
}

/**
 * The members of a schema, with what its discriminator says about each alternative. A schema that names alternatives
 * by its discriminator only (they inherit from it) gets them as `oneOf`.
 */
export function withBranchValues(schema: Members): Members {
  const { discriminator } = schema;
  if (!isMembers(discriminator) || !isMembers(discriminator.mapping)) return schema;
  const mapping = Object.entries(discriminator.mapping).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const keyword = ['oneOf', 'anyOf'].find((name) => Array.isArray(schema[name]));
  const branches = keyword
    ? (schema[keyword] as readonly unknown[])
    : mapping.map(([, target]) => ({ $ref: referenceTo(target) }));
  const values = branches.map((branch, index) => {
    const reference = referenceOf(branch);
    if (reference === undefined) return null;
    if (!keyword) return mapping[index]?.[0] ?? null;
    return mapping.find(([, target]) => isTarget(target, reference))?.[0] ?? null;
  });
  return {
    ...schema,
    [keyword ?? 'oneOf']: branches,
    discriminator: { ...discriminator, [branchValues]: values },
  };
}
