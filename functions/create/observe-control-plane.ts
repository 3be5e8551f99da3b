import { EXPECTED_DURATIONS } from '../../domain/expected-durations.ts';
import { clusterFactsOf } from '../../domain/observe/contents.ts';
import { observeControlPlane as observe } from '../../domain/observe/control-plane.ts';
import { lookOf } from '../../domain/phase-contract.ts';
import { decideHeldPhase } from '../operation/held-phase.ts';
import { account } from '../runtime/ports/account/account.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { createTasks } from './contracts.ts';
import { readTarget } from './target.ts';

/** Looks at the control plane. It changes nothing, so it may run as often as it likes. */
export const handler = task(
  createTasks.observeControlPlane,
  { account, eks, operations },
  async (input, ports) => {
    const target = await readTarget(input.operation, ports);
    const { observed, decision } = await observe(target, input.network, ports.eks);
    const isCreated = observed !== undefined && observed.status !== 'CREATING';
    const expected = isCreated ? EXPECTED_DURATIONS.controlPlaneUpdate : EXPECTED_DURATIONS.controlPlane;
    const items = [{ key: 'controlPlane', task: 'apply-control-plane', decision, expected }];
    const progress = await decideHeldPhase(input.operation, items, lookOf(input), ports.operations);
    if (progress.outcome !== 'Done') return progress;
    return { outcome: 'Done' as const, cluster: clusterFactsOf(observed, target.config.metadata.name) };
  },
);
