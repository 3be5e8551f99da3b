import type { OperationRecord } from '../../operation/record.ts';
import type { NodeGroupPin } from '../hop.ts';
import type { UpgradePlan } from '../plan.ts';
import { isBack, type UpgradeStep } from '../steps.ts';
import type { Upgrading } from './node-group.ts';

/** Findings that a person may have taken upon himself, after which a group that is not in order is tried all the same. */
const OF_ORDER = ['node-group-degraded', 'node-group-issues'];

/** The circumstances of one group's change, by the plan and what was consented to. */
export const upgradingOf = (
  { name }: NodeGroupPin,
  {
    plan,
    step,
    operation: { cluster, request },
  }: {
    readonly plan: UpgradePlan;
    readonly step: UpgradeStep;
    readonly operation: Pick<OperationRecord<'upgrade'>, 'cluster' | 'request'>;
  },
): Upgrading => ({
  clusterName: cluster.name,
  isBack: isBack(step),
  force: request.consents.includes('evictDespiteBudgets'),
  isWaived: plan.findings.some(
    ({ id, subject, waivedBy }) => waivedBy !== undefined && subject === name && OF_ORDER.includes(id),
  ),
});
