/** Why no answer came, and what to change: name, network, port, patience. */
import type { TransportFailure } from '../http/observation.js';

interface Explanation {
  readonly likely: string;
  readonly change: string;
}

/** No name server, or no way, instead of a name or a port that is wrong. */
function ofNetwork({ code, connected }: TransportFailure, url: string): Explanation | undefined {
  const { host, hostname } = new URL(url);
  if (code === 'EAI_AGAIN')
    return {
      likely: `No name server answers, so that nobody knows where ${hostname} is.`,
      change: 'The network or VPN of this machine; HTTPS_PROXY where the way out is a proxy.',
    };
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'EHOSTDOWN')
    return {
      likely: `No way leads from this machine to ${host}: a network or VPN that is not connected, or an address of IPv6 where there is none.`,
      change: 'The network or VPN of this machine, or the host in TOKEN_BASE_URL.',
    };
  if (connected === true)
    return {
      likely: `${host} takes the connection and does not answer in time: a slow target, or something else than HTTP at this port.`,
      change:
        'The deadline TOKEN_REQUEST_TIMEOUT when the target is known to be slow, else the port in TOKEN_BASE_URL.',
    };
  return undefined;
}

/** The likely mistake behind an exchange that came to no answer. */
export function ofFailure(failure: TransportFailure, url: string): Explanation {
  const { kind, message } = failure;
  const known = ofNetwork(failure, url);
  if (known) return known;
  const { host } = new URL(url);
  const explanations: Record<TransportFailure['kind'], Explanation> = {
    refused: {
      likely: `Nobody accepts connections at ${host}: the target is not running, or host or port are wrong.`,
      change:
        'TOKEN_BASE_URL, or start the target; --wait-for SECONDS waits for a target that is still starting.',
    },
    unresolved: {
      likely: `The name ${host} is not known here: a slip in the host name, or a network or VPN that is not connected.`,
      change: 'The host in TOKEN_BASE_URL, or the network.',
    },
    timeout: {
      likely:
        'No complete answer came in time: a firewall that drops packets, a wrong port, or a slow target.',
      change: 'TOKEN_BASE_URL, or the deadline TOKEN_REQUEST_TIMEOUT when the target is known to be slow.',
    },
    reset: {
      likely:
        'The connection ended before a complete answer: https and http mixed up, a proxy in between, or a target that is restarting.',
      change: 'Scheme and port in TOKEN_BASE_URL.',
    },
    tls: {
      likely: `A secure connection could not be made: a certificate of a private authority, one that expired or names another host, or a server that speaks plain http. (${message})`,
      change:
        'TOKEN_CA=/path/to/authority.pem for a private authority, else host, port and scheme in TOKEN_BASE_URL.',
    },
    proxy: {
      likely: `The proxy that the environment names does not lead to ${host}.`,
      change: 'HTTPS_PROXY or HTTP_PROXY, or NO_PROXY for a target that is reached directly.',
    },
    malformed: {
      likely: 'What listens there does not speak HTTP: a wrong port, or https where http is spoken.',
      change: 'Scheme and port in TOKEN_BASE_URL.',
    },
    other: {
      likely: 'The connection failed for a reason that is not one of the common ones.',
      change: 'TOKEN_BASE_URL, or the network.',
    },
  };
  return explanations[kind];
}
