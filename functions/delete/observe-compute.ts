import type * as z from 'zod';
import { DELETED_KINDS, deletionItems, readDoomed } from '../../domain/contents/deletion.ts';
import { computeStackItems } from '../../domain/decide/compute-deletion.ts';
import { isComputeStack } from '../../domain/decide/stack-deletion.ts';
import { forwarderBeginning } from '../../domain/forwarder/forwarder-deletion.ts';
import { withLeft } from '../../domain/phase.ts';
import { elapsedSeconds, lookOf, type observeStacksInput } from '../../domain/phase-contract.ts';
import type { ContentsPort, EksKind } from '../../domain/ports/contents.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { StackPort } from '../../domain/ports/stacks.ts';
import type { Progress } from '../../domain/progress.ts';
import { decideHeldPhase } from '../operation/held-phase.ts';
import { deployment } from '../runtime/ports/account/deployment.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';
import { namesOf, readOwnStacks } from './own-stacks.ts';
import { readDeleting } from './read-deleting.ts';
import { readForwarder } from './read-forwarder.ts';

type Input = z.output<typeof observeStacksInput>;

interface Ports {
  readonly contents: ContentsPort;
  readonly deployment: { readonly stage: string };
  readonly operations: OperationStore;
  readonly stacks: StackPort;
}

async function lookAt(input: Input, { contents, deployment, operations, stacks }: Ports): Promise<Progress> {
  const { name } = input.operation.cluster;
  const known = (kind: string) => (input.left.length ? namesOf(kind, input.left) : undefined);
  const doomed = async (kind: EksKind) => ({
    kind,
    found: await readDoomed(kind, name, contents, known(kind)),
  });
  const [deleting, byKind, own, forwarder] = await Promise.all([
    readDeleting(input.operation, operations, elapsedSeconds(input)),
    Promise.all(DELETED_KINDS.map(doomed)),
    readOwnStacks(input, stacks, (stackName) => isComputeStack(name, stackName)),
    readForwarder(input, stacks, deployment.stage),
  ]);
  const nodeGroups = byKind.flatMap(({ kind, found }) => (kind === 'nodeGroup' ? found : []));
  const items = [
    ...byKind.flatMap(({ kind, found }) => deletionItems(kind, name, found, deleting)),
    ...computeStackItems(name, own, nodeGroups, deleting),
    ...forwarderBeginning(forwarder, name, deleting),
  ];
  return withLeft(await decideHeldPhase(input.operation, items, lookOf(input), operations), items);
}

/**
 * Looks at everything that runs pods: at first at all of it, later at the part that was left, and at all once more
 * when that is gone. It changes nothing, so it may run as often as it likes.
 */
export const handler = task(
  deleteTasks.observeCompute,
  { contents, deployment, operations, stacks },
  async (input, ports) => {
    const progress = await lookAt(input, ports);
    if (progress.outcome !== 'Done' || !input.left.length) return progress;
    return lookAt({ ...input, left: [] }, ports);
  },
);
