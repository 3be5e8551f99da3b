import type * as z from 'zod';
import { TaskError } from '../../domain/errors.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { KubernetesPort } from '../../domain/ports/kubernetes.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { type FargateEviction, fargatePodItems } from '../../domain/upgrade/nodes/fargate.ts';
import { readPlanned } from '../operation/read-operation.ts';
import { change } from '../runtime/change.ts';
import { alarms } from '../runtime/ports/cluster/alarms.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { probes } from '../runtime/ports/cluster/probes.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { upgradeTasks } from './contracts.ts';
import { type HealthPorts, whileQuiet } from './quiet.ts';
import { seeFargate } from './see-fargate.ts';

type Input = z.output<typeof upgradeTasks.evictPod.input>;
interface Ports extends HealthPorts {
  readonly kubernetes: Pick<KubernetesPort, 'nodes' | 'pods' | 'disruptionBudgets' | 'evict'>;
  readonly operations: OperationStore;
}

export async function evictPod(input: Input, ports: Ports): Promise<Applied> {
  const { operation, key, step, at } = input;
  const { record, plan } = await readPlanned('upgrade', operation, ports.operations);
  const { api } = plan;
  if (!api) throw new TaskError('InvalidInput', `the plan has no API by which ${key} could be evicted`);
  const seen = await seeFargate({ plan, step, operation: record, at }, api, ports.kubernetes);
  const item = fargatePodItems(seen, step.to).find((one) => one.key === key);
  if (item?.decision.do !== 'update') return { outcome: 'Unchanged' };
  const { change: eviction, summary } = item.decision;
  const { request: pod } = eviction as FargateEviction;
  return whileQuiet(record, input, ports, async () => {
    const answer = await change(operation, ports.operations, () => ports.kubernetes.evict(api, pod));
    return answer.outcome === 'Held' ? { outcome: 'Unchanged' } : { outcome: 'Applied', change: summary };
  });
}

/**
 * Evicts one pod from Fargate, so that another comes in its place on the control plane's version. What if this runs twice?
 * The pod that was seen is named by its uid: one that has come since is left alone. A budget that holds it by now is asked
 * again with the next look.
 */
export const handler = task(upgradeTasks.evictPod, { alarms, kubernetes, operations, probes }, evictPod);
