/** Secrets that a request carried, and finding them in what came back, plain or encoded. */

import type { Contract, Parameter } from '../contract/contract.js';
import type { Field, Observation, SentRequest } from '../http/observation.js';
import { sentParameters } from '../http/sent-parameters.js';
import type { Subject } from './check.js';
import { remembered } from './remembered.js';

export interface SentSecret {
  /** Name of the parameter or header. */
  readonly name: string;
  readonly value: string;
}

const secretParameters = new Set([
  'password',
  'client_secret',
  'refresh_token',
  'access_token',
  'token',
  'assertion',
  'client_assertion',
  'subject_token',
  'actor_token',
  'code',
  'code_verifier',
  'device_code',
]);

/** Shorter values occur by chance. */
const leastLength = 6;

/** A secret that is itself a word of the protocol (`secret`, `password`) proves nothing when it occurs. */
const protocolWords =
  'username password client_id client_secret client-secret refresh_token refresh-token access_token access-token ' +
  'grant_type authorization_code client_credentials client credentials client_assertion assertion ' +
  'invalid_request invalid_client invalid_grant unauthorized_client unsupported_grant_type invalid_scope ' +
  'bearer basic expired missing parameter authentication authorization';

/** So do those of a few different characters, such as the blanks of an indentation. */
const leastDistinct = 4;

function isVaried(value: string): boolean {
  const seen = new Set<string>();
  for (const character of value) if (seen.add(character).size >= leastDistinct) return true;
  return false;
}

function isTelling({ value }: SentSecret): boolean {
  return value.length >= leastLength && isVaried(value) && !protocolWords.includes(value.toLowerCase());
}

function formFields(request: SentRequest): Field[] {
  return [...sentParameters(request)];
}

function queryFields({ url }: SentRequest): Field[] {
  return url.includes('?') && URL.canParse(url) ? [...new URL(url).searchParams] : [];
}

function authorizationSecrets({ headers }: SentRequest): SentSecret[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'authorization')
    .flatMap(([name, value]) => {
      const credentials = value.replace(/^\S+\s+/, '');
      const decoded = Buffer.from(credentials, 'base64').toString();
      const secret = /^basic\s/i.test(value) ? decoded.slice(decoded.indexOf(':') + 1) : '';
      return [credentials, secret].map((found) => ({ name, value: found }));
    });
}

const declaredSecrets = new WeakMap<Contract, readonly Parameter[]>();

function secretsOf(contract: Contract): readonly Parameter[] {
  const known = declaredSecrets.get(contract);
  if (known) return known;
  const parameters = [contract, ...contract.grants].flatMap((one) => one.parameters);
  const secrets = parameters.filter(({ secret }) => secret);
  declaredSecrets.set(contract, secrets);
  return secrets;
}

interface Carried {
  readonly contract: Contract;
  readonly control: Observation | undefined;
  readonly secrets: readonly SentSecret[];
}

/** Several checks of one observation ask. */
const carried = new WeakMap<SentRequest, Carried>();

/** The secrets that the request of this observation carried, in whatever shape of body. */
export function sentSecrets(subject: Subject): readonly SentSecret[] {
  const { contract, control, observation } = subject;
  const known = carried.get(observation.request);
  if (known?.contract === contract && known.control === control) return known.secrets;
  const secrets = read(subject);
  carried.set(observation.request, { contract, control, secrets });
  return secrets;
}

function read(subject: Subject): readonly SentSecret[] {
  const { request } = subject.observation;
  const declared = secretsOf(subject.contract);
  const isSecret = ([name]: Field) =>
    secretParameters.has(name) || declared.some((parameter) => parameter.name === name);
  const declaredHeaders = request.headers.filter(([name]) =>
    declared.some(
      (parameter) => parameter.in === 'header' && parameter.name.toLowerCase() === name.toLowerCase(),
    ),
  );
  // A body that is no form (JSON, multipart) is searched for the values of the valid request.
  const bytes = request.body.toString();
  const elsewhere = (subject.control ? formFields(subject.control.request) : []).filter(([, value]) =>
    bytes.includes(value),
  );
  const fields = [...formFields(request), ...queryFields(request), ...elsewhere].filter(isSecret);
  const found = [
    ...[...fields, ...declaredHeaders].map(([name, value]) => ({ name, value })),
    ...authorizationSecrets(request),
  ].filter(isTelling);
  return found.filter(({ value }, at) => found.findIndex((other) => other.value === value) === at);
}

const htmlEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A value as it is, and as JSON, URLs, forms, base64 and HTML would show it. */
const encodedForms = remembered((value: string): readonly string[] => {
  const bytes = Buffer.from(value);
  const percent = new URLSearchParams([['', value]]).toString().slice(1);
  const percentForms = [percent, percent.replaceAll('+', '%20')];
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    ...percentForms,
    ...percentForms.map((form) => form.replace(/%[0-9A-F]{2}/g, (triplet) => triplet.toLowerCase())),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    value.replace(/[&<>"']/g, (character) => htmlEscapes[character] ?? character),
  ];
});

/** True when the text contains the value as a whole, in one of its encoded forms. */
export function containsSecret(text: string, value: string): boolean {
  return encodedForms(value).some((form) => {
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
      const before = text.charAt(at - 1);
      const after = text.charAt(at + form.length);
      if (!/[A-Za-z0-9]/.test(before) && !/[A-Za-z0-9]/.test(after)) return true;
    }
    return false;
  });
}
