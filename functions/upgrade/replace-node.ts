import type * as z from 'zod';
import { TaskError } from '../../domain/errors.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { AlarmsPort } from '../../domain/ports/alarms.ts';
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
import { applyDecision } from '../runtime/change.ts';
import { alarms } from '../runtime/ports/cluster/alarms.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { launchTemplates } from '../runtime/ports/cluster/launch-templates.ts';
import { scalingGroups } from '../runtime/ports/cluster/scaling-groups.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { upgradeTasks } from './contracts.ts';
import { whileQuiet } from './quiet.ts';
import { movingGroups, seeScalingGroup } from './see-scaling-group.ts';

type Input = z.output<typeof upgradeTasks.replaceNode.input>;
interface ChangePorts {
  readonly kubernetes: Pick<KubernetesPort, 'nodes' | 'pods' | 'disruptionBudgets' | 'cordon' | 'evict'>;
  readonly launchTemplates: LaunchTemplatesPort;
  readonly scalingGroups: ScalingGroupsPort;
}
type Ports = ChangePorts & { readonly alarms: AlarmsPort; readonly operations: OperationStore };

async function replace(change: NodeReplacement, token: string, api: KubernetesApi, ports: ChangePorts) {
  switch (change.operation) {
    case 'ChangeImage': {
      const { group, image, like, from } = change.request;
      const version =
        (await ports.launchTemplates.versionWith(image, like, from)) ??
        (await ports.launchTemplates.addVersion(image, like, token));
      return ports.scalingGroups.useTemplate(group, { id: like.id, version });
    }
    case 'Cordon':
      return ports.kubernetes.cordon(api, change.request);
    case 'Resize':
      return ports.scalingGroups.resize(change.request.group, change.request);
    case 'Evict':
      // A pod that its budget holds by now is asked for again with the next look.
      for (const pod of change.request.pods) await ports.kubernetes.evict(api, pod);
      return;
    case 'EndInstance':
      return ports.scalingGroups.end(change.request.instanceId, change.request);
  }
}

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
  const apply = () =>
    applyDecision({
      operation,
      key,
      decision: item.decision,
      operations: ports.operations,
      create: () => Promise.reject(new TaskError('Unexpected', 'an upgrade creates no group')),
      update: (change, token) => replace(change as NodeReplacement, token, api, ports),
    });
  return whileQuiet(record, input, ports.alarms, apply);
}

/**
 * Makes the next change on the way of a self-managed node to its end: another is started, it is drained, and its instance
 * ended. What if this runs twice? Where it stands is read from the group, the node's mark and its pods: a change that has
 * been made is not made again.
 */
export const handler = task(
  upgradeTasks.replaceNode,
  { alarms, kubernetes, launchTemplates, operations, scalingGroups },
  replaceNode,
);
