/** The variants of the form, as the contract tells them apart. */
import type { Cursor } from '../../contract/cursor.js';
import { type FormVariant, formVariants } from '../../contract/form-variants.js';
import { grantTypes } from '../../contract/grants.js';
import type { TokenDocument } from '../../contract/token-document.js';
import { formSchema } from './places.js';

export interface GrantVariant extends FormVariant {
  /** The values of `grant_type` that it is for; empty where it does not say. */
  readonly types: readonly string[];
}

export function formVariantsOf(document: TokenDocument): GrantVariant[] {
  const schema = formSchema(document);
  if (!schema) return [];
  return formVariants(schema).map((variant) => ({
    ...variant,
    types: [...new Set(grantTypes(variant.properties.get('grant_type')))],
  }));
}

/** The grants that the document describes. */
export function grantTypesOf(document: TokenDocument): Set<string> {
  return new Set(formVariantsOf(document).flatMap(({ types }) => types));
}

/** Every description of a form parameter. */
export function formParameters(document: TokenDocument, name: string): Cursor[] {
  const found = formVariantsOf(document).flatMap(({ properties }) => properties.get(name) ?? []);
  return found.filter(({ pointer }, at) => found.findIndex((other) => other.pointer === pointer) === at);
}
