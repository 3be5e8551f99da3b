import type * as z from 'zod';
import type { Decision } from '../../domain/decide/decision.ts';
import { TaskError } from '../../domain/errors.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { KubernetesApi, KubernetesPort } from '../../domain/ports/kubernetes.ts';
import type { LaunchTemplatesPort } from '../../domain/ports/launch-templates.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { ScalingGroupsPort } from '../../domain/ports/scaling-groups.ts';
import {
  type MovingGroup,
  type NodeReplacement,
  scalingGroupItems,
  scalingGroupKey,
} from '../../domain/upgrade/nodes/self-managed.ts';
import { readPlanned } from '../operation/read-operation.ts';
import { applyDecision, change } from '../runtime/change.ts';
import { alarms } from '../runtime/ports/cluster/alarms.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { launchTemplates } from '../runtime/ports/cluster/launch-templates.ts';
import { probes } from '../runtime/ports/cluster/probes.ts';
import { scalingGroups } from '../runtime/ports/cluster/scaling-groups.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { upgradeTasks } from './contracts.ts';
import { type HealthPorts, whileQuiet } from './quiet.ts';
import { movingGroups, seeScalingGroup } from './see-scaling-group.ts';
import { versionFor } from './version-for.ts';

type Input = z.output<typeof upgradeTasks.replaceNode.input>;
interface ChangePorts {
  readonly kubernetes: Pick<KubernetesPort, 'nodes' | 'pods' | 'disruptionBudgets' | 'cordon' | 'evict'>;
  readonly launchTemplates: LaunchTemplatesPort;
  readonly scalingGroups: ScalingGroupsPort;
}
type Ports = ChangePorts & HealthPorts & { readonly operations: OperationStore };

/** The means of a change; `version` is of the launch template, where it is about one. */
interface With {
  readonly api: KubernetesApi;
  readonly version: string;
}

async function replace(
  made: Exclude<NodeReplacement, { operation: 'Evict' }>,
  { api, version }: With,
  ports: ChangePorts,
): Promise<void> {
  switch (made.operation) {
    case 'ChangeImage': {
      const { group, like } = made.request;
      return ports.scalingGroups.useTemplate(group, { id: like.id, version });
    }
    case 'Cordon':
      return ports.kubernetes.cordon(api, made.request);
    case 'Resize':
      return ports.scalingGroups.resize(made.request.group, made.request);
    case 'EndInstance':
      return ports.scalingGroups.end(made.request.instanceId, made.request);
  }
}

type Pods = Extract<NodeReplacement, { operation: 'Evict' }>['request']['pods'];
const evictedBy = (decision: Decision): Pods => {
  const change = decision.do === 'update' ? (decision.change as NodeReplacement) : undefined;
  return change?.operation === 'Evict' ? change.request.pods : [];
};

/** The group that a key is of, or of whose node; names of groups may have slashes. */
function groupOf(key: string, groups: readonly MovingGroup[]): MovingGroup | undefined {
  const own = groups.find(({ name }) => key === scalingGroupKey(name));
  const byLength = [...groups].sort((one, other) => other.name.length - one.name.length);
  return own ?? byLength.find(({ name }) => key.startsWith(scalingGroupKey(name, '')));
}

export async function replaceNode(input: Input, ports: Ports): Promise<Applied> {
  const { operation, key, step, at } = input;
  const { record, plan } = await readPlanned('upgrade', operation, ports.operations);
  const pin = groupOf(key, movingGroups({ plan, step }));
  const { api } = plan;
  if (!pin || !api) throw new TaskError('InvalidInput', `the plan replaces no node ${key}`);
  const seen = await seeScalingGroup(pin, { plan, at }, ports);
  const item = scalingGroupItems(pin, seen).find((one) => one.key === key);
  if (!item) return { outcome: 'Unchanged' };
  const { decision } = item;
  const pods = evictedBy(decision);
  return whileQuiet(record, input, ports, async () => {
    // A pod that its budget holds by now is asked for again with the next look.
    for (const pod of pods) await change(operation, ports.operations, () => ports.kubernetes.evict(api, pod));
    if (pods.length > 0) return { outcome: 'Applied', change: `evict ${pods.length} pods of ${key}` };
    const version = await versionFor(decision, input, ports);
    return applyDecision({
      operation,
      key,
      decision,
      operations: ports.operations,
      create: () => Promise.reject(new TaskError('Unexpected', 'an upgrade creates no group')),
      update: (made) =>
        replace(made as Exclude<NodeReplacement, { operation: 'Evict' }>, { api, version }, ports),
    });
  });
}

/**
 * Makes the next change on the way of a self-managed node to its end: another is started, it is drained, and its instance
 * ended. What if this runs twice? Where it stands is read from the group, the node's mark and its pods: a change that has
 * been made is not made again.
 */
export const handler = task(
  upgradeTasks.replaceNode,
  { alarms, kubernetes, launchTemplates, operations, probes, scalingGroups },
  replaceNode,
);
