import { type Decision, nothing } from '../../domain/decide/decision.ts';
import type { DesiredStack } from '../../domain/desired/template.ts';
import { expectedStackDuration } from '../../domain/expected-durations.ts';
import {
  decideDatedStack,
  foundationOf,
  foundationStacks,
  readNetwork,
} from '../../domain/observe/foundation.ts';
import { lookInTurn } from '../../domain/phase.ts';
import { lookOf } from '../../domain/phase-contract.ts';
import type { DatedStack } from '../../domain/ports/stacks.ts';
import { decideHeldPhase } from '../operation/held-phase.ts';
import { account } from '../runtime/ports/account/account.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { createTasks } from './contracts.ts';
import { readTarget } from './target.ts';

/**
 * Looks at the network's and the roles' stacks, but for those that an earlier look found complete. It changes
 * nothing, so it may run as often as it likes.
 */
export const handler = task(
  createTasks.observeFoundation,
  { account, operations, stacks },
  async (input, ports) => {
    const target = await readTarget(input.operation, ports);
    const passedOver = new Set(input.ready);
    const seen = new Map<string, DatedStack | undefined>();
    const look = async (stack: DesiredStack): Promise<Decision> => {
      const observed = await ports.stacks.describe(stack.stackName);
      seen.set(stack.stackName, observed);
      return decideDatedStack(stack, observed, target.startedAt);
    };
    const all = foundationStacks(foundationOf(target));
    const decisions = await lookInTurn(
      all.filter(({ key }) => !passedOver.has(key)),
      look,
    );
    const items = all.map((stack) => ({
      key: stack.key,
      task: 'apply-stack',
      passedOver: passedOver.has(stack.key),
      decision: decisions.get(stack) ?? nothing,
      expected: expectedStackDuration(stack),
    }));
    const progress = await decideHeldPhase(input.operation, items, lookOf(input), ports.operations);
    if (progress.outcome !== 'Done') return progress;
    const find = async (name: string) => seen.get(name) ?? ports.stacks.find(name);
    return { outcome: 'Done' as const, network: await readNetwork(target, { find }) };
  },
);
