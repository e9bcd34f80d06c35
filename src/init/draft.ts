/** From what is known of a server to what its document says: what nothing tells is assumed, and said to be. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../settings/package-root.js';
import { directGrants } from './probe.js';
import type { Note, ServerFacts } from './server-facts.js';
import type { Trial } from './trial.js';

export interface Draft {
  readonly facts: ServerFacts;
  readonly grants: readonly string[];
  /** As `x-token-endpoint` takes them, the preferred one first. */
  readonly clientAuthentication: readonly string[];
  /** Whether a request has to say whose it is. */
  readonly clientNamed: boolean;
  /** What the parameter `scope` is described with; `undefined`: the parameter is left out. */
  readonly scope: { readonly example: string | undefined; readonly required: readonly string[] } | undefined;
  /** URL of a protected resource that accepts tokens of this server. */
  readonly resourceUrl: string | undefined;
  readonly notes: readonly Note[];
}

export interface DraftOptions {
  readonly facts: ServerFacts;
  readonly trial: Trial;
  /** Named by the user (`--grants`). */
  readonly named: readonly string[] | undefined;
  /** A scope is configured (`TOKEN_SCOPE`). */
  readonly scopeConfigured: boolean;
}

const listed = (names: readonly string[]): string => names.join(', ');

/** The ways of client authentication that a document can declare. */
function declarableMethods(): readonly string[] {
  const file = join(packageRoot, 'schemas', 'x-token-endpoint.schema.json');
  return JSON.parse(readFileSync(file, 'utf8')).properties.clientAuthentication.items.enum;
}

function grantsOf({ facts, trial, named }: DraftOptions, notes: Note[]): string[] {
  if (named !== undefined) return [...named];
  const isDirect = (grant: string) => (directGrants as readonly string[]).includes(grant);
  const offered = facts.grants?.filter(isDirect) ?? [];
  const others = facts.grants?.filter((grant) => !isDirect(grant)) ?? [];
  if (others.length > 0)
    notes.push({
      kind: 'open',
      text: `Left out, because they take more than credentials: ${listed(others)}. Name those that are wanted by --grants.`,
    });
  let grants: string[] = offered.length > 0 ? offered : [];
  if (trial.grants.length > 0) {
    const idle = grants.filter((grant) => trial.untried.includes(grant));
    if (idle.length > 0)
      notes.push({
        kind: 'open',
        text: `Left out, because credentials for it are not configured: ${listed(idle)}. Set them, and call init again.`,
      });
    grants = [
      ...trial.grants,
      ...grants.filter((grant) => grant === 'refresh_token' || !trial.grants.includes(grant)),
    ].filter((grant) => !trial.refused.includes(grant) && !idle.includes(grant));
  }
  if (grants.length === 0) {
    grants = directGrants.filter((grant) => !trial.refused.includes(grant));
    notes.push({ kind: 'assumed', text: `Nothing tells the grants: ${listed(grants)} are assumed.` });
  }
  for (const grant of trial.refused)
    notes.push({ kind: 'found', text: `${grant} is left out: it is refused to your client.` });
  if (trial.refreshes === true && !grants.includes('refresh_token')) grants.push('refresh_token');
  const without = (kind: Note['kind'], why: string): void => {
    grants = grants.filter((grant) => grant !== 'refresh_token');
    notes.push({ kind, text: `refresh_token is left out: ${why}` });
  };
  if (trial.refreshes === false)
    without(
      'found',
      'no refresh token came. A scope such as offline_access may be needed; then name the grant by --grants.',
    );
  else if (grants.includes('refresh_token') && !grants.includes('password') && trial.refreshes !== true)
    without('assumed', 'of the other grants none issues refresh tokens (RFC 6749 section 4.4.3).');
  // In the order of the flows, so that the first one can be tried by itself.
  return directGrants.filter((grant) => grants.includes(grant));
}

function methodsOf({ facts, trial }: DraftOptions, notes: Note[]): string[] {
  if (trial.clientAuthentication.length > 0) return [...trial.clientAuthentication];
  const declarable = declarableMethods();
  const methods = facts.clientAuthentication?.filter((method) => declarable.includes(method));
  const others = facts.clientAuthentication?.filter((method) => !declarable.includes(method)) ?? [];
  if (others.length > 0)
    notes.push({
      kind: 'open',
      text: `Left out, because a document cannot declare them yet: ${listed(others)}.`,
    });
  if (methods && methods.length > 0) {
    // Basic is the one that every server must support (RFC 6749 section 2.3.1).
    const ordered = declarable.filter((method) => methods.includes(method) && method !== 'none');
    ordered.sort(
      (one, other) => Number(other === 'client_secret_basic') - Number(one === 'client_secret_basic'),
    );
    const chosen = ordered.length > 0 ? ordered : methods;
    if (chosen.length > 1)
      notes.push({
        kind: 'assumed',
        text: `Your client may use ${listed(chosen)}. Many are registered for one: remove the others from clientAuthentication.`,
      });
    return chosen;
  }
  const assumed = ['client_secret_basic', 'client_secret_post'];
  notes.push({
    kind: 'assumed',
    text: `Nothing tells how a client authenticates: ${listed(assumed)} are assumed (RFC 6749 section 2.3.1).`,
  });
  return assumed;
}

function scopeOf({ facts, trial, scopeConfigured }: DraftOptions, notes: Note[]): Draft['scope'] {
  if (trial.scope !== undefined) return { example: trial.scope, required: trial.scopeRequired };
  if (scopeConfigured) return { example: undefined, required: [] };
  const [first] = facts.scopes;
  const known = trial.grants.length === 0 ? first : undefined;
  if (known === undefined) {
    notes.push({
      kind: 'open',
      text: 'The parameter scope is left out: nothing tells a scope that your client may have. Set TOKEN_SCOPE and call init again.',
    });
    return undefined;
  }
  notes.push({
    kind: 'assumed',
    text: `Your client may have the scope ${known}, the first one that the metadata lists.`,
  });
  return { example: known, required: [] };
}

function resourceOf({ facts: { userinfoUrl }, trial }: DraftOptions, notes: Note[]): string | undefined {
  if (userinfoUrl === undefined) return undefined;
  if (trial.resource) {
    notes.push({ kind: 'found', text: 'The userinfo endpoint accepts a token of your client.' });
    return userinfoUrl;
  }
  notes.push({
    kind: 'open',
    text: 'The metadata names a userinfo_endpoint: if it accepts tokens of your client, add it to x-token-endpoint as companions.resource.',
  });
  return undefined;
}

export function draftOf(options: DraftOptions): Draft {
  const { facts, trial } = options;
  const notes: Note[] = [...facts.notes, ...trial.notes];
  const draft = {
    facts,
    grants: grantsOf(options, notes),
    clientAuthentication: methodsOf(options, notes),
    clientNamed: trial.clientNamed,
    scope: scopeOf(options, notes),
    resourceUrl: resourceOf(options, notes),
  };
  notes.push({
    kind: 'assumed',
    text: 'Responses are those of RFC 6749 section 5; rotation of refresh tokens and the form of access tokens are left open.',
  });
  return { ...draft, notes };
}
