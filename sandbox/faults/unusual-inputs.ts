/** Defects that no fixed request shows: they need a value, a length, a notation or a number that nobody thought of. */
import { type Field, headerValues, type IncomingRequest } from '../model.js';
import { invalidRequest, Refusal } from '../refusal.js';
import { type Fault, inArea } from './fault.js';

const generated = { fuzz: 300 } as const;
/** For what few inputs hit. */
const rarely = { fuzz: 1000 } as const;

/** The form as the defective parts read it: leniently. */
const formOf = ({ body }: IncomingRequest): URLSearchParams => new URLSearchParams(body?.toString());

const crash = (reason: string): never => {
  throw new Error(reason);
};

/** A header value as a server writes it that does not look for line ends: what follows one is a field of its own. */
function unguarded(name: string, value: string): Field[] {
  const [first = '', ...lines] = Buffer.from(value)
    .toString('latin1')
    .split(/\r?\n|\r/);
  const writable = (text: string): string => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '');
  const further = lines.flatMap((line): Field[] => {
    const [, field, rest] = /^([A-Za-z-]+): ?(.*)$/.exec(line) ?? [];
    return field === undefined ? [] : [[field, writable(rest ?? '')]];
  });
  return [[name, writable(first)], ...further];
}

export const unusualInputFaults: readonly Fault[] = inArea('unusual-inputs', [
  {
    id: 'username-astral-500',
    run: generated,
    breaks: ['RFC6749-5.2-never-5xx'],
    sentence:
      'The column of user names holds three bytes for a character, so that one beyond the basic plane fails.',
    bend: (policy) => ({
      findUser: (server, tenant, username) =>
        /[\u{10000}-\u{10ffff}]/u.test(username)
          ? crash('incorrect string value')
          : policy.findUser(server, tenant, username),
    }),
  },
  {
    id: 'client-id-256-500',
    run: generated,
    breaks: ['RFC6749-5.2-never-5xx'],
    sentence: 'A client id of 256 characters or more is too long for its column.',
    bend: (policy) => ({
      findClient: (server, id) =>
        id.length >= 256 ? crash('value too long') : policy.findClient(server, id),
    }),
  },
  {
    id: 'client-id-beyond-ascii-default',
    run: generated,
    breaks: ['RFC6749-5.2-unknown-client-body'],
    sentence: 'A client id that is not ASCII cannot be looked up, and the first client stands in.',
    bend: (policy) => ({
      findClient: (server, id) =>
        /[^\x00-\x7f]/.test(id) ? server.directory.clients[0] : policy.findClient(server, id),
    }),
  },
  {
    id: 'username-percent-wildcard',
    run: generated,
    breaks: ['RFC6749-5.2-unknown-user-invalid-grant'],
    sentence: 'A percent sign makes a search of a user name, and the first user that is found is taken.',
    bend: (policy) => ({
      findUser: (server, tenant, username) =>
        username.includes('%')
          ? server.directory.users.find((user) => user.tenant === tenant)
          : policy.findUser(server, tenant, username),
    }),
  },
  {
    id: 'refresh-token-cut-off',
    run: generated,
    breaks: ['RFC6749-5.2-invalid-refresh-token'],
    sentence:
      'Only as much of a refresh token is looked up as a token is long, so what follows does not count.',
    bend: (policy) => {
      let length = Number.POSITIVE_INFINITY;
      return {
        issueRefreshToken: (server, grant) => {
          const token = policy.issueRefreshToken(server, grant);
          length = token.length;
          return token;
        },
        // A single character more is noticed.
        findRefreshToken: (server, token) =>
          policy.findRefreshToken(server, token.length > length + 2 ? token.slice(0, length) : token),
      };
    },
  },
  {
    id: 'scope-into-header',
    run: rarely,
    breaks: ['OWASP-crlf-injection'],
    sentence: 'The scope asked for is written into a response header as it came, line ends included.',
    bend: (policy) => ({
      errorHeaders: (server, refusal, request) => {
        const scope = formOf(request).get('scope');
        const headers = policy.errorHeaders(server, refusal, request);
        return scope === null ? headers : [...headers, ...unguarded('X-Requested-Scope', scope)];
      },
    }),
  },
  {
    id: 'client-id-split-in-challenge',
    run: generated,
    breaks: ['OWASP-crlf-injection'],
    sentence: 'The challenge names the client that failed, whatever it calls itself.',
    bend: (policy) => ({
      clientChallenge: (request) => {
        const id = formOf(request).get('client_id');
        const [field] =
          id === null ? [] : unguarded('WWW-Authenticate', `Basic realm="${id.replace(/[\r\n]/g, '')}"`);
        return field?.[1] ?? policy.clientChallenge(request);
      },
    }),
  },
  {
    id: 'repeated-unknown-parameter-page',
    run: generated,
    breaks: ['RFC6749-5.2-error-required'],
    sentence:
      'A parameter that nobody knows, sent three times, is refused by the framework with its own page.',
    bend: (policy) => ({
      send: (request, response) => {
        const names = [...formOf(request).keys()];
        const thrice = names.some(
          (name) => !policy.isRecognised(name) && names.filter((other) => other === name).length > 2,
        );
        if (!thrice) return policy.send(request, response);
        const headers: Field[] = [['Content-Type', 'text/html'], ...policy.commonHeaders()];
        return { status: 400, headers, body: '<!doctype html><h1>Bad Request</h1>' };
      },
    }),
  },
  {
    id: 'twenty-parameters-500',
    run: generated,
    breaks: ['RFC6749-5.2-never-5xx'],
    sentence: 'More than twenty parameters overrun a fixed table.',
    bend: (policy) => ({
      formFields: (server, request) => {
        const fields = policy.formFields(server, request);
        return fields.length > 20 ? crash('index out of range') : fields;
      },
    }),
  },
  {
    id: 'percent-lower-case-refused',
    run: rarely,
    breaks: ['RFC6749-B-percent-encoding-equivalence'],
    sentence: 'The digits of a percent-encoding are understood in upper case only.',
    bend: (policy) => ({
      decodeBytes: (text) => {
        if (/%[0-9A-F]?[a-f]/.test(text)) throw invalidRequest('The form body is not encoded properly');
        return policy.decodeBytes(text);
      },
    }),
  },
  {
    id: 'scope-combining-mark-500',
    run: rarely,
    breaks: ['RFC6749-5.2-never-5xx'],
    sentence: 'A combining mark in scope breaks the code that takes it apart.',
    bend: (policy) => ({
      parseScope: (text) => (/\p{M}/u.test(text) ? crash('unexpected mark') : policy.parseScope(text)),
    }),
  },
  {
    id: 'charset-unusual-500',
    run: generated,
    breaks: ['RFC6749-5.2-never-5xx'],
    sentence:
      'A charset that is not written plainly is looked up as it stands, and there is none of that name.',
    bend: (policy) => ({
      acceptMediaType: (server, request) => {
        if (/charset=(?!utf-8$)/i.test(headerValues(request, 'Content-Type')[0] ?? ''))
          crash('unsupported charset');
        policy.acceptMediaType(server, request);
      },
    }),
  },
  {
    id: 'lone-surrogate-500',
    run: rarely,
    breaks: ['RFC6749-5.2-never-5xx', 'OAUTH-invalid-utf8'],
    sentence: 'The bytes of a lone surrogate are decoded, and nothing after that can write the text.',
    bend: (policy) => ({
      decodeText: (bytes) =>
        bytes.includes('\xed\xa0', 0, 'latin1') ? crash('URI malformed') : policy.decodeText(bytes),
    }),
  },
  {
    id: 'scope-in-error-description',
    run: generated,
    breaks: ['RFC6749-5.2-error-description-charset'],
    sentence: 'The description of an error repeats the scope with all its characters.',
    bend: (policy) => ({
      errorDescription: (refusal, request) =>
        refusal.code === 'invalid_scope'
          ? `${policy.errorDescription(refusal, request)}: ${formOf(request).get('scope')}`
          : policy.errorDescription(refusal, request),
    }),
  },
  {
    id: 'password-with-quote-echoed',
    run: generated,
    breaks: ['ASVS5-16.5.1-no-secret-echo'],
    sentence: 'A password with a quotation mark fails to parse, and the message shows where.',
    bend: (policy) => ({
      errorMembers: (server, refusal, request) => {
        const password = formOf(request).get('password');
        const members = policy.errorMembers(server, refusal, request);
        return members && password && /["'<]/.test(password)
          ? { ...members, detail: `unexpected token near ${password}` }
          : members;
      },
    }),
  },
  {
    id: 'nameless-parameter-500',
    run: generated,
    breaks: ['RFC6749-5.2-never-5xx'],
    sentence: 'A parameter without a name, beside all that is needed, has no key to be stored under.',
    bend: (policy) => ({
      parameters: (server, request) => {
        const given = policy.parameters(server, request);
        return [...formOf(request).keys()].includes('') ? crash('key is empty') : given;
      },
    }),
  },
  {
    id: 'identical-headers-500',
    run: generated,
    breaks: ['RFC6749-5.2-never-5xx'],
    sentence: 'A header sent twice is a list where a text is expected.',
    bend: (policy) => ({
      singleHeader: (request, name) =>
        headerValues(request, name).length > 1
          ? crash('trim is not a function')
          : policy.singleHeader(request, name),
    }),
  },
  {
    id: 'scope-64-leaks-token',
    run: rarely,
    breaks: ['RFC6749-5.2-no-token-on-error'],
    sentence: 'A scope that is too long is noticed when the token was made, and the refusal carries it.',
    bend: (policy) => ({
      errorMembers: (server, refusal, request) => {
        const members = policy.errorMembers(server, refusal, request);
        const long = (formOf(request).get('scope')?.length ?? 0) > 64;
        return members && long && refusal.code === 'invalid_scope'
          ? { ...members, access_token: 'bGVha2VkLXRva2VuLWxlYWtlZC10b2tlbg' }
          : members;
      },
    }),
  },
  {
    id: 'error-code-from-parameter-name',
    run: generated,
    breaks: ['RFC6749-5.2-error-code-registered'],
    sentence: 'A parameter name with brackets is refused with an error code of the framework.',
    bend: (policy) => ({
      isRecognised: (name) => {
        if (name.includes('][')) throw new Refusal('too_deep', 'A parameter is nested');
        return policy.isRecognised(name);
      },
    }),
  },
]);
