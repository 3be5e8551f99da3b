import type * as z from 'zod';
import { decideByDocument } from '../../domain/firings/by-document.ts';
import { pausedBy } from '../../domain/operation/pause.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { elapsedSeconds, lookOf } from '../../domain/phase-contract.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import { decideScaling } from '../../domain/scale/decide-scaling.ts';
import { lookForScaling, notUp } from '../../domain/scale/look.ts';
import { keptWithPlan } from '../../domain/scale/memory/kept.ts';
import { decideBeginning, LOOKS_FIRST } from '../../domain/scale/outcome/progress.ts';
import type { ScalingPlan } from '../../domain/scale/plan.ts';
import { operationsBeneath } from '../../domain/scale/until/restore-points.ts';
import { recordOf } from '../operation/read-operation.ts';
import { requireLease } from '../runtime/change.ts';
import { deployment } from '../runtime/ports/account/deployment.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { nodeGroups } from '../runtime/ports/cluster/node-groups.ts';
import { provisionedNodes } from '../runtime/ports/cluster/provisioned-nodes.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { scaleTasks } from './contracts.ts';
import { lookAtProvisioning } from './look-inside.ts';
import { readEndedPlan, readPlans } from './read-plans.ts';

type Answer = z.input<typeof scaleTasks.planScaling.output>;

const answerOf = ({ until }: ScalingPlan, beginning: typeof LOOKS_FIRST): Answer => ({
  outcome: 'Planned',
  returns: until !== undefined,
  beginning,
});

const GOES_BY = ['lease', 'pause', 'operation', 'registered', 'access', 'memory', 'left'] as const;

/** Executions of an earlier release look at a pause again after so long; others wait for its end. */
const PAUSED_SECONDS = 240;
/** A firing that was held up for so long is held against its document again; sooner, it was just held against it. */
const OUTLIVED_AFTER_SECONDS = 240;

/** The reason why a firing that was held up is not wanted any more, or undefined. */
async function outlivedBy(
  { request, startedAt }: OperationRecord<'scale'>,
  at: string,
  fleets: FleetsPort,
): Promise<string | undefined> {
  const { schedule, action } = request;
  if (!schedule || action === 'return') return undefined;
  if (elapsedSeconds({ since: startedAt, at }) < OUTLIVED_AFTER_SECONDS) return undefined;
  const { fleet, entry, scheduledAt } = schedule;
  const found = await fleets.read(fleet);
  const firing = { entry, action, scheduledAt } as const;
  const decision = decideByDocument(found?.document, firing, Date.parse(at));
  return decision.do === 'skip' ? `it was held up, and ${decision.reason}` : undefined;
}

/**
 * Looks at everything that a refusal could come from, settles the sizes of every group, and remembers the sizes that
 * a cluster wakes to, before anything is changed. What if this runs twice? The first plan that was recorded stays,
 * and with it the memory: the sizes that a second run could see may be those of a sleeping cluster.
 */
export const handler = task(
  scaleTasks.planScaling,
  { deployment, eks, fleets, kubernetes, nodeGroups, operations, provisionedNodes, records },
  async ({ operation, at, since }, ports): Promise<Answer> => {
    const { cluster, id } = operation;
    const read = await ports.records.read({ arn: cluster.arn, operationId: id }, GOES_BY);
    const record = recordOf('scale', read.operation, operation);
    if (record.plan) return answerOf(record.plan, LOOKS_FIRST);
    requireLease(operation, read.lease);
    // A plan is of now: one from before a pause may not be wanted after it, and may not restore the sizes that are
    // there then.
    if (read.pause) {
      const reason = `${pausedBy(cluster.name, read.pause)}; \`eks-fleet get pauses\` says how each is lifted`;
      return { outcome: 'Held', waitSeconds: PAUSED_SECONDS, isPaused: true, reason };
    }
    const outlived = await outlivedBy(record, at, ports.fleets);
    if (outlived !== undefined) return { outcome: 'Skipped', reason: outlived };
    const { request, startedAt } = record;
    const about = { clusterName: cluster.name, operationId: id, at };
    const seen = await lookForScaling(
      { ...about, elapsedSeconds: elapsedSeconds({ since: since ?? startedAt, at }) },
      read,
      {
        ...ports,
        provisioning: (described) =>
          lookAtProvisioning(described, read.access, request.action === 'hibernate', ports),
        ended: () => readEndedPlan(request, cluster, ports.operations),
        last: (found) => readPlans(operationsBeneath(request, found), cluster, ports.operations),
      },
    );
    if (!seen) return { outcome: 'Refused', problems: [notUp(cluster.name)] };
    const decided = decideScaling(request, seen);
    if (decided.outcome === 'Refused') return { outcome: 'Refused', problems: [...decided.problems] };
    if (decided.outcome === 'Skipped') return decided;
    if (decided.outcome === 'Held') return { ...decided, isPaused: false };
    const isRecorded = await ports.operations.recordPlan('scale', operation, decided.plan, {
      kept: keptWithPlan(decided.plan),
      neededUntil: decided.plan.until,
    });
    if (!isRecorded) return answerOf(decided.plan, LOOKS_FIRST);
    const now = lookOf({ operation, since: at, at });
    return answerOf(decided.plan, decideBeginning(decided.plan, seen.groups, cluster.name, now));
  },
);
