/** A document that is wrong: the smallest change to the default one that breaks the named requirements. */
import { parse } from 'yaml';

// biome-ignore lint/suspicious/noExplicitAny: a document that is broken in any way one likes
export type Json = any;

export interface DocumentFault {
  /** Kebab-case, unique. */
  readonly id: string;
  /** Ids of the requirement catalogue. */
  readonly breaks: readonly [string, ...string[]];
  /** What is wrong with the document, in one plain sentence. */
  readonly sentence: string;
  /** No contract can be read from it: why. The document is judged all the same. */
  readonly unreadable?: RegExp;
  mutate(document: Json): void;
}

export const form = 'application/x-www-form-urlencoded';

export const operationOf = (document: Json): Json => document.paths['/oauth/token'].post;
export const contentOf = (document: Json): Json => operationOf(document).requestBody.content;
export const passwordOf = (document: Json): Json => document.components.schemas.PasswordGrant;
export const refreshOf = (document: Json): Json => document.components.schemas.RefreshTokenGrant;
export const responsesOf = (document: Json): Json => operationOf(document).responses;
export const successOf = (document: Json): Json => document.components.schemas.Token;
export const errorOf = (document: Json): Json => document.components.schemas.Error;
export const tokenMedia = (document: Json): Json =>
  document.components.responses.Token.content['application/json'];
export const refusalMedia = (document: Json): Json =>
  document.components.responses.Refusal.content['application/json'];

/** The default document as one file: the schemas that it refers to stand under its components. */
export function wholeDocument(texts: {
  readonly document: string;
  readonly token: string;
  readonly error: string;
}): Json {
  const document = parse(
    texts.document
      .replaceAll('../schemas/token-response.schema.json', '"#/components/schemas/Token"')
      .replaceAll('../schemas/error-response.schema.json', '"#/components/schemas/Error"'),
  );
  // The claims of the access token stand in a file of their own, and OpenAPI 3.0 knows no content of strings.
  const withoutClaims = (text: string) => {
    const { $schema: _, ...schema } = JSON.parse(text);
    for (const keyword of ['contentSchema', 'contentMediaType'])
      delete schema.properties.access_token?.[keyword];
    return schema;
  };
  document.components.schemas.Token = withoutClaims(texts.token);
  document.components.schemas.Error = withoutClaims(texts.error);
  return document;
}
