/** The contract of a command that sends: with a value for everything that the address of the endpoint needs, as this client authenticates. */
import type { Contract } from '../contract/contract.js';
import { forThisClient } from '../session/chosen-method.js';
import type { Settings } from '../settings/settings.js';
import { variableName } from '../settings/variable-name.js';

/**
 * @throws ContractError, also when a parameter of the path has no value
 */
export async function contractFor(settings: Settings): Promise<Contract> {
  const { validateDocument } = await import('../contract/validate-document.js');
  const contract = await validateDocument(settings.spec, settings.operation);
  for (const { name, documented, pointer } of contract.pathParameters)
    if (settings.parameter(name) === undefined && documented === undefined) {
      const { readSource } = await import('../contract/read-contract.js');
      (await readSource(settings.spec)).fail(
        pointer,
        `the path ${contract.path} has the parameter ${name}, which has no value`,
        `set ${variableName(name)}, or give the path parameter an example`,
      );
    }
  return forThisClient(contract, settings);
}
