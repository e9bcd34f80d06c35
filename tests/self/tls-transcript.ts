/** What a client of Node's sees of a sandbox behind TLS: the harness has no part in it. */
import { once } from 'node:events';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { type ConnectionOptions, connect } from 'node:tls';
import type { Sandbox } from '../../sandbox/server.js';

async function handshake(sandbox: Sandbox, options: ConnectionOptions): Promise<string> {
  const { hostname, port } = new URL(sandbox.url);
  try {
    const socket = connect({
      host: hostname,
      port: Number(port),
      servername: hostname,
      rejectUnauthorized: false,
      ...options,
    });
    await once(socket, 'secureConnect');
    const { subject, issuer, subjectaltname, valid_from, valid_to, asn1Curve, bits } =
      socket.getPeerCertificate();
    const days = [valid_from, valid_to].map((text) =>
      Math.round((Date.parse(text) - Date.now()) / 86_400_000),
    );
    const facts = [socket.getProtocol(), socket.getCipher().name, subject?.CN, issuer?.CN, subjectaltname];
    socket.destroy();
    return JSON.stringify([...facts, days, asn1Curve ?? bits]);
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code ?? 'refused';
  }
}

function answer(sandbox: Sandbox, secure: boolean, method: string): Promise<string> {
  const { hostname, port } = new URL(sandbox.url);
  const options = { hostname, port, method, path: '/oauth/token', agent: false };
  return new Promise((resolve) => {
    const request = secure ? secureRequest({ ...options, rejectUnauthorized: false }) : plainRequest(options);
    request.on('response', (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => {
        const { location, 'strict-transport-security': hsts } = response.headers;
        resolve(JSON.stringify([response.statusCode, location?.replace(/:\d+/, ''), hsts, body]));
      });
    });
    request.on('error', () => resolve('closed'));
    request.end();
  });
}

const offers: Readonly<Record<string, ConnectionOptions>> = {
  'as usual': {},
  'TLS 1.0': { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' },
  'TLS 1.1': { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' },
  'TLS 1.2': { maxVersion: 'TLSv1.2' },
  'no encryption': { maxVersion: 'TLSv1.2', ciphers: 'eNULL:@SECLEVEL=0' },
  'no authentication': { maxVersion: 'TLSv1.2', ciphers: 'aNULL:@SECLEVEL=0' },
  'static RSA': { maxVersion: 'TLSv1.2', ciphers: 'kRSA:@SECLEVEL=0' },
};

/** By what was tried; the same for two servers that are reached in the same way. */
export async function tlsTranscript(sandbox: Sandbox): Promise<ReadonlyMap<string, string>> {
  const seen = new Map<string, string>();
  for (const [name, options] of Object.entries(offers)) seen.set(name, await handshake(sandbox, options));
  for (const secure of [true, false])
    for (const method of ['GET', 'POST'])
      seen.set(`${method} ${secure ? 'https' : 'http'}`, await answer(sandbox, secure, method));
  return seen;
}
