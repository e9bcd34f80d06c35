/**
 * What a token endpoint tells of itself to requests that carry nobody's credentials: none of them can lock anybody out,
 * and none is meant to succeed.
 */
import { header, jsonObject, stringMember } from '../http/answer.js';
import type { Observation, ReceivedResponse } from '../http/observation.js';
import { InitError, type Note, type ServerFacts } from './server-facts.js';

/** Grants that credentials alone suffice for. */
export const directGrants = ['password', 'client_credentials', 'refresh_token'] as const;

/** Nobody's: a server that knows its grants calls it unsupported. */
const unknownGrant = 'urn:example:params:oauth:grant-type:unknown';

export interface Prober {
  /** POST with these form parameters and nothing else. */
  post(url: string, form: Readonly<Record<string, string>>): Promise<Observation>;
}

function errorOf(response: ReceivedResponse | undefined): string | undefined {
  return response && stringMember(response, 'error');
}

/** What came in answer to a POST without parameters. Throws where no token endpoint can be. */
function refuseOthers(tokenUrl: string, { response, failure }: Observation): Note[] {
  if (!response) throw new InitError(`${tokenUrl}: ${failure?.message ?? 'no answer came'}`, 'unreachable');
  const { status } = response;
  if (status >= 300 && status < 400)
    throw new InitError(
      `${tokenUrl} answers with a redirect (HTTP ${status}) to ${header(response, 'Location')?.slice(0, 200) ?? 'nowhere'}, ` +
        'and credentials do not follow one. Name the token endpoint itself: a slash at the end may be missing or too much.',
      'usage',
    );
  if (status === 404 || status === 405 || status === 501)
    throw new InitError(
      `${tokenUrl} answers a POST with HTTP ${status}: no token endpoint is there. Check the URL.`,
      'usage',
    );
  const error = errorOf(response);
  if (error !== undefined && /^[\w.-]{1,60}$/.test(error))
    return [
      { kind: 'found', text: `A POST without parameters is refused as OAuth demands (${status} ${error}).` },
    ];
  return [
    {
      kind: 'open',
      text: `A POST without parameters is answered with HTTP ${status}${jsonObject(response) ? '' : ', not in JSON'} and no OAuth error: is this the token endpoint?`,
    },
  ];
}

/** Whether the server looks at the grant before it looks at the client, and what it then says of each. */
async function grantsOf(
  tokenUrl: string,
  { post }: Prober,
): Promise<Pick<ServerFacts, 'grants'> & { notes: Note[] }> {
  const unsupported = async (grant: string): Promise<boolean | 'granted'> => {
    const { response } = await post(tokenUrl, { grant_type: grant });
    if (response && stringMember(response, 'access_token') !== undefined) return 'granted';
    return errorOf(response) === 'unsupported_grant_type';
  };
  const tellsApart = (await unsupported(unknownGrant)) === true;
  if (!tellsApart) return { grants: undefined, notes: [] };
  const notes: Note[] = [];
  const grants: string[] = [];
  for (const grant of directGrants) {
    const answer = await unsupported(grant);
    if (answer === true) continue;
    grants.push(grant);
    if (answer === 'granted')
      notes.push({ kind: 'found', text: `The server grants ${grant} to a request without any credentials.` });
  }
  if (grants.length === 0) return { grants: undefined, notes: [] };
  return {
    grants,
    notes: [
      ...notes,
      { kind: 'found', text: `An unknown grant is unsupported to the server, ${grants.join(', ')} not.` },
    ],
  };
}

/** The same facts, with what harmless requests add to them. @throws InitError where no token endpoint can be */
export async function probed(facts: ServerFacts, prober: Prober): Promise<ServerFacts> {
  const { tokenUrl } = facts;
  const seen = refuseOthers(tokenUrl, await prober.post(tokenUrl, {}));
  if (facts.grants !== undefined) return { ...facts, notes: [...facts.notes, ...seen] };
  const { grants, notes } = await grantsOf(tokenUrl, prober);
  return { ...facts, grants, notes: [...facts.notes, ...seen, ...notes] };
}
