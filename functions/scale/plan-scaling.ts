import type * as z from 'zod';
import { TaskError } from '../../domain/errors.ts';
import { decideByDocument } from '../../domain/fleet/firing.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import { elapsedSeconds, lookOf } from '../../domain/phase-contract.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import type { NodeGroupsPort } from '../../domain/ports/node-groups.ts';
import type { Records } from '../../domain/ports/records.ts';
import type { SizesStore } from '../../domain/ports/sizes.ts';
import { decideScaling } from '../../domain/scale/decide-scaling.ts';
import { asWritten } from '../../domain/scale/document.ts';
import type { ScalingPlan } from '../../domain/scale/plan.ts';
import { decideBeginning, LOOKS_FIRST } from '../../domain/scale/progress.ts';
import { controlPlaneCost } from '../../domain/scale/savings.ts';
import type { SeenForScaling } from '../../domain/scale/seen.ts';
import { deployment } from '../runtime/ports/deployment.ts';
import { eks } from '../runtime/ports/eks.ts';
import { fleets } from '../runtime/ports/fleets.ts';
import { kubernetes } from '../runtime/ports/kubernetes.ts';
import { nodeGroups } from '../runtime/ports/node-groups.ts';
import { provisionedNodes } from '../runtime/ports/provisioned-nodes.ts';
import { records } from '../runtime/ports/records.ts';
import { sizes } from '../runtime/ports/sizes.ts';
import { task } from '../runtime/task.ts';
import { type InsidePorts, lookAtProvisioning } from './look-inside.ts';
import { planScaling } from './plan-scaling.contract.ts';
import { readEndedPlan, type ScalingRecord, toScaling } from './read-scaling.ts';

type Answer = z.input<typeof planScaling.output>;

interface Ports extends InsidePorts {
  readonly deployment: { readonly stage: string };
  readonly nodeGroups: NodeGroupsPort;
  readonly sizes: SizesStore;
}

const answerOf = ({ memory, until }: ScalingPlan, beginning: typeof LOOKS_FIRST): Answer => ({
  outcome: 'Planned',
  remembers: memory?.do === 'capture' || memory?.do === 'replace',
  returns: until !== undefined,
  beginning,
});

/** Everything that a scaling is decided on; undefined where EKS has no such cluster, or it is not up. */
async function look(
  { cluster, id }: OperationRef,
  { request, startedAt }: ScalingRecord,
  { registered, access, memory, left }: Pick<Records, 'registered' | 'access' | 'memory' | 'left'>,
  at: string,
  ports: Ports,
): Promise<SeenForScaling | undefined> {
  const { name } = cluster;
  const described = await ports.eks.describeCluster(name);
  if (described?.status !== 'ACTIVE' && described?.status !== 'UPDATING') return undefined;
  const [groups, ended] = await Promise.all([
    ports.nodeGroups.groups(name),
    readEndedPlan(request, cluster, ports.sizes),
  ]);
  if (!registered) throw new TaskError('Unexpected', `the fleet has no cluster ${name} any more`);
  const { config } = registered;
  return {
    clusterName: name,
    operationId: id,
    at,
    groups: groups.map((group) => asWritten(group, config)),
    config,
    memory,
    left,
    // Where there are groups, nothing is said of them.
    hasFargateProfiles: groups.length === 0 && (await ports.nodeGroups.hasFargateProfiles(name)),
    provisioning: await lookAtProvisioning(described, access, request.action === 'hibernate', ports),
    elapsedSeconds: elapsedSeconds({ since: startedAt, at }),
    controlPlane: controlPlaneCost(described.version, at.slice(0, 10)),
    ended,
  };
}

/** A sleep that pods have held up is looked at again by what its document wants by now; soon after its firing, it was. */
const OUTLIVED_AFTER_SECONDS = 240;

/** Why a schedule's sleep that was held up is not wanted any more, or nothing. */
async function outlivedBy(
  { request, startedAt }: ScalingRecord,
  at: string,
  fleets: FleetsPort,
): Promise<string | undefined> {
  const { schedule, action } = request;
  if (!schedule || action !== 'hibernate') return undefined;
  if (elapsedSeconds({ since: startedAt, at }) < OUTLIVED_AFTER_SECONDS) return undefined;
  const { fleet, entry, scheduledAt } = schedule;
  const found = await fleets.read(fleet);
  const firing = { entry, action, scheduledAt } as const;
  const decision = decideByDocument(found?.document, firing, Date.parse(at));
  return decision.do === 'skip' ? `pods held the sleep up, and ${decision.reason}` : undefined;
}

/**
 * Looks at everything that a refusal could come from, and settles the sizes of every group, before anything is
 * changed. What if this runs twice? The first plan that was recorded stays.
 */
export const handler = task(
  planScaling,
  { deployment, eks, fleets, kubernetes, nodeGroups, provisionedNodes, records, sizes },
  async ({ operation, at }, ports): Promise<Answer> => {
    const { cluster, id } = operation;
    const read = await ports.records.read({ arn: cluster.arn, operationId: id }, [
      'operation',
      'registered',
      'access',
      'memory',
      'left',
    ]);
    const record = toScaling(read.operation, operation);
    if (record.plan) return answerOf(record.plan, LOOKS_FIRST);
    const outlived = await outlivedBy(record, at, ports.fleets);
    if (outlived !== undefined) return { outcome: 'Skipped', reason: outlived };
    const seen = await look(operation, record, read, at, ports);
    if (!seen) {
      const message = `${cluster.name} is not ACTIVE: eks-fleet get clusters ${cluster.name}`;
      return { outcome: 'Refused', problems: [{ path: 'detail.cluster', message }] };
    }
    const decided = decideScaling(record.request, seen);
    if (decided.outcome === 'Refused') return { outcome: 'Refused', problems: [...decided.problems] };
    if (decided.outcome === 'Skipped' || decided.outcome === 'Held') return decided;
    const isRecorded = await ports.sizes.recordPlan(operation, decided.plan);
    if (!isRecorded) return answerOf(decided.plan, LOOKS_FIRST);
    const now = lookOf({ operation, since: at, at });
    return answerOf(decided.plan, decideBeginning(decided.plan, seen.groups, cluster.name, now));
  },
);
