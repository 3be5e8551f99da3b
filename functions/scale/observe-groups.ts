import { lookOf } from '../../domain/phase-contract.ts';
import { decideScalingProgress } from '../../domain/scale/progress.ts';
import { nodeGroups } from '../runtime/ports/node-groups.ts';
import { sizes } from '../runtime/ports/sizes.ts';
import { task } from '../runtime/task.ts';
import { observeGroups } from './observe-groups.contract.ts';
import { readPlan } from './read-scaling.ts';

/** Looks at every group that is to change. It changes nothing, so it may run as often as it likes. */
export const handler = task(observeGroups, { nodeGroups, sizes }, async (input, ports) => {
  const { operation } = input;
  const { name } = operation.cluster;
  const plan = await readPlan(operation, ports.sizes);
  const groups = await ports.nodeGroups.groups(name, plan.targets);
  return decideScalingProgress(plan, groups, name, lookOf(input));
});
