import type * as z from 'zod';
import type { ObservedAddon } from '../../domain/contents/addon/decide.ts';
import type { ObservedNodegroup } from '../../domain/contents/node-group/observed.ts';
import { TaskError } from '../../domain/errors.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { elapsedSeconds } from '../../domain/phase-contract.ts';
import type { ContentsPort } from '../../domain/ports/contents.ts';
import type { EksPort } from '../../domain/ports/eks.ts';
import type { KubernetesApi, KubernetesPort } from '../../domain/ports/kubernetes.ts';
import type { Health, Watched } from '../../domain/upgrade/health.ts';
import { hasFargateLeft, nodesLeftOf } from '../../domain/upgrade/left-behind.ts';
import type { UpgradePlan } from '../../domain/upgrade/plan.ts';
import { isBack, type UpgradeStep } from '../../domain/upgrade/steps.ts';
import { type Inside, missingAtRest, missingOfEks, movedBy } from '../../domain/upgrade/verify.ts';
import { listsFor } from '../../domain/upgrade/workloads.ts';
import type { upgradeTasks } from './contracts.ts';
import { type HealthPorts, healthOf } from './quiet.ts';

type Answer = z.input<typeof upgradeTasks.observeStep.output>;

export interface VerifyPorts extends HealthPorts {
  readonly contents: Pick<ContentsPort, 'read'>;
  readonly eks: Pick<EksPort, 'describeCluster'>;
  readonly kubernetes: Pick<KubernetesPort, 'controllers' | 'nodes' | 'pods'>;
}

interface Verified {
  readonly record: OperationRecord<'upgrade'>;
  readonly plan: UpgradePlan;
  readonly step: UpgradeStep;
  readonly watched: Watched;
}

/** The time that pods, alarms and probes have to come to rest. */
const PATIENCE_SECONDS = 15 * 60;
const LOOK_SECONDS = 30;

/** Errors of an API that does not answer: it has time to, as all else has. */
const NO_ANSWER = /^(Kubernetes(Unreachable|Unauthorized|Forbidden)|ServiceUnavailable|Throttled)$/;

/** The inside, as far as something of the plan is counted there: of large clusters, pods are the longest list. */
async function insideOf(
  api: KubernetesApi,
  { workloads }: UpgradePlan,
  kubernetes: VerifyPorts['kubernetes'],
): Promise<Inside> {
  const lists = listsFor(workloads);
  try {
    const [nodes, controllers, pods] = await Promise.all([
      kubernetes.nodes(api),
      lists.controllers ? kubernetes.controllers(api) : [],
      lists.pods ? kubernetes.pods(api, {}) : [],
    ]);
    return { nodes, controllers, pods };
  } catch (error) {
    if (error instanceof TaskError && NO_ANSWER.test(error.name)) return { why: error.message };
    throw error;
  }
}

/** An alarm or a probe is why an upgrade has gone back by itself, and may go on for as long as it likes. */
const asksHealth = ({ plan, step }: Verified): boolean => !isBack(step) || plan.action === 'rollBack';

async function atRest(of: Verified, ports: VerifyPorts) {
  const { record, plan, watched } = of;
  const quiet: Health = { is: 'quiet' };
  const inside = plan.api && !plan.isAsleep ? await insideOf(plan.api, plan, ports.kubernetes) : undefined;
  const health = asksHealth(of) ? await healthOf(record, watched, ports) : quiet;
  return { inside, missing: missingAtRest(plan, { inside, health }) };
}

/** Everything that EKS shows, looked at once the rest is there, or its time is up: each look would ask for all of it else. */
async function ofEks({ record, plan, step }: Verified, inside: Inside | undefined, ports: VerifyPorts) {
  const { name } = record.cluster;
  const moved = movedBy(plan, record.report, step);
  const cluster = moved.controlPlane ? await ports.eks.describeCluster(name) : undefined;
  const addons = new Map<string, ObservedAddon | undefined>();
  for (const pin of moved.addons) addons.set(pin.name, await ports.contents.read('addon', name, pin.name));
  const groups = new Map<string, ObservedNodegroup | undefined>();
  for (const pin of moved.nodeGroups)
    groups.set(pin.name, await ports.contents.read('nodeGroup', name, pin.name));
  return missingOfEks(plan, step, moved, { cluster, addons, nodeGroups: groups, inside });
}

/** The nodes that are left where they were, now that all else is at its end. */
async function leftOf({ plan, step }: Verified, inside: Inside | undefined, { kubernetes }: VerifyPorts) {
  if (!plan.api || !inside || 'why' in inside) return [];
  const { nodes } = inside;
  const fieldSelector = 'spec.schedulerName=fargate-scheduler';
  const pods = hasFargateLeft(nodes, step) ? await kubernetes.pods(plan.api, { fieldSelector }) : [];
  return nodesLeftOf(plan, step, nodes, pods);
}

/** Looks whether all that a minor has moved is as it is to be, and waits for it as long as it may come by itself. */
export async function verifyStep(of: Verified, ports: VerifyPorts): Promise<Answer> {
  const isOver = elapsedSeconds(of.watched) > PATIENCE_SECONDS;
  const { inside, missing: unsettled } = await atRest(of, ports);
  const ofCluster = unsettled.length === 0 || isOver ? await ofEks(of, inside, ports) : [];
  const missing = [...ofCluster, ...unsettled];
  if (missing.length === 0) return { outcome: 'Done', nodesLeft: [...(await leftOf(of, inside, ports))] };
  if (isOver) return { outcome: 'Failed', failures: missing };
  return { outcome: 'Waiting', waitSeconds: LOOK_SECONDS, start: [], ready: [] };
}
