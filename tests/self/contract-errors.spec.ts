/** Refusing broken and hostile documents, with file, place and remedy. */
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@playwright/test';
import { ContractError } from '../../src/contract/document-error.js';
import { packageRoot } from '../../src/contract/package-root.js';
import { readContract } from '../../src/contract/read-contract.js';
import { validateDocument } from '../../src/contract/validate-document.js';

const minimal = await readFile(
  join(packageRoot, 'tests', 'self', 'fixtures', 'contract', 'minimal.openapi.yaml'),
  'utf8',
);

const form = '#/paths/~1token/post/requestBody/content/application~1x-www-form-urlencoded/schema';

/** Writes a project (a folder with package.json) and returns the path of its document. */
async function project(
  document: string | Buffer,
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  const directory = test.info().outputPath('project');
  const all = { 'package.json': '{}', 'specs/api.yaml': document, ...files };
  for (const [name, text] of Object.entries(all)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), text);
  }
  return join(directory, 'specs', 'api.yaml');
}

async function refusal(reading: Promise<unknown>): Promise<ContractError> {
  const error: unknown = await reading.then(
    () => new Error('the document was accepted'),
    (reason: unknown) => reason,
  );
  if (error instanceof ContractError) return error;
  throw error;
}

/** The minimal document with one text replaced; fails when the text is not there. */
function changed(from: string, to: string): string {
  if (!minimal.includes(from)) throw new Error(`the minimal document does not contain ${from}`);
  return minimal.replace(from, () => to);
}

const operationLine = '    post:\n';
const withExtension = (yaml: string) =>
  changed(operationLine, `${operationLine}      x-token-endpoint: ${yaml}\n`);
const withParameter = (yaml: string) =>
  changed(operationLine, `${operationLine}      parameters: [${yaml}]\n`);
const withProperty = (yaml: string) => changed('client_id: { type: string }', `client_id: ${yaml}`);
const extension = '#/paths/~1token/post/x-token-endpoint';

/** A request in objects within objects, each with sixty shapes: sixty to the fourth power altogether. */
function multipliedEnvelopes(): string {
  const reference = (level: number) => ({ $ref: `#/components/schemas/L${level}` });
  const schemas = [1, 2, 3, 4].map((level) => ({
    type: 'object',
    properties: { inner: reference(level - 1) },
    oneOf: Array.from({ length: 60 }, (_, index) => ({
      properties: { [`p${index}`]: reference(level - 1) },
    })),
  }));
  const all = [{ type: 'object', properties: { grant_type: { type: 'string' } } }, ...schemas];
  return JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'x', version: '1' },
    paths: {
      '/oauth/token': {
        post: {
          requestBody: { content: { 'application/json': { schema: reference(4) } } },
          responses: { 200: { description: 'A token' } },
        },
      },
    },
    components: { schemas: Object.fromEntries(all.map((schema, level) => [`L${level}`, schema])) },
  });
}

interface Broken {
  readonly title: string;
  readonly document: string | Buffer;
  readonly files?: Readonly<Record<string, string>>;
  /** Default: the document. */
  readonly file?: string;
  readonly pointer?: string | undefined;
  readonly line?: number | undefined;
  readonly problem: RegExp;
  readonly mend: RegExp;
  /** Only the thorough validation finds it; reading takes it on trust. */
  readonly thorough?: boolean;
}

