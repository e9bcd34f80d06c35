/** Refusing broken and hostile documents, with file, place and remedy. */
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@playwright/test';
import { ContractError } from '../../src/contract/document-error.js';
import { readContract } from '../../src/contract/read-contract.js';
import { validateDocument } from '../../src/contract/validate-document.js';
import { againstOpenApi } from './broken-documents/against-openapi.js';
import {
  type Broken,
  changed,
  minimal,
  operationLine,
  withProperty,
} from './broken-documents/broken-document.js';
import { brokenReferences } from './broken-documents/references.js';
import { unclearEndpoints } from './broken-documents/token-endpoints.js';
import { unreadable } from './broken-documents/unreadable.js';

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

const broken: readonly Broken[] = [
  ...unreadable,
  ...againstOpenApi,
  ...brokenReferences,
  ...unclearEndpoints,
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
