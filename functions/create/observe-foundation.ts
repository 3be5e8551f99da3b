import { EXPECTED_DURATIONS } from '../../domain/expected-durations.ts';
import {
  decideDatedStack,
  foundationOf,
  foundationStacks,
  readNetwork,
} from '../../domain/observe/foundation.ts';
import { decidePhase } from '../../domain/phase.ts';
import { elapsedSeconds } from '../../domain/phase-contract.ts';
import { account } from '../runtime/ports/account.ts';
import { operations } from '../runtime/ports/operations.ts';
import { stacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { observeFoundation } from './observe-foundation.contract.ts';
import { readTarget } from './target.ts';

/** Looks at the network's and the roles' stacks. It changes nothing, so it may run as often as it likes. */
export const handler = task(observeFoundation, { account, operations, stacks }, async (input, ports) => {
  const target = await readTarget(input, ports);
  const items = await Promise.all(
    foundationStacks(foundationOf(target)).map(async (stack) => ({
      key: stack.key,
      task: 'apply-stack',
      decision: decideDatedStack(stack, await ports.stacks.describe(stack.stackName), target),
      expected: EXPECTED_DURATIONS.stack,
    })),
  );
  const progress = decidePhase(items, elapsedSeconds(input));
  if (progress.outcome !== 'Done') return progress;
  return { outcome: 'Done' as const, network: await readNetwork(target, ports.stacks) };
});
