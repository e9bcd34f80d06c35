/** The preflight as the commands make it, in this process. */
import type { Contract } from '../../src/contract/contract.js';
import { createConnection } from '../../src/session/connection.js';
import { type PreflightReport, preflight } from '../../src/session/preflight.js';
import type { Settings } from '../../src/settings/settings.js';

interface Preflighted {
  readonly report: PreflightReport;
  /** How many requests were sent. */
  readonly sent: number;
}

export async function preflighted(contract: Contract, settings: Settings): Promise<Preflighted> {
  const { baseUrl = '' } = settings;
  const connection = createConnection({ contract, settings, baseUrl, version: 'test' });
  const { sending, requests, redact } = connection;
  try {
    const report = await preflight({ contract, settings, send: sending.send, valid: requests.valid, redact });
    return { report, sent: sending.count() };
  } finally {
    connection.close();
  }
}
