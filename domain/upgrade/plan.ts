import type { KubernetesApi } from '../ports/kubernetes.ts';
import type { Finding } from './finding.ts';
import type { Hop } from './hop.ts';
import type { UpgradeAction } from './request.ts';
import type { UpgradeStep } from './steps.ts';

/** The versions from before the first change: what a rollback goes back to. */
export interface Former {
  readonly version: string;
  readonly addons: Readonly<Record<string, string>>;
  readonly nodeGroups: Readonly<
    Record<
      string,
      { readonly version?: string; readonly releaseVersion?: string; readonly launchTemplateVersion?: string }
    >
  >;
  /** Images of groups of self-managed nodes, by their Auto Scaling group. */
  readonly autoScalingGroups?: Readonly<Record<string, string>>;
}

/**
 * A rollback as it is foreseen. `isPossible`: while the control plane soaks. `afterNodes`: once the nodes have moved;
 * `toBeTried` where EKS's own sources conflict on whether it takes them back. Reasons are in words.
 */
export interface Forecast {
  readonly isPossible: boolean;
  readonly reasons: readonly string[];
  /**
   * The same by the minor that it goes back from. `until`, ISO 8601: support of the former version ends the way back
   * then, if its days are not over before.
   */
  readonly minors?: Readonly<
    Record<string, { readonly reasons: readonly string[]; readonly until?: string }>
  >;
  readonly afterNodes?: {
    readonly is: 'possible' | 'impossible' | 'toBeTried';
    readonly reasons: readonly string[];
  };
}

/** The plan of an upgrade or of a rollback: kept with its record from before the first change, and never made anew. */
export interface UpgradePlan {
  readonly action: UpgradeAction;
  readonly from: string;
  readonly to: string;
  readonly hops: readonly Hop[];
  readonly steps: readonly UpgradeStep[];
  readonly former: Former;
  /** The findings that are waived, or no blocker; `waivedBy` is the waiver's reason. */
  readonly findings: readonly (Finding & { readonly waivedBy?: string })[];
  /** True where every alarm was OK and every probe passed when the plan was made: only then may it go back by itself. */
  readonly wasHealthy: boolean;
  /** The forecast of a way back. */
  readonly rollback: Forecast;
  /** Pods that were ready, by `Kind namespace/name` of their workload: at the end as many are, as far as wanted. */
  readonly workloads: Readonly<Record<string, number>>;
  /** The API by which nodes and pods are seen; absent where the cluster has none that can be asked. */
  readonly api?: KubernetesApi;
  /** True where the cluster sleeps: its nodes are new when it wakes. */
  readonly isAsleep: boolean;
}
