import { removeFleet } from '../../aws/deployment/remove.ts';
import type { World } from '../../simulator/world.ts';
import type { SimulationSpec } from '../simulation-spec.ts';

/** Takes a stage out of the account, as `eks-fleet uninstall --delete-data` does. */
export async function uninstall({ kernel }: World, { regions, stage }: SimulationSpec): Promise<void> {
  await removeFleet({ regions, stage, deleteData: true, sleep: (ms) => kernel.sleep(ms) });
}
