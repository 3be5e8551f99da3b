import {
  capabilityItems,
  computeStackItems,
  fargateProfileItems,
  nodeGroupItems,
} from '../../domain/decide/compute-deletion.ts';
import { decidePhase } from '../../domain/phase.ts';
import { elapsedSeconds } from '../../domain/phase-contract.ts';
import { parts } from '../runtime/ports/cluster-parts.ts';
import { operations } from '../runtime/ports/operations.ts';
import { stacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { observeCompute } from './observe-compute.contract.ts';
import { readDeleting } from './read-deleting.ts';

/** Looks at everything that runs pods. It changes nothing, so it may run as often as it likes. */
export const handler = task(observeCompute, { operations, parts, stacks }, async (input, ports) => {
  const { name } = input.operation.cluster;
  const [deleting, nodeGroups, profiles, capabilities, own] = await Promise.all([
    readDeleting(input.operation, ports.operations, elapsedSeconds(input)),
    ports.parts.nodeGroups(name),
    ports.parts.fargateProfiles(name),
    ports.parts.capabilities(name),
    ports.stacks.ofCluster(name),
  ]);
  const items = [
    ...nodeGroupItems(name, nodeGroups, deleting),
    ...fargateProfileItems(name, profiles, deleting),
    ...capabilityItems(name, capabilities, deleting),
    ...computeStackItems(name, own, deleting),
  ];
  return decidePhase(items, deleting.elapsedSeconds);
});
