/** Everything that a run reads, made sure of before anything is sent. */
import type { Contract } from '../contract/contract.js';
import type { Settings } from '../settings/settings.js';
import { contractFor } from './contract-for.js';

/** @throws DocumentError for what is wrong with the document, the profile, the waivers, or the checks of the user's own */
export async function validatedContract(settings: Settings): Promise<Contract> {
  const { validateProfile } = await import('../session/profile-file.js');
  const { validateWaivers } = await import('../session/waiver-file.js');
  const { extensionsIn, scenariosOf } = await import('../session/plan.js');
  const contract = await contractFor(settings);
  const extensions = await extensionsIn(settings.checks);
  scenariosOf(contract, { extensions });
  await validateProfile(
    settings.profile,
    extensions.flatMap(({ checks = [] }) => checks.map(({ id }) => id)),
  );
  if (settings.waivers !== undefined) await validateWaivers(settings.waivers);
  return contract;
}
