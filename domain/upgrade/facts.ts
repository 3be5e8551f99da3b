import type { ByName } from '../account-facts/facts.ts';
import type { InstanceTypeFacts } from '../account-facts/instance-type-facts.ts';
import type { ObservedAddon } from '../contents/addon/decide.ts';
import type { ObservedNodegroup } from '../contents/node-group/observed.ts';
import type { AlarmState } from '../ports/alarms.ts';
import type { DescribedCluster, ObservedUpdate } from '../ports/eks.ts';
import type { ObservedInsight } from '../ports/insights.ts';
import type {
  AccessQuestion,
  KubernetesApi,
  ObservedController,
  ObservedDisruptionBudget,
  ObservedNode,
  ObservedNodeClass,
  ObservedNodePool,
  ObservedPod,
  ObservedWebhook,
} from '../ports/kubernetes.ts';
import type { OwnGroup } from '../ports/own-groups.ts';
import type { AddonOffer, NamedImage, OfferedMinor } from '../ports/upgrade-offers.ts';
import type { NotReached } from '../scale/inside/inside.ts';
import type { OwnImages } from './nodes/own-groups.ts';
import type { UpgradePlan } from './plan.ts';
import type { ProbeSeen } from './probes.ts';

/** The inside of a cluster, as far as an upgrade is planned by it. */
export interface InsideForUpgrade {
  readonly nodes: readonly ObservedNode[];
  readonly pods: readonly ObservedPod[];
  readonly budgets: readonly ObservedDisruptionBudget[];
  readonly webhooks: readonly ObservedWebhook[];
  /** Deployments, StatefulSets and DaemonSets. */
  readonly controllers: readonly ObservedController[];
  /** Undefined where the cluster knows no NodePools, or no classes of them. */
  readonly nodePools: readonly ObservedNodePool[] | undefined;
  readonly nodeClasses: readonly ObservedNodeClass[] | undefined;
}

/** The last upgrade of a cluster by the fleet, which a rollback takes back. */
export interface LastUpgrade {
  readonly operationId: string;
  readonly plan: UpgradePlan;
}

/** All that an upgrade is decided on. Nothing of it is asked for twice, and it changes nothing. */
export interface UpgradeFacts {
  /** ISO 8601: when it was looked at. */
  readonly at: string;
  readonly cluster: DescribedCluster;
  readonly minors: readonly OfferedMinor[];
  /** The cluster's own updates, newest first, where they were asked for. */
  readonly updates: readonly ObservedUpdate[];
  readonly insights: readonly ObservedInsight[];
  readonly addons: readonly ObservedAddon[];
  /** By the name of an add-on, newest first. */
  readonly addonOffers: ByName<readonly AddonOffer[]>;
  /** JSON schemas of configurations, by `<add-on>@<version>`. */
  readonly schemas: ByName<string>;
  readonly nodeGroups: readonly ObservedNodegroup[];
  readonly fargateProfiles: readonly string[];
  /** Groups of self-managed nodes, and the newest images for them by group and minor. */
  readonly ownGroups: readonly OwnGroup[];
  readonly ownImages: OwnImages;
  /** Values of AWS's public parameters of images. */
  readonly parameters: ByName<string>;
  /** Images that the request gives. */
  readonly images: ByName<NamedImage>;
  readonly instanceTypes: ByName<Pick<InstanceTypeFacts, 'architectures' | 'vcpus'>>;
  /** By subnet. */
  readonly freeAddresses: ByName<number>;
  readonly vcpus: { readonly allowed?: number; readonly running: number };
  readonly alarms: readonly AlarmState[];
  /** Every probe that the request names, asked once. */
  readonly probes: readonly ProbeSeen[];
  readonly inside: InsideForUpgrade | NotReached;
  /** Everything that an upgrade may need inside, and that the cluster does not allow the fleet. */
  readonly denied: readonly AccessQuestion[];
  readonly api?: KubernetesApi;
  readonly isAsleep: boolean;
  readonly last?: LastUpgrade;
}
