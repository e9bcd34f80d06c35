/** The document of the token endpoint as tools read it that know OpenAPI 3.0 and no references to other files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { packageRoot } from '../../../src/settings/package-root.js';

const specification = join(packageRoot, 'specs/mbanq-token.openapi.yaml');
const schemaFiles = { TokenResponse: 'token-response', ErrorResponse: 'error-response' };

/** Keywords that OpenAPI 3.0 does not know; `const` and `examples` have another name there. */
const unknown = ['$schema', 'contentMediaType', 'contentSchema', 'x-token-endpoint', 'x-enforced'];

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
      if (unknown.includes(name)) return [];
      if (name === 'const') return [['enum', [member]]];
      if (name === 'examples' && Array.isArray(member)) return [['example', member[0]]];
      const file = Object.entries(schemaFiles).find(
        ([, file]) => name === '$ref' && member === `../schemas/${file}.schema.json`,
      );
      return [[name, file ? `#/components/schemas/${file[0]}` : plain(member)]];
    }),
  );
}

/** As YAML. */
export function plainDocument(): string {
  const document = parse(readFileSync(specification, 'utf8'));
  for (const [name, file] of Object.entries(schemaFiles))
    document.components.schemas[name] = JSON.parse(
      readFileSync(join(packageRoot, 'schemas', `${file}.schema.json`), 'utf8'),
    );
  const { summary: _, ...info } = document.info;
  return stringify(
    { ...(plain(document) as object), openapi: '3.0.3', info },
    { aliasDuplicateObjects: false },
  );
}
