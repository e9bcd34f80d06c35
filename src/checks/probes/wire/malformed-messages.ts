/** Messages that a server must refuse as malformed; a table, because the rules differ by what is malformed. */
import type { RequirementId } from '../../../requirements/catalogue.js';
import { type Check, inconclusive, type Judgement, notApplicable, type Subject } from '../../check.js';
import { example, oauthError, observation, parameter, unanswered } from '../../examples.js';
import { tokenIssued } from '../outcome.js';
import { speaksOldHttp } from './old-http.js';
import { refusedMessage } from './refused-message.js';

interface MalformedMessage {
  readonly id: string;
  readonly title: string;
  readonly requirement: RequirementId;
  readonly probes: readonly [string, ...string[]];
  /** Says why a token proves nothing here; `undefined` when it does. */
  readonly precondition?: (subject: Subject) => Judgement | undefined;
  /** Probes that must have brought what the examples need. */
  readonly peers?: Readonly<Record<string, ReturnType<typeof observation>>>;
}

/** A token proves that the hidden credentials were read: where they work at all, and are needed. */
function credentialsMatter({ peer }: Subject): Judgement | undefined {
  const basic = peer('basic/valid');
  const anonymous = peer('missing/client-identification');
  if (!basic || !anonymous) return inconclusive('it is not known whether the client must authenticate');
  if (!tokenIssued(basic)) return notApplicable('HTTP Basic client authentication does not work here');
  return tokenIssued(anonymous)
    ? notApplicable('the client need not authenticate: judged by a rule of its own')
    : undefined;
}

const credentialsMatterHere = {
  'basic/valid': observation(),
  'missing/client-identification': observation(oauthError('invalid_client', 401)),
};

/** A token proves that the value was cut at the NUL: where an unknown value is refused. */
function valueMatters({ parameter, peer }: Subject): Judgement | undefined {
  if (!parameter) return notApplicable('no header of the contract is looked up: its value would not show');
  const unknown = peer(`unknown-header-value/${parameter.name}`);
  if (!unknown) return inconclusive('it is not known whether the server looks at the value');
  return tokenIssued(unknown)
    ? notApplicable('any value is accepted: judged by a rule of its own')
    : undefined;
}

const realm = parameter('Realm', { in: 'header' });

const table: readonly MalformedMessage[] = [
  {
    id: 'method-case-sensitive',
    title: 'A method in lower case, or an unknown one, brings no token.',
    requirement: 'RFC9110-9.1-method-case-sensitive',
    probes: ['wire/method/*'],
  },
  {
    id: 'host-required',
    title: 'A request without Host, or with two, is refused.',
    requirement: 'RFC9112-3.2-host-required',
    probes: ['wire/host/*'],
  },
  {
    id: 'space-before-colon-refused',
    title: 'White space between a field name and the colon is refused.',
    requirement: 'RFC9112-5.1-space-before-colon',
    probes: ['wire/space-before-colon'],
  },
  {
    id: 'folded-line-is-no-field',
    title: 'The continuation of a folded field line is not read as a field of its own.',
    requirement: 'RFC9112-5.2-obs-fold',
    probes: ['wire/folded-line'],
    precondition: credentialsMatter,
    peers: credentialsMatterHere,
  },
  {
    id: 'bare-cr-ends-no-line',
    title: 'A lone carriage return within a field value does not begin another field.',
    requirement: 'RFC9110-5.5-ctl-in-header-value',
    probes: ['wire/bare-cr'],
    precondition: credentialsMatter,
    peers: credentialsMatterHere,
  },
  {
    id: 'nul-ends-no-value',
    title: 'A NUL within a field value does not end the value.',
    requirement: 'RFC9110-5.5-ctl-in-header-value',
    probes: ['wire/nul-in-field'],
    precondition: valueMatters,
  },
];

function malformedMessageCheck(definition: MalformedMessage): Check {
  const { id, title, requirement, probes, precondition, peers } = definition;
  const named = precondition === valueMatters;
  // Methods and field values are what they were; the form of a message is that of its version.
  const ofOldHttpToo = requirement.startsWith('RFC9110-');
  const literal = {
    probe: probes[0].replace('*', 'example'),
    ...(named ? { parameter: realm } : {}),
    peers: named
      ? { 'unknown-header-value/Realm': observation(oauthError('invalid_request')) }
      : (peers ?? {}),
  };
  return {
    id,
    title,
    requirements: [requirement],
    on: { probes },
    judge(subject) {
      const old = ofOldHttpToo ? undefined : speaksOldHttp(subject.observation);
      if (old) return old;
      const judgement = refusedMessage(subject.observation);
      // A crash is a crash, whatever else is known.
      const isToken = judgement.kind === 'violation' && tokenIssued(subject.observation);
      return (isToken ? precondition?.(subject) : undefined) ?? judgement;
    },
    examples: {
      conforming: [
        example('refused', { status: 400, headers: [], body: '' }, literal),
        example('refused with an OAuth error', oauthError('invalid_request'), literal),
        example('not implemented', { status: 501, headers: [], body: '' }, literal),
        example('the connection closed', unanswered('reset'), literal),
        ...(ofOldHttpToo ? [] : [example('a server of HTTP/1.0', { httpVersion: '1.0' }, literal)]),
      ],
      violating: [
        example('a token', {}, literal),
        example('a crash', { status: 500, body: '' }, literal),
        example('no answer', unanswered('timeout'), literal),
        example('success of another kind', { status: 200, headers: [], body: 'welcome' }, literal),
      ],
    },
  };
}

export const malformedMessages: readonly Check[] = table.map(malformedMessageCheck);
