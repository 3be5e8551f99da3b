import type { Decision } from '../../domain/decide/decision.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import type { ContentsPort } from '../../domain/ports/contents.ts';
import type { EksPort } from '../../domain/ports/eks.ts';
import {
  type AddonVersionChange,
  decideAddonVersion,
  mayBeDegraded,
  type PinnedAddon,
} from '../../domain/upgrade/addons.ts';
import type { UpgradePlan } from '../../domain/upgrade/plan.ts';
import { beganAt } from '../../domain/upgrade/report.ts';
import type { UpgradeStep } from '../../domain/upgrade/steps.ts';

export interface AddonPorts {
  readonly contents: Pick<ContentsPort, 'read'>;
  readonly eks: Pick<EksPort, 'updates'>;
}

/** A look at an add-on, and for how long its step has been looked at, pauses not counted. */
export interface AddonLook {
  readonly record: OperationRecord<'upgrade'>;
  readonly plan: UpgradePlan;
  readonly step: UpgradeStep;
  readonly elapsedSeconds: number;
}

/** Looks at an add-on, and decides its next change. Its updates are read only where one has failed. */
export async function lookAtAddon(
  pin: PinnedAddon,
  { record, plan, step, elapsedSeconds }: AddonLook,
  ports: AddonPorts,
): Promise<Decision<AddonVersionChange>> {
  const { name: clusterName } = record.cluster;
  const since = beganAt(record.report, step) ?? record.startedAt;
  const observed = await ports.contents.read('addon', clusterName, pin.name);
  const updates =
    observed?.status === 'UPDATE_FAILED' ? await ports.eks.updates(clusterName, { addonName: pin.name }) : [];
  const newest = updates.find(({ createdAt }) => Date.parse(createdAt) >= Date.parse(since));
  return decideAddonVersion(step, pin, observed, {
    clusterName,
    elapsedSeconds,
    mayBeDegraded: mayBeDegraded(plan, pin),
    failed: newest?.status === 'Failed' ? newest : undefined,
  });
}
