import type {
  AccessEntry,
  Addon,
  AssociatedAccessPolicy,
  Capability,
  Cluster,
  FargateProfile,
  Insight,
  Nodegroup,
  OidcIdentityProviderConfig,
  PodIdentityAssociation,
  Update,
} from '@aws-sdk/client-eks';
import type { Timer } from '../kernel/kernel.ts';
import type { KubernetesCluster } from '../kubernetes/cluster.ts';
import type { AccessView } from './access/view.ts';

/** One instance that a node group, Auto Mode or a self-managed group runs. */
export interface NodeRecord {
  readonly instanceId: string;
  readonly subnetId: string;
  /** The node's name in Kubernetes, `ip-….compute.internal`. */
  readonly name: string;
  /** The span of its start, once it is Ready. */
  readonly readySpanId: string;
  /** The Kubernetes minor of its kubelet. */
  readonly version: string;
}

export interface UpdateRecord {
  readonly update: Update;
  readonly nodegroupName?: string | undefined;
  readonly addonName?: string | undefined;
  readonly capabilityName?: string | undefined;
  /** Ends the update before its change; absent where that is not possible, or no longer. */
  cancel?: () => void;
}

export interface NodegroupMachine {
  readonly instanceTypes: readonly string[];
  readonly groupIds: readonly string[];
  readonly imageId?: string;
  readonly keyName?: string;
  /** The Kubernetes minor of its image. */
  readonly version: string;
  /** Labels that tell the image and the template. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Sizes of a managed group's Auto Scaling group that DescribeNodegroup does not show. */
interface AutoScalingSizes {
  /** A desired size that was given past EKS; absent where EKS's own is in force. */
  desiredSize?: number | undefined;
  /** Nodes by which an update has raised desired and maximum size, until it shrinks the group. */
  surge: number;
  /** Nodes that come up past EKS while an update replaces others. */
  growing: number;
  isRollingOut: boolean;
}

export interface NodegroupRecord {
  readonly description: Nodegroup;
  readonly createSpanId: string;
  /** The image and types of its instances, which a launch template hides from the description. */
  machine: NodegroupMachine;
  nodes: NodeRecord[];
  /** Instances that scaling in, or the group's deletion, has begun to drain. */
  drainingIds: ReadonlySet<string>;
  /** Instances that run and never became nodes; they go with the group. */
  strayInstanceIds: string[];
  /** Scaling runs one at a time; a newer size takes the place of one that waits. */
  scaling: Promise<void>;
  /** Its Auto Scaling group's own sizes, beside those of the description. */
  autoScaling: AutoScalingSizes;
  /** Launches have failed since then; absent while none has. */
  failing?: { readonly since: number; readonly waitMs: number; readonly retry: Timer } | undefined;
}

export interface AddonRecord {
  readonly description: Addon;
  readonly createSpanId: string;
  /** The span in which its software was put into the cluster. */
  readonly softwareSpanId?: string;
  /** Rises with each operation, so that an older one that still waits gives up. */
  generation: number;
}

export interface AccessEntryRecord {
  readonly description: AccessEntry;
  readonly policies: Map<string, AssociatedAccessPolicy>;
}

/** A group of nodes that EKS does not manage but sees: self-managed, hybrid, or Karpenter's. */
interface OtherNodes {
  readonly count: number;
  readonly spanId: string | undefined;
}

interface InsightsRefresh {
  status: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  readonly startedAt: Date;
  endedAt?: Date;
}

/** A client that calls an API that Kubernetes will stop to serve. */
export interface DeprecatedCall {
  /** The path of the API: `/apis/flowcontrol.apiserver.k8s.io/v1beta3/flowschemas`. */
  readonly usage: string;
  readonly replacedWith: string;
  readonly stopServingVersion: string;
  readonly startServingReplacementVersion: string;
  readonly userAgent: string;
  readonly requestsADay: number;
  readonly since: number;
  /** The time of its last request; absent while it goes on calling. */
  readonly until?: number;
}

/** A change of the cluster that someone may wait for. */
interface Watcher {
  readonly holds: () => boolean;
  readonly resolve: () => void;
}

/** All that EKS knows of one cluster. `description` is the answer of DescribeCluster, kept up to date. */
export interface ClusterRecord {
  readonly name: string;
  readonly arn: string;
  readonly description: Cluster;
  readonly createSpanId: string;
  /** The last upgrade in place, with the version before it; a rollback is open for seven days. */
  upgraded?: {
    readonly from: string;
    readonly at: number;
    /** AWS did it, at the end of this support. */
    readonly forcedAtEndOf?: 'standard' | 'extended';
  };
  /** A rollback that brings Auto Mode's nodes to its version, before it turns to the control plane. */
  rollback?: { readonly version: string };
  /** The time at which AWS upgrades the cluster by itself, for the version and policy that it was drawn for. */
  forced?: { readonly of: string; readonly at: number };
  readonly vpcId: string;
  /** Whether the default networking software runs without an add-on. */
  selfManagedAddons: boolean;
  /** Fields of an add-on's software that someone edited in the cluster, by add-on (a scenario's doing). */
  readonly editedFields: Map<string, readonly string[]>;
  networkInterfaceIds: string[];
  /** The one update that runs. */
  running?: UpdateRecord;
  /** The time until which EKS patches the cluster on its own account, unseen by DescribeCluster. */
  internalUpdateUntil?: number;
  readonly updates: UpdateRecord[];
  readonly nodegroups: Map<string, NodegroupRecord>;
  readonly fargateProfiles: Map<string, FargateProfile>;
  readonly addons: Map<string, AddonRecord>;
  readonly accessEntries: Map<string, AccessEntryRecord>;
  /** The creator, where they are the cluster's administrator by that alone (the config map modes). */
  readonly creatorArn?: string;
  /** Views that the cluster has of its access entries: the one that holds now, and those to come. */
  access: readonly AccessView[];
  /** The cluster's inside. */
  readonly kubernetes: KubernetesCluster;
  readonly podIdentityAssociations: Map<string, PodIdentityAssociation>;
  readonly identityProviders: Map<string, OidcIdentityProviderConfig>;
  readonly capabilities: Map<string, Capability>;
  readonly otherNodes: Map<string, OtherNodes>;
  autoNodes: NodeRecord[];
  /** Lets go of the role of Auto Mode's nodes: EKS has it in an instance profile of its own. */
  releaseNodeRole?: () => void;
  /** Names of node groups whose pods cannot be evicted (a scenario's disruption budget). */
  readonly unevictable: Set<string>;
  /** Findings by id, as they were when they were last refreshed. */
  readonly insights: Map<string, Insight>;
  /** Ids of EKS's own checks, by category, check and version; a scenario's findings are not among them. */
  readonly insightIds: Map<string, string>;
  insightsRefresh?: InsightsRefresh;
  /** The time of the last refresh, EKS's daily one or one that was asked for. */
  insightsAt?: number;
  /** Calls of deprecated APIs that the audit logs tell of (a scenario's doing). */
  readonly deprecatedCalls: DeprecatedCall[];
  /** Spans of the Fargate profiles and add-ons, by name, for the spans that require them. */
  readonly spans: Map<string, string>;
  readonly watchers: Set<Watcher>;
}
