import { type Deleting, decideClusterDeletion } from '../../domain/decide/deletion.ts';
import { EXPECTED_DURATIONS } from '../../domain/expected-durations.ts';
import type { PhaseItem } from '../../domain/phase.ts';
import type { EksPort } from '../../domain/ports/eks.ts';

/** The control plane as the one item of its phase. */
export async function controlPlaneItems(
  name: string,
  deleting: Deleting,
  eks: EksPort,
): Promise<readonly PhaseItem[]> {
  const decision = decideClusterDeletion(await eks.describeCluster(name), deleting, name);
  const expected = EXPECTED_DURATIONS.controlPlaneDeletion;
  return [{ key: 'controlPlane', task: 'delete-control-plane', decision, expected }];
}
