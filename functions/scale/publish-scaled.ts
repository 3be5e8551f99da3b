import { TaskError } from '../../domain/errors.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { requesterOf } from '../../domain/operation/requester.ts';
import type { Fact } from '../../domain/ports/facts.ts';
import type { ScalingReport } from '../../domain/scale/outcome/report.ts';
import { stillBilled } from '../../domain/scale/outcome/savings.ts';
import { whyOf } from '../../domain/scale/outcome/why.ts';
import type { ScalingPlan } from '../../domain/scale/plan.ts';
import { clusterHibernated } from '../../events/cluster/hibernated.ts';
import { clusterScaleIncomplete } from '../../events/cluster/scale-incomplete.ts';
import { clusterScaled } from '../../events/cluster/scaled.ts';
import { clusterWoken } from '../../events/cluster/woken.ts';
import { eventOf } from '../../events/event.ts';
import { factMembersOf } from '../operation/fact-members.ts';
import { readPlanned } from '../operation/read-operation.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { scaleTasks } from './contracts.ts';

function factOf(record: OperationRecord<'scale'>, plan: ScalingPlan, report: ScalingReport): Fact {
  const { request, requestedBy } = record;
  const members = {
    ...factMembersOf({ ...record, requester: requesterOf(record) }),
    requestedBy,
    why: whyOf(request),
    ...('schedule' in request && request.schedule ? { schedule: request.schedule } : {}),
    ...(plan.until === undefined ? {} : { until: plan.until }),
    ...report,
  };
  if (report.missing.length > 0) return eventOf(clusterScaleIncomplete, { ...members, action: plan.action });
  if (plan.action === 'hibernate')
    return eventOf(clusterHibernated, {
      ...members,
      controlPlane: { ...plan.controlPlane, says: stillBilled(plan.controlPlane) },
    });
  // The end of a sleep's `until` is a wake by another name.
  return plan.memory?.do === 'forget' ? eventOf(clusterWoken, members) : eventOf(clusterScaled, members);
}

/**
 * Tells the fleet the outcome of a scaling: the capacity that there is now, or that is missing. What if this runs
 * twice? See the contract.
 */
export const handler = task(scaleTasks.publishScaled, { facts, operations }, async ({ operation }, ports) => {
  const { record, plan } = await readPlanned('scale', operation, ports.operations);
  const { report } = record;
  if (!report) throw new TaskError('Unexpected', `operation ${operation.id} has not been settled`);
  await ports.facts.publish(factOf(record, plan, report));
  return { outcome: 'Published' as const };
});
