/** What faults of several kinds are made of. */
import type { Field } from '../../model.js';
import { type Rewriting, rewritten } from '../../rewritten-connection.js';
import type { Fault } from '../fault.js';

export type Bend = Fault['bend'];

/** Every connection with these bytes changed. */
export const reading =
  (head: NonNullable<Rewriting['head']>): Bend =>
  (policy) => ({ connection: (socket) => rewritten(policy.connection(socket), { head }) });

/** The headers without those whose names begin so. */
export const withoutFields = (headers: readonly Field[], prefix: string): Field[] =>
  headers.filter(([name]) => !name.toLowerCase().startsWith(prefix));
