/** Deliberate faults of the sandbox by which the tools are compared. Both lists were fixed before any tool was run on them. */
import { faults } from '../../../sandbox/faults/index.js';

/** What goes wrong at token endpoints every day, several of each area. Chosen by hand, and so with a bias. */
export const commonFaults = {
  'status codes': [
    'success-status-201',
    'error-status-200',
    'error-status-401-for-login',
    'username-missing-500',
  ],
  bodies: [
    'token-type-missing',
    'expires-in-string',
    'refresh-token-null',
    'success-labelled-html',
    'error-html',
    'error-code-unregistered',
  ],
  'caching headers': ['success-without-cache-control', 'success-without-pragma', 'success-cacheable'],
  credentials: ['password-not-checked', 'password-missing-accepted', 'secret-not-checked'],
  'required headers': ['tenant-missing-accepted', 'tenant-unknown-accepted'],
  refresh: ['rotated-token-stays-valid', 'refresh-wrong-secret-accepted', 'refresh-always-refused'],
  protocol: ['get-accepted', 'json-body-accepted', 'duplicates-last-wins'],
} as const;

const common: readonly string[] = Object.values(commonFaults).flat();

/** Every 25th of the other faults that a default run shows: chosen by counting, rare ones included. */
export const sampledFaults: readonly string[] = faults
  .filter(({ id, run }) => run === undefined && !common.includes(id))
  .filter((_, index) => index % 25 === 12)
  .map(({ id }) => id);
