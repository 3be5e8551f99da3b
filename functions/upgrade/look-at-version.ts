import type { Decision } from '../../domain/decide/decision.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import type { EksPort } from '../../domain/ports/eks.ts';
import {
  decideVersion,
  decideVersionByUpdates,
  type VersionChange,
} from '../../domain/upgrade/control-plane.ts';
import { beganAt } from '../../domain/upgrade/report.ts';
import type { UpgradeStep } from '../../domain/upgrade/steps.ts';

/**
 * Looks at a control plane, and decides its next change. EKS lists updates in no order, so that each has to be asked
 * for: they are read only where something would be begun.
 */
export async function lookAtVersion(
  { cluster, report, startedAt }: OperationRecord<'upgrade'>,
  step: UpgradeStep,
  eks: Pick<EksPort, 'describeCluster' | 'updates'>,
): Promise<Decision<VersionChange>> {
  const decision = decideVersion(step, cluster.name, await eks.describeCluster(cluster.name));
  if (decision.do !== 'update') return decision;
  return decideVersionByUpdates(
    decision,
    await eks.updates(cluster.name),
    beganAt(report, step) ?? startedAt,
  );
}
