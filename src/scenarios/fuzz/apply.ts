/** From mutations to the request that is sent, and what its credentials are worth: the model that checks rely on. */
import type { Contract } from '../../contract/contract.js';
import type { Field, OutgoingRequest } from '../../http/observation.js';
import { realmHeaders } from '../families/grants.js';
import { encodeRequest, type RequestDraft, valuesOf, withBody } from '../request.js';
import { type Bytes, bytesOf, type Encoding, encodeBytes, foldedName, textOf } from './bytes.js';
import {
  type Changed,
  changed,
  type HeaderChange,
  type Mutation,
  type Standing,
  thingOf,
} from './mutation.js';

export interface User {
  readonly username: string;
  readonly password: string;
}

/** What the model has to know of the target. */
export interface Knowledge {
  readonly contract: Contract;
  /** The complete valid request of the grant; `user`: with these credentials. */
  valid(user?: User): RequestDraft;
  /** Users that wrong passwords may be tried with; the first one is as good as any. Empty: none. */
  readonly triable: readonly User[];
  /** Every configured user name: nothing that may be taken for one of them is nobody. */
  readonly usernames: readonly string[];
  readonly client: { readonly id: string; readonly secret: string } | undefined;
}

/** Whose credentials are not the right ones. */
const wrongThings = ['user', 'client', 'refresh-token', 'realm'] as const;
type WrongThing = (typeof wrongThings)[number];

export interface Generated {
  readonly request: OutgoingRequest;
  /**
   * `fuzz/<layer>/<what>`. The layer `http` marks what may be refused before OAuth sees it: headers and media
   * types. What: `same-meaning`, `wrong-<thing>`, or `other` where the standards leave the outcome open.
   */
  readonly probe: string;
  /** The existing user for whom this is a failed login, should it be refused. */
  readonly loginOf: string | undefined;
  /** The secret of the existing client is not the right one, or may not be. */
  readonly clientTried: boolean;
}

interface Part {
  readonly name: Bytes;
  readonly value: Bytes;
  readonly tail: string;
}

interface State {
  draft: RequestDraft;
  parts: Part[];
  encoding: Encoding;
  before: number;
  after: number;
  readonly wrong: Set<WrongThing>;
  /** Something differs in a way that the standards do not call the same. */
  open: boolean;
  http: boolean;
  loginOf: string | undefined;
  clientTried: boolean;
}

const named = (name: string) => (part: Part) => part.name === bytesOf(name);

const part = (name: string, value: string): Part => ({
  name: bytesOf(name),
  value: bytesOf(value),
  tail: '',
});

function settle(state: State, standing: Standing, thing: WrongThing | undefined): void {
  if (standing === 'right') return;
  if (standing === 'wrong' && thing !== undefined) state.wrong.add(thing);
  state.open = true;
}

function wrongThingOf(name: string): WrongThing | undefined {
  const thing = thingOf(name);
  if (thing === 'user' || thing === 'client') return thing;
  return thing === 'refresh_token' ? 'refresh-token' : undefined;
}

/** Puts a changed value where the parameter stands. */
function put(state: State, name: string, { value, tail }: Pick<Changed, 'value' | 'tail'>): void {
  state.parts = state.parts.map((one) => (named(name)(one) ? { ...one, value, tail } : one));
}

const valueIn = (state: State, name: string): Bytes | undefined => state.parts.find(named(name))?.value;

/** HTTP Basic: each part form-encoded first (RFC 6749 section 2.3.1). */
function basic(id: Bytes, { value, tail }: Pick<Changed, 'value' | 'tail'>): string {
  const text = `${encodeBytes(id, 'usual')}:${encodeBytes(value, 'usual')}${tail}`;
  return `Basic ${Buffer.from(text, 'latin1').toString('base64')}`;
}

const isAuthorization = ([name]: Field): boolean => name.toLowerCase() === 'authorization';

function withAuthorization(state: State, value: string, beside: boolean): void {
  if (!beside) state.parts = state.parts.filter(({ name }) => thingOf(name) !== 'client');
  const headers = state.draft.headers.filter((field) => beside || !isAuthorization(field));
  state.draft = { ...state.draft, headers: [...headers, ['Authorization', value]] };
}

function mayBe(known: readonly string[], name: Bytes): string | undefined {
  const given = foldedName(name);
  return known.find((one) => {
    const real = foldedName(bytesOf(one));
    return (
      real !== '' && (given.includes(real) || (given !== '' && real.startsWith(given) && given.length > 3))
    );
  });
}