const broken: readonly Broken[] = [
  {
    title: 'YAML with a syntax error',
    document: changed('title: Example', 'title: "Example'),
    line: 3,
    problem: /not YAML or JSON: .*quote/,
    mend: /syntax/,
  },
  {
    title: 'YAML with a key twice',
    document: changed('  version: "1"', '  version: "1"\n  version: "2"'),
    line: 5,
    problem: /not YAML or JSON: Map keys must be unique/,
    mend: /syntax/,
  },
  {
    title: 'several YAML documents in one file',
    document: `${minimal}---\n${minimal}`,
    line: minimal.split('\n').length,
    problem: /several YAML documents/,
    mend: /keep the one/,
  },
  {
    title: 'bytes that are not UTF-8',
    document: Buffer.from([0x6f, 0x70, 0xff, 0xfe]),
    problem: /not UTF-8/,
    mend: /save it as UTF-8/,
  },
  {
    title: 'a file over the size limit',
    document: `${minimal}#${' '.repeat(16 * 1024 * 1024)}`,
    problem: /more than 16777216 bytes/,
    mend: /split/,
  },
  {
    title: 'aliases that multiply',
    document: `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]\n`,
    problem: /aliases .*Excessive alias count/,
    mend: /write out/,
  },
  {
    title: 'an alias that contains itself',
    document: `${minimal}x-loop: &loop [*loop]\n`,
    problem: /contains itself/,
    mend: /write out/,
  },
  {
    title: 'nesting without end in YAML',
    document: `x: ${'['.repeat(100_000)}`,
    line: 1,
    problem: /not YAML or JSON|too deeply/,
    mend: /syntax|flatten/,
  },
  {
    title: 'nesting over the depth limit',
    document: `${minimal}x-deep: ${'['.repeat(150)}${']'.repeat(150)}\n`,
    problem: /more than 100 levels/,
    mend: /flatten/,
  },
  {
    title: 'plain text',
    document: 'Just a page about tokens.',
    pointer: '#',
    line: 1,
    problem: /not an OpenAPI document/,
    mend: /OpenAPI 3/,
  },
  ...[
    ['a Postman collection', '{ "info": { "name": "x" }, "item": [] }'],
    ['an AsyncAPI document', 'asyncapi: 2.6.0'],
    ['an Insomnia export', '{ "__export_format": 4 }'],
    ['RAML', '#%RAML 1.0\ntitle: x'],
    ['XML', '<?xml version="1.0"?><definitions/>'],
    ['a web page', '<!DOCTYPE html><title>x</title>'],
    ['the metadata of a server', '{ "issuer": "https://as.example" }'],
  ].map(
    ([kind = '', document = '']): Broken => ({
      title: kind,
      document,
      pointer: '#',
      line: kind === 'RAML' ? 2 : 1,
      problem: new RegExp(`not an OpenAPI document, but ${kind}`),
      mend: /export it as OpenAPI/,
    }),
  ),
  {
    title: 'an empty file',
    document: '',
    pointer: '#',
    problem: /not an OpenAPI document/,
    mend: /OpenAPI 3/,
  },
  {
    title: 'a Swagger older than 2.0',
    document: changed('openapi: 3.1.0', "swaggerVersion: '1.2'"),
    pointer: '#/swaggerVersion',
    line: 1,
    problem: /older Swagger than 2\.0/,
    mend: /convert it to OpenAPI 3/,
  },
  {
    title: 'an unknown version',
    document: changed('openapi: 3.1.0', 'openapi: 4.0.0'),
    pointer: '#/openapi',
    line: 1,
    problem: /not an OpenAPI 3 document/,
    mend: /3\.0, 3\.1 or 3\.2/,
  },
  {
    title: 'a version that is not text',
    document: changed('openapi: 3.1.0', 'openapi: 3.1'),
    pointer: '#/openapi',
    line: 1,
    problem: /not an OpenAPI 3 document/,
    mend: /3\.0, 3\.1 or 3\.2/,
  },
  {
    title: 'a description that is a list',
    document: changed('  title: Example\n', '  title: Example\n  description: [a]\n'),
    pointer: '#/info/description',
    line: 4,
    problem: /#\/info\/description \(line 4\) must be string/,
    mend: /spec\.openapis\.org/,
    thorough: true,
  },
  {
    title: 'a misspelt member',
    document: changed('requestBody:', 'requestbody:\n        content: {}\n      requestBody:'),
    pointer: '#/paths/~1token/post/requestbody',
    line: 10,
    problem: /requestbody \(line 10\) is not known to OpenAPI here/,
    mend: /correct these places/,
    thorough: true,
  },
  {
    title: 'several violations of the meta-schema',
    document: changed(
      operationLine,
      `${operationLine}      deprecated: 7\n      tags: 8\n      summary: 9\n`,
    ),
    pointer: '#/paths/~1token/post/tags',
    line: 11,
    problem: /tags \(line 11\) must be array; .*deprecated \(line 10\) must be boolean/,
    mend: /correct these places/,
    thorough: true,
  },
  {
    title: 'paths that are not a mapping',
    document: 'openapi: 3.1.0\ninfo: { title: a, version: b }\npaths: 7\n',
    pointer: '#/paths',
    line: 3,
    problem: /object/,
    mend: /mapping|correct/,
  },
  {
    title: 'parameters that are not a list',
    document: changed(operationLine, `${operationLine}      parameters: 7\n`),
    pointer: '#/paths/~1token/post/parameters',
    line: 10,
    problem: /list|array/,
    mend: /list|correct/,
  },
  {
    title: 'a parameter without a name',
    document: withParameter('{ in: header, schema: {} }'),
    pointer: '#/paths/~1token/post/parameters/0',
    line: 10,
    problem: /name/,
    mend: /name|correct/,
  },
  {
    title: 'a remote reference by https',
    document: withProperty('{ $ref: "https://schemas.example/client.json" }'),
    pointer: `${form}/properties/client_id/$ref`,
    line: 18,
    problem: /"https:\/\/schemas\.example\/client\.json" is not a relative path; nothing is fetched/,
    mend: /save a copy/,
  },
  {
    title: 'a remote reference by http, in a component that refers to it',
    document: `${withProperty("{ $ref: '#/components/schemas/Id' }")}components:\n  schemas:\n    Id: { $ref: 'http://127.0.0.1:1/x.json#/a' }\n`,
    pointer: '#/components/schemas/Id/$ref',
    line: 24,
    problem: /nothing is fetched/,
    mend: /save a copy/,
  },
  ...[
    'file:///etc/hostname',
    '//schemas.example/x.json',
    'data:,{}',
    '\\\\host\\x.json',
    ' https://h.example/x',
  ].map(
    (reference): Broken => ({
      title: `a reference that is not a relative path: ${reference}`,
      document: withProperty(`{ $ref: ${JSON.stringify(reference)} }`),
      pointer: `${form}/properties/client_id/$ref`,
      line: 18,
      problem: /not a relative path/,
      mend: /save a copy/,
    }),
  ),
  ...[
    '/etc/hostname',
    '../../../../../../../../etc/hostname',
    '..%2f..%2f..%2fetc/hostname',
    '../../outside.yaml',
  ].map(
    (reference): Broken => ({
      title: `a reference out of the tree: ${reference}`,
      document: withProperty(`{ $ref: ${JSON.stringify(reference)} }`),
      pointer: `${form}/properties/client_id/$ref`,
      line: 18,
      problem: /leaves the project|not a relative path/,
      mend: /copy/,
    }),
  ),
  {
    title: 'a remote reference in a referenced file',
    document: withProperty('{ $ref: ../schemas/client.yaml#/id }'),
    files: { 'schemas/client.yaml': 'id:\n  type: string\n  allOf:\n    - $ref: ftp://h.example/x\n' },
    file: 'schemas/client.yaml',
    pointer: '#/id/allOf/0/$ref',
    line: 4,
    problem: /nothing is fetched/,
    mend: /save a copy/,
  },
  {
    title: 'a reference to a file that does not exist',
    document: withProperty('{ $ref: ./absent.yaml }'),
    pointer: `${form}/properties/client_id/$ref`,
    line: 18,
    problem: /"\.\/absent\.yaml" names a file that does not exist/,
    mend: /relative to the file/,
  },
  {
    title: 'a referenced file with a syntax error',
    document: withProperty('{ $ref: client.json#/id }'),
    files: { 'specs/client.json': '{\n  "id": {\n}\n' },
    file: 'specs/client.json',
    line: 4,
    problem: /not JSON/,
    mend: /syntax/,
  },
  {
    title: 'a reference that leads nowhere',
    document: withProperty("{ $ref: '#/components/schemas/Client' }"),
    pointer: `${form}/properties/client_id/$ref`,
    line: 18,
    problem: /"#\/components\/schemas\/Client" leads nowhere: there is no "components"/,
    mend: /correct the reference/,
  },
  {
    title: 'a reference that leads nowhere in another file',
    document: withProperty('{ $ref: ../schemas/client.yaml#/id }'),
    files: { 'schemas/client.yaml': 'id:\n  type: string\n  not: { $ref: "#/secret" }\n' },
    file: 'schemas/client.yaml',
    pointer: '#/id/not/$ref',
    line: 3,
    problem: /leads nowhere: there is no "secret"/,
    mend: /correct the reference/,
  },
  {
    title: 'a reference to an anchor',
    document: withProperty("{ $ref: '#client' }"),
    pointer: `${form}/properties/client_id/$ref`,
    line: 18,
    problem: /anchor/,
    mend: /JSON pointer/,
  },
  {
    title: 'a reference into the machinery of objects',
    document: withProperty("{ $ref: '#/paths/__proto__' }"),
    pointer: `${form}/properties/client_id/$ref`,
    line: 18,
    problem: /reserved name/,
    mend: /another name/,
  },
  {
    title: 'a reference to itself',
    document: `${withProperty("{ $ref: '#/components/schemas/A' }")}components:\n  schemas:\n    A: { $ref: '#/components/schemas/B' }\n    B: { $ref: '#/components/schemas/A' }\n`,
    pointer: `${form}/properties/client_id`,
    line: 18,
    problem: /leads to itself|cannot be resolved/,
    mend: /refer to a schema|repeat/,
  },
  {
    title: 'a form that contains itself',
    document: `${changed('              required: [grant_type, client_id]\n', "              allOf: [{ $ref: '#/components/schemas/A' }]\n")}components:\n  schemas:\n    A: { allOf: [{ $ref: '#/components/schemas/A' }] }\n`,
    pointer: `${form}/allOf/0/allOf/0`,
    line: 15,
    problem: /contains itself/,
    mend: /circular/,
  },
  {
    title: 'references that multiply',
    document: `${withProperty("{ $ref: '#/components/schemas/S0' }")}components:\n  schemas:\n${Array.from(
      { length: 25 },
      (_, index) =>
        `    S${index}: { anyOf: [{ $ref: '#/components/schemas/S${index + 1}' }, { $ref: '#/components/schemas/S${index + 1}' }] }\n`,
    ).join('')}    S25: { type: string }\n`,
    pointer: `${form}/properties/client_id`,
    line: 18,
    problem: /grows too large/,
    mend: /simplify/,
  },
  {
    title: 'no token endpoint',
    document: changed('grant_type: { const', 'type: { const')
      .replace('[grant_type, client_id]', '[client_id]')
      .replace('  /token:', '  /accounts:'),
    pointer: '#/paths',
    line: 7,
    problem: /no token endpoint: .*grant_type.*x-token-endpoint \(operations found: POST \/accounts\)/,
    mend: /put x-token-endpoint/,
  },
  {
    title: 'no operation at all',
    document: 'openapi: 3.1.0\ninfo: { title: a, version: b }\ncomponents: {}\n',
    pointer: '#',
    line: 1,
    problem: /no token endpoint: .*no operations found/,
    mend: /put x-token-endpoint/,
  },
  {
    title: 'several token endpoints',
    document: changed('paths:\n', "paths:\n  /other/token:\n    $ref: '#/paths/~1token'\n"),
    pointer: '#/paths',
    line: 7,
    problem: /several token endpoints: POST \/other\/token, POST \/token/,
    mend: /put x-token-endpoint on the operation that is meant/,
  },
  {
    title: 'x-token-endpoint on several operations',
    document: changed('paths:\n', 'paths:\n  /other:\n    post: { x-token-endpoint: {} }\n').replace(
      operationLine,
      `${operationLine}      x-token-endpoint: {}\n`,
    ),
    pointer: '#/paths',
    line: 7,
    problem: /several token endpoints/,
    mend: /on one operation only/,
  },
  {
    title: 'a grant_type of which nothing says the value',
    document: changed('{ const: client_credentials }', '{ type: string }').replace('client_id: {', 'app: {'),
    pointer: form,
    line: 13,
    problem: /no grant is recognised: nothing says which value grant_type takes/,
    mend: /oneOf/,
  },
  {
    title: 'a grant_type with a pattern that lists nothing',
    document: changed('{ const: client_credentials }', "{ type: string, pattern: '^.*$' }").replace(
      'client_id: {',
      'app: {',
    ),
    pointer: form,
    line: 13,
    problem: /no grant is recognised/,
    mend: /const/,
  },
  {
    title: 'a token endpoint that takes XML only',
    document: withExtension('{}').replace('application/x-www-form-urlencoded', 'application/xml'),
    pointer: '#/paths/~1token/post/requestBody',
    line: 11,
    problem: /the request body cannot be used: application\/xml/,
    mend: /describe it as application\/x-www-form-urlencoded/,
  },
  {
    title: 'an x-token-endpoint with an unknown member',
    document: withExtension('{ rotatoin: required }'),
    pointer: `${extension}/rotatoin`,
    line: 10,
    problem: /"rotatoin" is not known here/,
    mend: /schemas\/x-token-endpoint\.schema\.json/,
  },
  {
    title: 'an x-token-endpoint with a value outside of its list',
    document: withExtension('{ rotation: sometimes }'),
    pointer: `${extension}/rotation`,
    line: 10,
    problem: /one of "required", "optional", "none"/,
    mend: /x-token-endpoint\.schema\.json/,
  },
  {
    title: 'an x-token-endpoint with a value of the wrong type',
    document: withExtension('{ companions: { resource: { method: GET, path: userdetails } } }'),
    pointer: `${extension}/companions/resource/path`,
    line: 10,
    problem: /must match pattern/,
    mend: /x-token-endpoint\.schema\.json/,
  },
  {
    title: 'an x-token-endpoint that is text',
    document: withExtension('yes'),
    pointer: extension,
    line: 10,
    problem: /must be object/,
    mend: /x-token-endpoint\.schema\.json/,
  },
  {
    title: 'an alternative that is not a parameter',
    document: withExtension(
      '{ alternatives: [{ parameter: { in: header, name: realm }, alternative: { in: query, name: realm } }] }',
    ),
    pointer: `${extension}/alternatives/0/parameter`,
    line: 10,
    problem: /no header parameter "realm"/,
    mend: /describe it there/,
  },
  {
    title: 'an x-enforced that is neither true, false nor unknown',
    document: withParameter('{ in: header, name: X-Realm, x-enforced: maybe, schema: {} }'),
    pointer: '#/paths/~1token/post/parameters/0/x-enforced',
    line: 10,
    problem: /one of true, false, "unknown"/,
    mend: /x-enforced\.schema\.json/,
  },
  {
    title: 'a schema that is text',
    document: withProperty('string'),
    pointer: `${form}/properties/client_id`,
    line: 18,
    problem: /a schema is expected here/,
    mend: /JSON Schema/,
  },
  {
    title: 'a schema of an unknown type',
    document: withProperty('{ type: strin }'),
    pointer: `${form}/properties/client_id`,
    line: 18,
    problem: /the schema of the parameter client_id is not a JSON Schema: \/type must be equal to one of/,
    mend: /json-schema\.org/,
    thorough: true,
  },
  {
    title: 'a schema whose pattern is no regular expression',
    document: withProperty("{ type: string, pattern: '(' }"),
    pointer: `${form}/properties/client_id`,
    line: 18,
    problem: /not a JSON Schema: .*(regex|regular expression)/i,
    mend: /json-schema\.org/,
    thorough: true,
  },
  {
    title: 'a token endpoint that is asked by PUT',
    document: changed(operationLine, '    put:\n'),
    pointer: '#/paths/~1token/put',
    line: 9,
    problem: /described as PUT \/token: token requests are sent by POST/,
    mend: /describe the POST operation/,
  },
];

