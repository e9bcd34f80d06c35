/** The responses that a document describes. */
import type { Contract, ResponseContract, ResponseHeaderContract } from './contract.js';
import type { Cursor } from './cursor.js';
import { contentOf, mayBeJson } from './media-type.js';
import { selfContained } from './self-contained-schema.js';

function readHeader(name: string, at: Cursor, openapi30: boolean): ResponseHeaderContract {
  const schema = at.get('schema') ?? at.get('content')?.entries()[0]?.[1].get('schema');
  return {
    name,
    required: at.get('required')?.value === true,
    schema: schema ? selfContained(schema, openapi30) : true,
    pointer: at.pointer,
  };
}

function readResponse(status: string, at: Cursor, openapi30: boolean): ResponseContract {
  const content = contentOf(at);
  const json = content.find(([mediaType]) => mayBeJson(mediaType))?.[1].get('schema');
  const headers = (at.get('headers')?.entries() ?? [])
    // "If a response header is defined with the name "Content-Type", it SHALL be ignored." (OpenAPI 3.1, 4.8.17)
    .filter(([name]) => name.toLowerCase() !== 'content-type')
    .map(([name, header]) => readHeader(name, header, openapi30));
  return {
    status: status.replace(/xx$/, 'XX'),
    mediaTypes: content.map(([mediaType]) => mediaType),
    schema: json ? selfContained(json, openapi30) : undefined,
    headers,
    pointer: at.pointer,
  };
}

export function readResponses(operation: Cursor, openapi30: boolean): ResponseContract[] {
  return (operation.get('responses')?.entries() ?? [])
    .filter(([status]) => !status.startsWith('x-'))
    .map(([status, response]) => readResponse(status, response, openapi30));
}

/** What the contract says about a status: by the code itself, else by its range, else by `default`. */
export function responseFor(contract: Contract, status: number): ResponseContract | undefined {
  const described = (key: string) => contract.responses.find((response) => response.status === key);
  return described(String(status)) ?? described(`${Math.floor(status / 100)}XX`) ?? described('default');
}