function changeUsername(
  state: State,
  by: Bytes,
  password: Bytes | undefined,
  known: readonly string[],
): void {
  if (valueIn(state, 'username') === undefined) return;
  put(state, 'username', { value: by, tail: '' });
  if (password !== undefined) put(state, 'password', { value: password, tail: '' });
  const meant = mayBe(known, by);
  settle(state, meant === undefined ? 'wrong' : 'open', 'user');
  if (meant !== undefined) state.loginOf = meant;
}

function changedField(field: Field, change: HeaderChange): Field[] {
  const [name, value] = field;
  switch (change.how) {
    case 'absent':
      return [];
    case 'repeated':
      return [field, field];
    case 'other-case':
      return [[name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase(), value]];
    case 'repeated-otherwise':
      return [field, [name, change.by]];
    case 'replaced':
    case 'unknown':
      return [[name, change.by]];
  }
}

function changeHeader(state: State, contract: Contract, name: string, change: HeaderChange): void {
  const slot = { in: 'header', name } as const;
  const [real] = valuesOf(state.draft, slot);
  if (real === undefined) return;
  const isThis = ([given]: Field) => given.toLowerCase() === name.toLowerCase();
  const headers = state.draft.headers.flatMap((field) =>
    isThis(field) ? changedField(field, change) : [field],
  );
  state.draft = { ...state.draft, headers };
  if (change.how === 'other-case') return;
  state.open = true;
  state.http = true;
  const isRealm = realmHeaders(contract).some((header) => header.name.toLowerCase() === name.toLowerCase());
  if (change.how === 'unknown' && isRealm && change.by !== real) state.wrong.add('realm');
}

const plain = /^[\x20-\x7e]*$/;

/** RFC 6749 section 3.2: "The authorization server MUST ignore unrecognized request parameters." */
function areIgnored(fields: readonly (readonly [Bytes, Bytes])[]): boolean {
  const text = fields.flat();
  const names = fields.map(([name]) => name);
  return (
    fields.length <= 8 &&
    text.every((one) => plain.test(one) && one.length <= 64) &&
    names.every((name) => /^x_[a-z_]+$/.test(name)) &&
    new Set(names).size === names.length
  );
}