for (const { title, document, files, file = 'specs/api.yaml', problem, mend, thorough, ...place } of broken)
  test(`refuses ${title}`, async () => {
    const path = await project(document, files);
    for (const read of thorough ? [validateDocument] : [readContract, validateDocument]) {
      const error = await refusal(read(path));
      expect(error.name).toBe('ContractError');
      expect(error.file).toBe(join(dirname(path), '..', file));
      expect(error.problem).toMatch(problem);
      expect(error.mend).toMatch(mend);
      // The thorough validation may meet another violation of the same place first.
      if (read === readContract || thorough)
        expect({ pointer: error.pointer, line: error.line }).toEqual({
          pointer: undefined,
          line: undefined,
          ...place,
        });
      expect(error.message.split('\n')).toHaveLength(3);
      for (const part of [error.file, error.problem, error.mend]) expect(error.message).toContain(part);
      if (error.line !== undefined) expect(error.message).toContain(`line ${error.line}`);
    }
    if (thorough) expect((await readContract(path)).path).toBe('/token');
  });

test('reads the minimal document that the broken ones are made of', async () => {
  const contract = await validateDocument(await project(minimal));
  expect(contract.grants.map(({ type }) => type)).toEqual(['client_credentials']);
  expect(contract.clientAuthentication).toEqual(['none']);
});

