import type { OperationRecord } from '../../domain/operation/record.ts';
import type { ContentsPort } from '../../domain/ports/contents.ts';
import type { EksPort } from '../../domain/ports/eks.ts';
import type { KubernetesPort } from '../../domain/ports/kubernetes.ts';
import type { ScalingGroupsPort } from '../../domain/ports/scaling-groups.ts';
import type { UpgradePlan } from '../../domain/upgrade/plan.ts';
import type { UpgradeStep } from '../../domain/upgrade/steps.ts';

/** The step of an upgrade whose nodes are looked at. */
export interface NodesAsked {
  readonly plan: UpgradePlan;
  readonly step: UpgradeStep;
  /** The operation as it is recorded, with its request and its report. */
  readonly operation: OperationRecord<'upgrade'>;
  /** ISO 8601: when the look began. */
  readonly at: string;
}

export interface NodesPorts {
  readonly contents: Pick<ContentsPort, 'read'>;
  readonly eks: Pick<EksPort, 'updates'>;
  readonly kubernetes: Pick<KubernetesPort, 'nodes' | 'pods' | 'disruptionBudgets'>;
  readonly scalingGroups: Pick<ScalingGroupsPort, 'find'>;
}

/** When the step began (ISO 8601): earlier failures are of another. */
export const stepBegan = ({ step, operation }: Pick<NodesAsked, 'step' | 'operation'>): string =>
  operation.report?.steps.findLast(({ key }) => key === step.key)?.beganAt ?? operation.startedAt;
