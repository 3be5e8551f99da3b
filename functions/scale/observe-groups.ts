import { lookOf } from '../../domain/phase-contract.ts';
import { decideScalingProgress } from '../../domain/scale/progress.ts';
import { eks } from '../runtime/ports/eks.ts';
import { kubernetes } from '../runtime/ports/kubernetes.ts';
import { nodeGroups } from '../runtime/ports/node-groups.ts';
import { provisionedNodes } from '../runtime/ports/provisioned-nodes.ts';
import { sizes } from '../runtime/ports/sizes.ts';
import { task } from '../runtime/task.ts';
import { lookInside } from './look-inside.ts';
import { observeGroups } from './observe-groups.contract.ts';
import { readPlan } from './read-scaling.ts';

/**
 * Looks at every group that is to change, and at what starts nodes without one. It changes nothing, so it may run as
 * often as it likes.
 */
export const handler = task(
  observeGroups,
  { eks, kubernetes, nodeGroups, provisionedNodes, sizes },
  async (input, ports) => {
    const { operation } = input;
    const { name } = operation.cluster;
    const plan = await readPlan(operation, ports.sizes);
    const groups = await ports.nodeGroups.groups(name, plan.targets);
    const inside = await lookInside(plan, groups, name, ports);
    return decideScalingProgress(plan, groups, inside, name, lookOf(input));
  },
);
