/** The preflight as the commands make it, in this process. */
import type { Contract } from '../../src/contract/contract.js';
import { createConnection } from '../../src/session/connection.js';
import { type PreflightReport, preflightOver } from '../../src/session/preflight.js';
import type { Settings } from '../../src/settings/settings.js';

interface Preflighted {
  readonly report: PreflightReport;
  /** How many requests were sent. */
  readonly sent: number;
}

export async function preflighted(contract: Contract, settings: Settings): Promise<Preflighted> {
  const { baseUrl = '' } = settings;
  const connection = createConnection({ contract, settings, baseUrl, version: 'test' });
  try {
    const report = await preflightOver(connection, { contract, settings });
    return { report, sent: connection.sending.count() };
  } finally {
    connection.close();
  }
}
