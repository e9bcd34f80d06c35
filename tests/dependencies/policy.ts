/** What is said of packages by hand: why a run needs them, and on which terms they may come. */

/** By package of `dependencies`: what it does here that we do not do ourselves. */
export const reasons: Readonly<Record<string, string>> = {
  '@apidevtools/json-schema-ref-parser':
    'follows `$ref` over the local files of an OpenAPI document; its loader for URLs is not used',
  '@faker-js/faker': 'the seeded generator that all invented values come from',
  '@hono/node-server': 'serves the sandbox over Node’s own HTTP server',
  '@humanwhocodes/momoa': 'reads JSON of targets with positions and repeated members, which JSON.parse drops',
  '@peculiar/x509': 'makes the certificates of the sandbox behind TLS',
  '@playwright/test': 'runner, workers, HTML report; no browser is installed',
  '@seriousme/openapi-schema-validator': 'validates OpenAPI documents by the schemas of the specification',
  ajv: 'JSON Schema: responses, parameters, settings files',
  'ajv-formats': 'the formats of JSON Schema (date-time, uri, …)',
  commander: 'commands, flags and their help',
  dotenv: 'reads `.env`',
  'fast-check': 'generates and shrinks the variations of `--fuzz`',
  fflate: 'writes and reads `bundle.zip`',
  hono: 'routes of the sandbox; templates of the HTML reports, which escape by themselves',
  jose: 'signs and verifies JWTs, reads key sets',
  'openapi-types': 'types of OpenAPI documents',
  picocolors: 'colours on a terminal',
  'reflect-metadata': 'needed by @peculiar/x509',
  scslre: 'finds patterns that take super-linear time',
  yaml: 'reads and writes YAML with positions and comments',
};

/** SPDX identifiers of licences that ask for a notice at most. */
export const allowedLicences: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'PSF-2.0',
];

/** Nothing of these packages is handed on: they serve the tests of this project. */
export const allowedForDevelopment: readonly string[] = [...allowedLicences, 'MPL-2.0', 'MIT OR Apache-2.0'];
