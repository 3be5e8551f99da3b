import { foundationStackItems } from '../../domain/decide/compute-deletion.ts';
import { isComputeStack } from '../../domain/decide/stack-deletion.ts';
import { forwarderEnd } from '../../domain/forwarder/forwarder-deletion.ts';
import { withLeft } from '../../domain/phase.ts';
import { elapsedSeconds, lookOf } from '../../domain/phase-contract.ts';
import { decideHeldPhase } from '../operation/held-phase.ts';
import { deployment } from '../runtime/ports/account/deployment.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';
import { readOwnStacks } from './own-stacks.ts';
import { readDeleting } from './read-deleting.ts';
import { readForwarder } from './read-forwarder.ts';

/** Looks at the stacks that the cluster stood on. It changes nothing, so it may run as often as it likes. */
export const handler = task(
  deleteTasks.observeStacks,
  { deployment, operations, stacks },
  async (input, ports) => {
    const { name } = input.operation.cluster;
    const deleting = await readDeleting(input.operation, ports.operations, elapsedSeconds(input));
    const own = await readOwnStacks(input, ports.stacks, (stackName) => !isComputeStack(name, stackName));
    const forwarder = await readForwarder(input, ports.stacks, ports.deployment.stage);
    const ending = forwarderEnd(forwarder, name, deleting);
    const items = [...ending, ...foundationStackItems(name, own, deleting, ending)];
    return withLeft(await decideHeldPhase(input.operation, items, lookOf(input), ports.operations), items);
  },
);