test('looks into envelopes that multiply within limits', async () => {
  const path = await project(multipliedEnvelopes());
  const started = Date.now();
  expect((await readContract(path)).path).toBe('/oauth/token');
  expect(Date.now() - started).toBeLessThan(10_000);
});

test('says of Markdown what it is', async () => {
  const path = `${await project('')}.md`;
  await writeFile(path, `# Tokens\n\n\`\`\`yaml\n${minimal}\`\`\`\n`);
  expect(await refusal(readContract(path))).toMatchObject({
    file: path,
    line: 3,
    problem: expect.stringMatching(/^this is Markdown: /),
    mend: 'export it as OpenAPI, in YAML or JSON',
  });
});

test('reads UTF-16, which its byte order mark tells', async () => {
  for (const [mark, bytes] of [
    [[0xff, 0xfe], Buffer.from(minimal, 'utf16le')],
    [[0xfe, 0xff], Buffer.from(minimal, 'utf16le').swap16()],
  ] as const)
    expect((await readContract(await project(Buffer.concat([Buffer.from(mark), bytes])))).path).toBe(
      '/token',
    );
});

test('refuses a file that does not exist, and a directory', async () => {
  const absent = await refusal(readContract('specs/absent.yaml'));
  expect(absent).toMatchObject({ file: 'specs/absent.yaml', pointer: undefined, line: undefined });
  expect(absent.message).toBe('specs/absent.yaml:\n  there is no such file\n  To mend it: check the path');
  expect((await refusal(readContract('specs'))).problem).toBe('it is not a file');
});

