import { TaskError } from '../../domain/errors.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { requesterOf } from '../../domain/operation/requester.ts';
import type { Fact } from '../../domain/ports/facts.ts';
import { upgradeFactOf } from '../../domain/upgrade/fact.ts';
import type { UpgradePlan } from '../../domain/upgrade/plan.ts';
import type { UpgradeReport } from '../../domain/upgrade/report.ts';
import { clusterRolledBack } from '../../events/cluster/rolled-back.ts';
import { clusterUpgraded } from '../../events/cluster/upgraded.ts';
import { eventOf } from '../../events/event.ts';
import { factMembersOf } from '../operation/fact-members.ts';
import { readPlanned } from '../operation/read-operation.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { upgradeTasks } from './contracts.ts';

function factOf(record: OperationRecord<'upgrade'>, plan: UpgradePlan, report: UpgradeReport): Fact {
  const members = {
    ...factMembersOf({ ...record, requester: requesterOf(record) }),
    requestedBy: record.requestedBy,
    ...upgradeFactOf(plan, report),
  };
  if (plan.action === 'rollBack')
    return eventOf(clusterRolledBack, { ...members, reason: 'it was asked for' });
  return report.turnedBack
    ? eventOf(clusterRolledBack, { ...members, reason: report.turnedBack.reason })
    : eventOf(clusterUpgraded, members);
}

/** Tells the fleet the outcome of an upgrade or a rollback. What if this runs twice? See the contract. */
export const handler = task(
  upgradeTasks.publishUpgraded,
  { facts, operations },
  async ({ operation }, ports) => {
    const { record, plan } = await readPlanned('upgrade', operation, ports.operations);
    if (!record.report) throw new TaskError('Unexpected', `operation ${operation.id} has begun no step`);
    await ports.facts.publish(factOf(record, plan, record.report));
    return { outcome: 'Published' as const };
  },
);
