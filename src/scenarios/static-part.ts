/** What is judged without sending anything: the document, part by part, and the configuration. */

export const staticParts = {
  addresses: 'what the document says of the addresses of the token endpoint',
  request: 'what the document says of token requests',
  success: 'what the document says of token responses',
  refusals: 'what the document says of refusals',
  samples: 'the examples and patterns of the document',
  configuration: 'the addresses and the secret that this run is configured with',
} as const;

export type StaticPart = keyof typeof staticParts;
/** A part of the OpenAPI document. */
export type DocumentPart = Exclude<StaticPart, 'configuration'>;
