import { elapsedSeconds, lookOf } from '../../domain/phase-contract.ts';
import { decideHeldPhase } from '../operation/held-phase.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';
import { controlPlaneItems } from './control-plane.ts';
import { readDeleting } from './read-deleting.ts';

/** Looks at the control plane. It changes nothing, so it may run as often as it likes. */
export const handler = task(deleteTasks.observeControlPlane, { eks, operations }, async (input, ports) => {
  const deleting = await readDeleting(input.operation, ports.operations, elapsedSeconds(input));
  const items = await controlPlaneItems(input.operation.cluster.name, deleting, ports.eks);
  return decideHeldPhase(input.operation, items, lookOf(input), ports.operations);
});
