import { createPublicKey } from 'node:crypto';
import type { JsonObject } from '../../../http/answer.js';
import { type Check, pass, violation } from '../../check.js';
import { example } from '../../examples.js';
import { keysOf } from '../../key-set.js';
import { quoted } from '../../quoting.js';
import { answered } from '../companions/answered.js';

const probe = 'metadata/jwks';

/** RFC 7518 sections 6.2.2, 6.3.2 and 6.4: what only the signer may know. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const knownTypes = ['RSA', 'EC', 'OKP'];

function unusable(key: JsonObject): boolean {
  if (!knownTypes.includes(String(key.kty))) return typeof key.kty !== 'string';
  try {
    createPublicKey({ key: { ...key }, format: 'jwk' });
    return false;
  } catch {
    return true;
  }
}

const ed25519 = { kty: 'OKP', crv: 'Ed25519', kid: 'a', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };

export const keySetUsable: Check = {
  id: 'key-set-usable',
  title: 'The key set can be read: public keys, each with an id of its own.',
  requirements: ['JWT-signature-verifies'],
  on: { probes: [probe] },
  judge: (subject) =>
    answered(subject, ({ status }) => {
      if (status !== 200) return violation('HTTP 200', `HTTP ${status}`);
      const keys = keysOf(subject.observation);
      if (!keys) return violation('a JSON object with the array keys', 'the body has no array keys');
      const disclosed = keys.find((key) => privateMembers.some((name) => Object.hasOwn(key, name)));
      if (disclosed) return violation('public keys only', 'a key with its private part');
      if (keys.some(unusable)) return violation('keys that can be read', 'a key that cannot be read');
      const ids = keys.flatMap(({ kid, kty, alg }) =>
        kid === undefined ? [] : [JSON.stringify([kid, kty, alg])],
      );
      const twice = ids.find((id, at) => ids.indexOf(id) !== at);
      return twice === undefined
        ? pass
        : violation('each kid once', `the kid ${quoted(String(JSON.parse(twice)[0]))} twice`);
    }),
  examples: {
    conforming: [
      example('a key', { json: { keys: [ed25519] } }, { probe }),
      example('none at the moment', { json: { keys: [] } }, { probe }),
      example('of another type, too', { json: { keys: [ed25519, { kty: 'AKP', kid: 'b' }] } }, { probe }),
    ],
    violating: [
      example(
        'a private key',
        { json: { keys: [{ ...ed25519, d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A' }] } },
        { probe },
      ),
      example('a shared key', { json: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } }, { probe }),
      example('a list', { json: [ed25519] }, { probe }),
      example('a key that is cut off', { json: { keys: [{ ...ed25519, x: '11qY' }] } }, { probe }),
      example('one kid for two keys', { json: { keys: [ed25519, ed25519] } }, { probe }),
      example('not found', { status: 404, body: '' }, { probe }),
    ],
  },
};
