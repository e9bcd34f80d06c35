/** A handshake that offers nothing but what must not be agreed to: the server has to refuse it. */
import type { Observation, TlsFacts } from '../../../http/observation.js';
import { type Example, inconclusive, type Judgement, pass, type Severity, violation } from '../../check.js';
import { example, observation } from '../../examples.js';
import { shielded } from '../../predicates.js';

const agreed = ({ protocol, cipher }: TlsFacts): string => `${protocol} with ${cipher} is negotiated`;

/** @param offered for people: `TLS 1.0`, `3DES` */
export function handshakeRefused(
  { tls, failure }: Observation,
  offered: string,
  severity?: Severity,
): Judgement {
  if (tls) return violation(`no agreement on ${offered}`, agreed(tls), severity ? { severity } : {});
  switch (failure?.kind) {
    // The server ends the handshake, with an alert or without one.
    case 'tls':
      return pass;
    case 'timeout':
    case 'proxy':
    case 'refused':
    case 'unresolved':
      return inconclusive(`${offered} was offered: ${failure.message}`);
    default:
      return inconclusive(shielded({ tls, failure } as Observation) ?? 'the handshake had no clear ending');
  }
}

const refusal = (message: string): Observation => ({
  ...observation(),
  response: undefined,
  failure: { kind: 'tls', message },
});

const agreement = (protocol: string, cipher: string): Observation => ({
  ...observation(),
  response: undefined,
  tls: { protocol, cipher, certificate: undefined },
});

/** An alert and a closed connection conform. */
export const refusals = (probe: string): Example[] => [
  example('an alert', refusal('server.example:443 refuses the handshake: protocol_version'), { probe }),
  example('the connection is closed', refusal('server.example:443 ended during the TLS handshake'), {
    probe,
  }),
];

export const agreementOn = (probe: string, protocol: string, cipher: string, severity?: Severity): Example =>
  example(`${protocol} ${cipher}`, agreement(protocol, cipher), { probe }, severity);
