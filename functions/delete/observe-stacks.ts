import { foundationStackItems } from '../../domain/decide/compute-deletion.ts';
import { decidePhase } from '../../domain/phase.ts';
import { elapsedSeconds } from '../../domain/phase-contract.ts';
import { operations } from '../runtime/ports/operations.ts';
import { stacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { observeStacks } from './observe-stacks.contract.ts';
import { readDeleting } from './read-deleting.ts';

/** Looks at the stacks that the cluster stood on. It changes nothing, so it may run as often as it likes. */
export const handler = task(observeStacks, { operations, stacks }, async (input, ports) => {
  const { name } = input.operation.cluster;
  const deleting = await readDeleting(input.operation, ports.operations, elapsedSeconds(input));
  const own = await ports.stacks.ofCluster(name);
  return decidePhase(foundationStackItems(name, own, deleting), deleting.elapsedSeconds);
});