function apply(state: State, mutation: Mutation, known: Knowledge): void {
  switch (mutation.of) {
    case 'username':
      changeUsername(state, mutation.by, mutation.password, known.usernames);
      return;
    case 'password': {
      const real = valueIn(state, 'password');
      if (real === undefined) return;
      const result = changed(real, mutation.change);
      put(state, 'password', result);
      settle(state, result.standing, 'user');
      if (result.standing !== 'right') state.loginOf = textOf(valueIn(state, 'username') ?? '');
      return;
    }
    case 'client_id': {
      if (!known.client) return;
      const { id, secret } = known.client;
      const standing = changed(bytesOf(id), { how: 'replaced', by: mutation.by }).standing;
      if (state.draft.headers.some(isAuthorization))
        withAuthorization(state, basic(mutation.by, { value: bytesOf(secret), tail: '' }), false);
      else put(state, 'client_id', { value: mutation.by, tail: '' });
      settle(state, standing, 'client');
      return;
    }
    case 'client_secret': {
      if (!known.client) return;
      const result = changed(bytesOf(known.client.secret), mutation.change);
      if (state.draft.headers.some(isAuthorization))
        withAuthorization(state, basic(bytesOf(known.client.id), result), false);
      else put(state, 'client_secret', result);
      settle(state, result.standing, 'client');
      state.clientTried = result.standing !== 'right';
      return;
    }
    case 'authorization': {
      if (!known.client) return;
      const real = bytesOf(known.client.secret);
      const result = mutation.secret
        ? changed(real, mutation.secret)
        : ({ value: real, tail: '', standing: 'right' } as const);
      withAuthorization(state, basic(bytesOf(known.client.id), result), mutation.beside);
      state.open = true;
      state.clientTried = result.standing !== 'right';
      // Beside right credentials in the body a header may be left unread.
      if (result.standing === 'wrong' && !mutation.beside) state.wrong.add('client');
      return;
    }
    case 'authorization-text':
      if (!known.client) return;
      withAuthorization(state, mutation.value, mutation.beside);
      settle(state, mutation.beside ? 'open' : 'wrong', 'client');
      return;
    case 'parameter': {
      const real = valueIn(state, mutation.name);
      // Of an optional parameter there is nothing that could be cut or continued.
      if (real === undefined && (!('by' in mutation.change) || mutation.change.how === 'broken')) return;
      const result = changed(real ?? '', mutation.change);
      if (real === undefined) state.parts = [...state.parts, { name: bytesOf(mutation.name), ...result }];
      else put(state, mutation.name, result);
      settle(state, result.standing, wrongThingOf(mutation.name));
      return;
    }
    case 'presence': {
      if (valueIn(state, mutation.name) === undefined) return;
      if (mutation.name === 'password') state.loginOf = textOf(valueIn(state, 'username') ?? '');
      state.parts = state.parts.filter((one) => !named(mutation.name)(one));
      settle(state, 'wrong', wrongThingOf(mutation.name));
      return;
    }
    case 'multiplicity': {
      const real = valueIn(state, mutation.name);
      if (real === undefined) return;
      const more = { name: bytesOf(mutation.name), value: mutation.by ?? real, tail: '' };
      state.parts = mutation.first ? [more, ...state.parts] : [...state.parts, more];
      state.open = true;
      if (mutation.name === 'client_secret' && mutation.by !== undefined) state.clientTried = true;
      return;
    }
    case 'further': {
      const more = mutation.fields.map(([name, value]): Part => ({ name, value, tail: '' }));
      state.parts = mutation.first ? [...more, ...state.parts] : [...state.parts, ...more];
      if (!areIgnored(mutation.fields)) state.open = true;
      return;
    }
    case 'encoding':
      state.encoding = mutation.encoding;
      if (mutation.encoding === 'raw') state.open = true;
      return;
    case 'order': {
      const { keys } = mutation;
      const key = (at: number): number => keys[at % keys.length] ?? 0;
      const order = state.parts.map((_, at) => at).sort((one, other) => key(one) - key(other) || one - other);
      state.parts = order.flatMap((at) => state.parts[at] ?? []);
      return;
    }
    case 'separators':
      state.before = mutation.before;
      state.after = mutation.after;
      if (mutation.before + mutation.after > 0) state.open = true;
      return;
    case 'header':
      changeHeader(state, known.contract, mutation.name, mutation.change);
      return;
    case 'further-header':
      state.draft = { ...state.draft, headers: [...state.draft.headers, ['X-Further', mutation.value]] };
      if (!plain.test(mutation.value) || mutation.value.length > 64) state.open = state.http = true;
      return;
    case 'media-type':
      state.draft = { ...state.draft, contentType: mutation.value };
      if (!mutation.same) state.open = state.http = true;
      return;
  }
}

function encoded({ parts, encoding, before, after }: State): Buffer {
  const form = parts
    .map(({ name, value, tail }) => `${encodeBytes(name, encoding)}=${encodeBytes(value, encoding)}${tail}`)
    .join('&');
  return Buffer.from('&'.repeat(before) + form + '&'.repeat(after), 'latin1');
}

/** The last ones change the form as a whole, whatever stands in it. */
const last: readonly Mutation['of'][] = ['order'];

/** Pure: the same mutations make the same request of the same valid one. */
export function generate(mutations: readonly Mutation[], known: Knowledge): Generated {
  const { triable } = known;
  const tried = mutations.find((mutation) => mutation.of === 'password');
  const user = tried && triable[tried.whose % Math.max(1, triable.length)];
  const draft = known.valid(user);
  const state: State = {
    draft,
    parts: draft.form.map(([name, value]) => part(name, value)),
    encoding: 'usual',
    before: 0,
    after: 0,
    wrong: new Set(),
    open: false,
    http: false,
    loginOf: undefined,
    clientTried: false,
  };
  const ordered = [...mutations].sort((one, other) => last.indexOf(one.of) - last.indexOf(other.of));
  for (const mutation of ordered) apply(state, mutation, known);
  const thing = wrongThings.find((one) => state.wrong.has(one));
  const what = thing ? `wrong-${thing}` : state.open ? 'other' : 'same-meaning';
  return {
    request: encodeRequest(withBody(state.draft, encoded(state))),
    probe: `fuzz/${state.http ? 'http' : 'oauth'}/${what}`,
    loginOf: state.loginOf,
    clientTried: state.clientTried,
  };
}
