import type {
  NodeSpec,
  NodeStatus,
  NodeSystemInfo,
  PodSpec,
  PodStatus,
  ServiceSpec,
} from 'kubernetes-types/core/v1.js';
import type { OwnerReference } from 'kubernetes-types/meta/v1.js';
import type { PodDisruptionBudgetSpec, PodDisruptionBudgetStatus } from 'kubernetes-types/policy/v1.js';
import type { PolicyRule, RoleRef, Subject } from 'kubernetes-types/rbac/v1.js';

type Strings = Record<string, string>;

/**
 * The last writer of an object's fields (Kubernetes, "Server-Side Apply", field management); which fields is not
 * kept.
 */
export interface ManagedFields {
  manager: string;
  operation: 'Update' | 'Apply';
  apiVersion: string;
  time: string;
  subresource?: string;
}

export interface Metadata {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  generation: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  labels?: Strings;
  annotations?: Strings;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: ManagedFields[];
}

/** An object as the store holds it; a change makes a new one. */
export interface StoredObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
}

/** An object to be made: the server adds the rest of the metadata. */
export type Draft<T extends StoredObject> = Omit<T, 'apiVersion' | 'kind' | 'metadata'> & {
  readonly metadata: Partial<Metadata> & { readonly name: string };
};

/** A kubelet's own account of its node, as far as callers read it. */
export type NodeInfo = Pick<
  NodeSystemInfo,
  'kubeletVersion' | 'operatingSystem' | 'architecture' | 'osImage'
>;

export type KubeNode = StoredObject & {
  spec: NodeSpec;
  status: Omit<NodeStatus, 'nodeInfo'> & { nodeInfo?: NodeInfo };
};
export type Pod = StoredObject & { spec: PodSpec; status: PodStatus };
export type Service = StoredObject & { spec: ServiceSpec };

export interface PodTemplate {
  metadata?: { labels?: Strings; annotations?: Strings };
  spec?: Partial<PodSpec>;
}

export type HorizontalPodAutoscaler = StoredObject & {
  spec: {
    scaleTargetRef: { readonly kind: string; readonly name: string };
    minReplicas?: number;
    maxReplicas: number;
  };
};

/** Kept and read alone: the Jobs that it would make are nobody's to read. */
export type CronJob = StoredObject & { spec: { schedule: string; suspend?: boolean } };

export type Deployment = StoredObject & {
  spec: { replicas: number; selector: { matchLabels: Strings }; template: PodTemplate };
  status: {
    observedGeneration?: number;
    replicas?: number;
    updatedReplicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
  };
};

export type StatefulSet = StoredObject & {
  spec: {
    replicas: number;
    podManagementPolicy?: 'OrderedReady' | 'Parallel';
    selector: { matchLabels: Strings };
    template: PodTemplate;
  };
  status: { observedGeneration?: number; replicas?: number; readyReplicas?: number };
};

/** A DaemonSet; its pods are not objects here: they come and go with their nodes, and no drain moves them. */
export type DaemonSet = StoredObject & {
  spec: { selector: { matchLabels: Strings }; template: PodTemplate };
  status: { desiredNumberScheduled?: number; numberReady?: number; numberAvailable?: number };
};

export type DisruptionBudget = StoredObject & {
  spec: PodDisruptionBudgetSpec;
  status: PodDisruptionBudgetStatus;
};

/** Karpenter's NodePool, karpenter.sh/v1. Of its template, only the members that place pods are modelled. */
export type NodePool = StoredObject & {
  spec: {
    limits?: Strings;
    weight?: number;
    template?: {
      metadata?: { labels?: Strings };
      spec?: { taints?: NonNullable<NodeSpec['taints']>; nodeClassRef?: { name?: string } };
    };
    disruption?: {
      budgets?: { nodes: string; reasons?: string[]; schedule?: string; duration?: string }[];
    };
  };
  status: { resources?: Strings };
};

/** Karpenter's EC2NodeClass, karpenter.k8s.aws/v1, as far as it selects images. */
export type Ec2NodeClass = StoredObject & {
  spec: { amiSelectorTerms?: { alias?: string; id?: string; name?: string }[] };
};

/** Karpenter's NodeClaim, karpenter.sh/v1. */
export type NodeClaim = StoredObject & {
  spec: { taints?: NonNullable<NodeSpec['taints']> };
  status: { nodeName?: string; providerID?: string; capacity?: Strings };
};

interface Webhook {
  name: string;
  failurePolicy?: 'Fail' | 'Ignore';
  timeoutSeconds?: number;
  clientConfig: { service?: { namespace: string; name: string; path?: string; port?: number }; url?: string };
  rules?: {
    operations?: string[];
    apiGroups?: string[];
    apiVersions?: string[];
    resources?: string[];
    scope?: string;
  }[];
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
}

export interface LabelSelector {
  matchLabels?: Strings;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

export type WebhookConfiguration = StoredObject & { webhooks: Webhook[] };

export type ClusterRole = StoredObject & { rules: PolicyRule[] };
export type ClusterRoleBinding = StoredObject & { roleRef: RoleRef; subjects: Subject[] };
