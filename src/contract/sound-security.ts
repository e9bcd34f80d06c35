/** `security` and the schemes as OpenAPI wants them, where people write `security: [basic]` or leave a scheme empty. */

type Members = Readonly<Record<string, unknown>>;

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The requirements of an operation or of the document; the same where nothing is wrong with them. */
export function listedRequirements(security: unknown): unknown {
  if (isMembers(security)) return [security];
  if (!Array.isArray(security) || security.every(isMembers)) return security;
  return security.flatMap((one) => (typeof one === 'string' ? [{ [one]: [] }] : isMembers(one) ? [one] : []));
}

function withRequirements(holder: unknown): unknown {
  if (!isMembers(holder)) return holder;
  const security = listedRequirements(holder.security);
  return security === holder.security ? holder : { ...holder, security };
}

/** @param root an OpenAPI 3 document, references resolved; it is not changed */
export function withSoundSecurity(root: Members): Members {
  const ofMembers = (value: unknown, change: (inner: unknown) => unknown): unknown =>
    isMembers(value)
      ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner)]))
      : value;
  const components = isMembers(root.components) ? root.components : {};
  const schemes = Object.entries(isMembers(components.securitySchemes) ? components.securitySchemes : {});
  const securitySchemes = Object.fromEntries(schemes.filter(([, scheme]) => isMembers(scheme)));
  return {
    ...(withRequirements(root) as Members),
    ...(root.paths === undefined
      ? {}
      : { paths: ofMembers(root.paths, (item) => ofMembers(item, withRequirements)) }),
    ...(schemes.length > 0 ? { components: { ...components, securitySchemes } } : {}),
  };
}
