/** One difference between a generated request and the valid one, in terms that hold for every target. */
import { type Bytes, type Encoding, folded, sketch } from './bytes.js';

/** What becomes of a value. Positions are counted modulo the length of what is there. */
export type Change =
  | { readonly how: 'replaced'; readonly by: Bytes }
  | { readonly how: 'continued'; readonly by: Bytes }
  | { readonly how: 'preceded'; readonly by: Bytes }
  | { readonly how: 'cut'; readonly at: number }
  | { readonly how: 'changed'; readonly at: number }
  | { readonly how: 'other-case' }
  /** Followed by something that is no percent-encoding. */
  | { readonly how: 'broken'; readonly by: string };

export type HeaderChange =
  | { readonly how: 'absent' | 'repeated' | 'other-case' }
  /** Only characters that a field may hold (RFC 9110 section 5.5). */
  | { readonly how: 'replaced' | 'repeated-otherwise'; readonly by: string }
  /** A well-formed value that nobody has. */
  | { readonly how: 'unknown'; readonly by: string };

export type Mutation =
  /** Somebody who does not exist, with the right password or another one. */
  | { readonly of: 'username'; readonly by: Bytes; readonly password: Bytes | undefined }
  /** `whose`: which of the users that may be tried, counted modulo their number. */
  | { readonly of: 'password'; readonly change: Change; readonly whose: number }
  | { readonly of: 'client_id'; readonly by: Bytes }
  | { readonly of: 'client_secret'; readonly change: Change }
  /** HTTP Basic with these credentials, instead of those in the body or beside them. */
  | { readonly of: 'authorization'; readonly beside: boolean; readonly secret: Change | undefined }
  | { readonly of: 'authorization-text'; readonly beside: boolean; readonly value: string }
  | { readonly of: 'parameter'; readonly name: string; readonly change: Change }
  | { readonly of: 'presence'; readonly name: string }
  | {
      readonly of: 'multiplicity';
      readonly name: string;
      readonly by: Bytes | undefined;
      readonly first: boolean;
    }
  | {
      readonly of: 'further';
      readonly fields: readonly (readonly [name: Bytes, value: Bytes])[];
      readonly first: boolean;
    }
  | { readonly of: 'encoding'; readonly encoding: Encoding }
  | { readonly of: 'order'; readonly keys: readonly number[] }
  | { readonly of: 'separators'; readonly before: number; readonly after: number }
  | { readonly of: 'header'; readonly name: string; readonly change: HeaderChange }
  | { readonly of: 'further-header'; readonly value: string }
  | { readonly of: 'media-type'; readonly value: string; readonly same: boolean };

/** Of one request, no two mutations are about the same thing: so the effect of each one stands for itself. */
export function subjectOf(mutation: Mutation): string {
  switch (mutation.of) {
    case 'username':
    case 'password':
      return 'user';
    case 'client_id':
    case 'client_secret':
    case 'authorization':
    case 'authorization-text':
      return 'client';
    case 'parameter':
    case 'presence':
    case 'multiplicity':
      return thingOf(mutation.name);
    case 'header':
      return `header ${mutation.name.toLowerCase()}`;
    default:
      return mutation.of;
  }
}

/** Whose credentials a form parameter belongs to; else the parameter itself. */
export function thingOf(name: string): string {
  if (name === 'username' || name === 'password') return 'user';
  return name === 'client_id' || name === 'client_secret' ? 'client' : name;
}

/** Whether a changed value can still be the right one: `open` where servers may differ. */
export type Standing = 'right' | 'wrong' | 'open';

export interface Changed {
  readonly value: Bytes;
  /** Written after the encoded value, as it stands. */
  readonly tail: string;
  readonly standing: Standing;
}

const otherLetter = (byte: string): string =>
  /[0-9]/.test(byte) ? (byte === '0' ? '1' : '0') : byte === 'a' ? 'b' : 'a';

/** Base64 has spare bits at the end of each part, so that a change there may change nothing: the first half has none. */
function changedAt(real: Bytes, at: number): Bytes {
  const position = at % Math.max(1, Math.ceil(real.length / 2));
  return real.slice(0, position) + otherLetter(real.charAt(position)) + real.slice(position + 1);
}

function otherCase(real: Bytes): Bytes {
  return real.replace(/[A-Za-z]/g, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}

function valueAfter(real: Bytes, change: Change): Bytes {
  switch (change.how) {
    case 'replaced':
      return change.by;
    case 'continued':
      return real + change.by;
    case 'preceded':
      return change.by + real;
    case 'cut':
      return real.slice(0, change.at % Math.max(1, real.length));
    case 'changed':
      return changedAt(real, change.at);
    case 'other-case':
      return otherCase(real);
    case 'broken':
      return real;
  }
}

export function changed(real: Bytes, change: Change): Changed {
  const value = valueAfter(real, change);
  const tail = change.how === 'broken' ? change.by : '';
  // Padding of base64 (RFC 4648 section 3.2) may be ignored like white space.
  const essence = (bytes: Bytes): string => folded(bytes).replace(/=+$/, '');
  const standing =
    tail === '' && value === real ? 'right' : essence(value) === essence(real) ? 'open' : 'wrong';
  return { value, tail, standing };
}

const ofChange = (change: Change): string =>
  'by' in change ? `${change.how} by ${sketch(change.by)}` : change.how;

/** One mutation for people, without any value that may be secret. */
function describeMutation(mutation: Mutation): string {
  switch (mutation.of) {
    case 'username':
      return `username replaced by ${sketch(mutation.by)}${mutation.password === undefined ? '' : `, password by ${sketch(mutation.password)}`}`;
    case 'client_id':
      return `client_id replaced by ${sketch(mutation.by)}`;
    case 'password':
    case 'client_secret':
      return `${mutation.of} ${ofChange(mutation.change)}`;
    case 'authorization': {
      const secret = mutation.secret ? `, the secret ${ofChange(mutation.secret)}` : '';
      return `HTTP Basic ${mutation.beside ? 'beside' : 'in place of'} credentials in the body${secret}`;
    }
    case 'authorization-text':
      return `an Authorization header of ${sketch(mutation.value)}`;
    case 'parameter':
      return `${mutation.name} ${ofChange(mutation.change)}`;
    case 'presence':
      return `${mutation.name} left out`;
    case 'multiplicity':
      return `${mutation.name} twice, ${mutation.by === undefined ? 'with the same value' : `also with ${sketch(mutation.by)}`}`;
    case 'further': {
      const [first] = mutation.fields;
      const least = first ? `, the first one ${sketch(first[0])} = ${sketch(first[1])}` : '';
      return `${mutation.fields.length} further parameters${least}`;
    }
    case 'encoding':
      return `the form encoded otherwise (${mutation.encoding})`;
    case 'order':
      return 'the parameters in another order';
    case 'separators':
      return `${mutation.before} separators before the form and ${mutation.after} after it`;
    case 'header':
      return 'by' in mutation.change
        ? `header ${mutation.name} ${mutation.change.how}, ${sketch(mutation.change.by)}`
        : `header ${mutation.name} ${mutation.change.how}`;
    case 'further-header':
      return `a further header of ${sketch(mutation.value)}`;
    case 'media-type':
      return `the media type written otherwise, ${sketch(mutation.value)}`;
  }
}

export function describeMutations(mutations: readonly Mutation[]): string {
  return mutations.length === 0 ? 'the valid request as it is' : mutations.map(describeMutation).join('; ');
}
