import { isJsonObject, readJson } from '../../http/answer.js';
import type { SentRequest } from '../../http/observation.js';
import { sentParameters } from '../../http/sent-parameters.js';
import { onResponse } from '../answered.js';
import { type Check, notApplicable, pass, violation } from '../check.js';
import { example, oauthError, observation, subject } from '../examples.js';

/** What gives the inside away, and what to call it. */
const disclosures: readonly (readonly [name: string, pattern: RegExp])[] = [
  [
    'a Java stack trace',
    /\bat [\w$.]+\.[\w$<>]+\((?:[\w$]+\.(?:java|kt|scala|groovy):\d+|Native Method|Unknown Source)\)/,
  ],
  ['a class name', /\b(?:[a-z][\w$]{0,60}\.){2,9}[A-Z][\w$]{0,90}(?:Exception|Error)\b/],
  ['a class name', /\b(?:java|System|Microsoft)\.(?:\w{1,60}\.){0,9}\w{0,90}(?:Exception|Error)\b/],
  ['a Python stack trace', /Traceback \(most recent call last\)|File \\?"[^"\n]{1,200}\\?", line \d+/],
  ['a JavaScript stack trace', /\bat [^\n]{0,99}(?:\/|\\)[^\n]{1,99}\.[cm]?[jt]s:\d+:\d+|node_modules[\\/]/],
  ['a .NET stack trace', /\bat [\w.`[\]]+\([^)\n]{0,200}\) in [^\n]{1,200}:line \d+/],
  ['a PHP error', /\b(?:Fatal|Parse) error: [^\n]{1,300} on line \d+|\.php(?: on line |:|\()\d+/],
  ['a Ruby stack trace', /\.rb:\d+:in [`']/],
  ['a Go stack trace', /\bgoroutine \d+ \[/],
  ['an SQL error', /\bSQLSTATE\b|\bORA-\d{5}\b|\bPG::[A-Z]\w+|You have an error in your SQL syntax/],
  [
    'an internal address',
    /\bhttps?:\/\/(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b|\bhttps?:\/\/[\w.-]+\.(?:internal|svc|cluster\.local)\b/,
  ],
  ['a file path', /(?<![\w./:-])\/(?:usr|var|opt|home|etc|srv|root)\/[\w.-]+/],
  ['a file path', /(?<!\w)[A-Z]:\\{1,2}[\w.$-]+\\/],
  [
    'a debug page of a framework',
    /Whitelabel Error Page|\bWerkzeug\b|\bDJANGO_SETTINGS_MODULE\b|Whoops, looks like something went wrong|Server Error in '\/[^']*' Application/,
  ],
];

/** An identifier for support staff is no trace. */
const correlationId = /^[\w.:-]*$/;

function hasTrace(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  return ['trace', 'stack', 'stackTrace', 'stack_trace'].some((name) => {
    const trace = Object.hasOwn(value, name) ? value[name] : undefined;
    return Array.isArray(trace) ? trace.length > 0 : typeof trace === 'string' && !correlationId.test(trace);
  });
}

/** What we sent ourselves, as it may be echoed. */
function sentText(request: SentRequest): string {
  const { url, headers, body } = request;
  const fields = sentParameters(request);
  return [
    url,
    ...headers.map(([, value]) => value),
    body.toString(),
    ...fields.keys(),
    ...fields.values(),
  ].join('\n');
}

/** Enough for the top of any error page. A hostile one could make the patterns slow. */
const textLimit = 32 * 1024;

const saying = (text: string, status = 400) =>
  oauthError('invalid_request', status, { error_description: text });

/** Class `any`, because pages of frameworks (405, 500) are no OAuth errors and leak the most. */
export const noInternalDetails: Check = {
  id: 'no-internal-details',
  title: 'Errors reveal no stack traces, SQL, file paths, class names or debug pages',
  requirements: ['ASVS5-16.5.1-no-internal-details'],
  on: { every: 'any' },
  judge: onResponse((response, { observation: { request } }) => {
    if (response.status < 400) return notApplicable('not an error status');
    const { text, value } = readJson(response);
    const found = disclosures.find(([, pattern]) => {
      const match = pattern.exec(text.slice(0, textLimit));
      return match !== null && !sentText(request).includes(match[0]);
    });
    const name = found?.[0] ?? (hasTrace(value) ? 'a trace member' : undefined);
    return name === undefined ? pass : violation('no internal details', name);
  }),
  examples: {
    conforming: [
      example('a correlation id', {
        status: 400,
        json: { error: 'invalid_request', traceId: 'a-1', trace: '4bf92f3577b34da6a3ce929d0e0e4736' },
      }),
      example(
        'words, a path of the API, a host',
        saying('Exception: see https://server.example/home/docs at /oauth/token'),
      ),
      {
        name: 'our own input',
        subject: subject(
          observation(saying('unknown user /etc/passwd'), { form: [['username', '/etc/passwd']] }),
        ),
      },
    ],
    violating: [
      example('Java', {
        status: 500,
        json: { trace: 'java.lang.NullPointerException\n\tat com.bank.Token.issue(Token.java:42)' },
      }),
      example(
        'a class name',
        saying('org.springframework.security.BadCredentialsException: Bad credentials'),
      ),
      example('Node.js', { status: 500, body: 'Error: x\n    at issue (/app/src/token.js:10:5)' }),
      example('Python', { status: 500, body: 'Traceback (most recent call last):\n  File "a.py", line 1' }),
      example('SQL', saying('ORA-00933: SQL command not properly ended')),
      example('Windows', saying('Could not open C:\\inetpub\\wwwroot\\web.config')),
      example('a debug page', { status: 405, body: '<h1>Whitelabel Error Page</h1>' }),
      example('frames as an array', {
        status: 400,
        json: { error: 'invalid_request', stackTrace: ['issue'] },
      }),
    ],
  },
};
