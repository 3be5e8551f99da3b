import { leftoverItems } from '../../domain/decide/leftovers.ts';
import { decidePhase } from '../../domain/phase.ts';
import { elapsedSeconds, lookOf } from '../../domain/phase-contract.ts';
import { leftovers } from '../runtime/ports/resources/leftovers.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';
import { readScope } from './scope.ts';

/** Looks at the cluster's leftovers in EC2. It changes nothing, so it may run as often as it likes. */
export const handler = task(deleteTasks.observeLeftovers, { leftovers, stacks }, async (input, ports) => {
  const scope = await readScope(input.operation, ports.stacks);
  return decidePhase(
    leftoverItems(await ports.leftovers.findWithRules(scope), scope, elapsedSeconds(input)),
    lookOf(input),
  );
});