test('refuses a symbolic link that leaves the project', async () => {
  const path = await project(withProperty('{ $ref: link.yaml }'));
  const outside = test.info().outputPath('outside.yaml');
  await writeFile(outside, 'type: string\n');
  await symlink(outside, join(dirname(path), 'link.yaml'));
  expect((await refusal(readContract(path))).problem).toMatch(/leaves the project/);
});

test('keeps to the own directory of a document that belongs to no project', async () => {
  const directory = test.info().outputPath('loose');
  await mkdir(join(directory, 'specs', 'parts'), { recursive: true });
  await writeFile(join(directory, 'client.yaml'), 'type: string\n');
  await writeFile(join(directory, 'specs', 'parts', 'client.yaml'), 'type: string\n');
  const path = join(directory, 'specs', 'api.yaml');
  await writeFile(path, withProperty('{ $ref: parts/client.yaml }'));
  expect((await readContract(path)).path).toBe('/token');
  await writeFile(path, withProperty('{ $ref: ../client.yaml }'));
  expect((await refusal(readContract(path))).problem).toMatch(/leaves the project/);
});

test('shows places in the way the user named the document', async () => {
  const path = await project(withProperty('{ $ref: ../schemas/client.yaml }'), {
    'schemas/client.yaml': ': : :',
  });
  const given = relative(process.cwd(), path);
  const { file } = await refusal(readContract(given));
  expect(file).toBe(join(dirname(dirname(given)), 'schemas/client.yaml'));
});

test('does not let a document write control sequences to the terminal', async () => {
  const hostilePath = '  "/token\\e[31m\\n\\u202E":';
  for (const [grantType, part] of [
    ['{ type: string }', 'pointer'], // no grant: the path is in the pointer
    ['{ const: client_credentials }', 'problem'], // an unusable method: it is named with the path
  ] as const) {
    const document = changed('{ const: client_credentials }', grantType)
      .replace('client_id: {', 'app: {')
      .replace('  /token:', () => hostilePath)
      .replace(operationLine, part === 'problem' ? '    put:\n' : operationLine);
    const error = await refusal(readContract(await project(document)));
    expect(error[part]).toContain('\\u{1b}[31m\\u{a}\\u{202e}');
    expect(error.message.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u);
    expect(error.message.split('\n')).toHaveLength(3);
  }
});
