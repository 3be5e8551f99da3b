/**
 * The address of a cluster's Kubernetes API, and the proof that it is that cluster's, as DescribeCluster says: the
 * endpoint's URL, and the certificate authority in base64.
 */
export interface KubernetesApi {
  readonly clusterName: string;
  readonly endpoint: string;
  readonly certificateAuthority: string;
  /** The function in the cluster's VPC that carries requests, where it is not reached without. */
  readonly forwarder?: string;
}

/** The marks that tell who keeps an object as it is: `gitOpsOwner` reads them. */
export interface ObjectMarks {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Field managers, as the object's `managedFields` name them. */
  readonly managers: readonly string[];
}

export interface ObservedNode {
  readonly name: string;
  /** The condition `Ready` is True. */
  readonly ready: boolean;
  readonly cordoned: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The managed node group; absent on other nodes. */
  readonly nodegroupName?: string;
  /** The NodePool of Karpenter or Auto Mode; absent on other nodes. */
  readonly nodePool?: string;
  readonly zone?: string;
  readonly instanceType?: string;
  readonly instanceId?: string;
  /** As its kubelet tells it: `v1.34.2-eks-99d6cc0`; absent before it has. */
  readonly kubeletVersion?: string;
}

/** The object that makes a pod anew when it is gone. */
export interface PodOwner {
  readonly kind: string;
  readonly name: string;
}

export interface ObservedPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Its controller; absent on a pod that nobody makes anew. */
  readonly owner?: PodOwner;
  /** ISO 8601. */
  readonly createdAt: string;
  /** It has been asked to go, and has not gone yet. */
  readonly isDeleting: boolean;
  /** Absent while the pod waits for a node. */
  readonly nodeName?: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** Selectors as the API takes them: `app=web,tier!=test`, `spec.nodeName=…`. Everywhere without a namespace. */
export interface PodSelection {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface ObservedDisruptionBudget {
  readonly namespace: string;
  readonly name: string;
  readonly disruptionsAllowed: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly expectedPods: number;
  /** The pods of its namespace that it is about: empty, all of them; absent, none. */
  readonly selector?: LabelSelector;
}

/** The API's answer to an eviction. `Held`: a budget does not allow it by now. */
export type Eviction = { readonly outcome: 'Evicted' } | { readonly outcome: 'Held'; readonly why: string };

export interface ObservedNodePool extends ObjectMarks {
  readonly name: string;
  readonly resourceVersion: string;
  /** Auto Mode's own pool: it cannot be changed, only enabled and disabled by UpdateClusterConfig (EKS guide). */
  readonly isBuiltIn: boolean;
  /** Quantities by resource (`cpu: "0"`); absent where nothing limits the pool. */
  readonly limits?: Readonly<Record<string, string>>;
  /** The class that says which images its nodes have. */
  readonly nodeClass?: string;
  /** Nodes that may be disrupted at a time, and for which reasons; absent where it says nothing. */
  readonly budgets?: readonly { readonly nodes: string; readonly reasons?: readonly string[] }[];
}

/** Karpenter's EC2NodeClass, as far as it selects images. */
export interface ObservedNodeClass extends ObjectMarks {
  readonly name: string;
  readonly amiSelectorTerms: readonly {
    readonly alias?: string;
    readonly id?: string;
    readonly name?: string;
  }[];
}

/** A Deployment, StatefulSet or DaemonSet, with the images of its pods and how many of them are wanted and ready. */
export interface ObservedController extends ObjectMarks {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly namespace: string;
  readonly name: string;
  readonly images: readonly string[];
  /** Of a DaemonSet, the number of nodes that are to have one. */
  readonly wanted: number;
  readonly ready: number;
}

export interface ObservedNodeClaim {
  readonly name: string;
  readonly nodePool?: string;
  readonly nodeName?: string;
  /** Absent until an instance was started for it. */
  readonly instanceId?: string;
  /** It has been asked to go, and is waiting for its finalizer. */
  readonly isDeleting: boolean;
}

export interface ObservedDeployment extends ObjectMarks {
  readonly namespace: string;
  readonly name: string;
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly resourceVersion: string;
}

/** A thing that starts Jobs at times. */
export interface ObservedCronJob {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly isSuspended: boolean;
}

/** A HorizontalPodAutoscaler: the replicas of its target are its own to say, between its bounds. */
export interface ObservedAutoscaler {
  readonly namespace: string;
  readonly name: string;
  readonly target: { readonly kind: string; readonly name: string };
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/** As the API has it. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

export interface ObservedWebhook {
  readonly kind: 'ValidatingWebhookConfiguration' | 'MutatingWebhookConfiguration';
  readonly configuration: string;
  readonly name: string;
  /** The fate of a request while the webhook cannot be reached. */
  readonly failurePolicy: 'Fail' | 'Ignore';
  /** The service that runs the webhook, if it is inside of the cluster. */
  readonly service?: { readonly namespace: string; readonly name: string };
  /** The namespaces in which it is asked; absent, in all. */
  readonly namespaceSelector?: LabelSelector;
  /** The objects about which it is asked; absent, about all. */
  readonly objectSelector?: LabelSelector;
  readonly rules: readonly {
    readonly operations: readonly string[];
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
  }[];
}

/** One rule of RBAC, as a ClusterRole has it. */
export interface AccessRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** An action that the API may allow or not: `patch` `nodepools` in `karpenter.sh`. */
export interface AccessQuestion {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
}

/**
 * The Kubernetes API of clusters. Every method may throw `KubernetesUnreachable`, `KubernetesUnauthorized`,
 * `KubernetesForbidden`, `Throttled`, `ServiceUnavailable` or `Unexpected`. Lists are whole, in the API's order (by
 * namespace and name). An answer of undefined means that the object is not there. Reads may be repeated at will.
 */
export interface KubernetesPort {
  nodes(api: KubernetesApi): Promise<readonly ObservedNode[]>;
  pods(api: KubernetesApi, selection: PodSelection): Promise<readonly ObservedPod[]>;
  disruptionBudgets(api: KubernetesApi): Promise<readonly ObservedDisruptionBudget[]>;
  /** Undefined where the cluster knows no NodePools: neither Karpenter nor Auto Mode is installed. */
  nodePools(api: KubernetesApi): Promise<readonly ObservedNodePool[] | undefined>;
  /** Undefined where the cluster knows no EC2NodeClasses: Karpenter is not installed. */
  nodeClasses(api: KubernetesApi): Promise<readonly ObservedNodeClass[] | undefined>;
  /** Deployments, StatefulSets and DaemonSets of all namespaces. */
  controllers(api: KubernetesApi): Promise<readonly ObservedController[]>;
  /** Undefined as for `nodePools`. */
  nodeClaims(api: KubernetesApi): Promise<readonly ObservedNodeClaim[] | undefined>;
  /**
   * Sets a NodePool's limits, or takes all away (null). Throws `Conflict` where the pool is no longer at the
   * version that was read. Twice: the second finds a newer version, and ends as `Conflict`.
   */
  limitNodePool(
    api: KubernetesApi,
    change: {
      readonly name: string;
      readonly resourceVersion: string;
      readonly limits: Readonly<Record<string, string>> | null;
    },
  ): Promise<void>;
  /** Asks for a NodeClaim's end; its instance goes later. Twice, or when it is gone: nothing more happens. */
  deleteNodeClaim(api: KubernetesApi, name: string): Promise<void>;
  deployment(api: KubernetesApi, namespace: string, name: string): Promise<ObservedDeployment | undefined>;
  /**
   * Sets a Deployment's replicas. Throws `Conflict` where it is no longer at the version that was read, `NotFound`
   * where it is gone. Twice: as `limitNodePool`.
   */
  scaleDeployment(
    api: KubernetesApi,
    change: {
      readonly namespace: string;
      readonly name: string;
      readonly resourceVersion: string;
      readonly replicas: number;
    },
  ): Promise<void>;
  /**
   * Keeps new pods from a node, and annotates it. Throws `NotFound` where it is gone. Twice: the second changes nothing.
   */
  cordon(
    api: KubernetesApi,
    node: { readonly name: string; readonly annotations: Readonly<Record<string, string>> },
  ): Promise<void>;
  /**
   * Evicts a pod by the leave of its budgets. Throws `Conflict` where another pod has the name by now. Twice, or when it
   * is gone: nothing more happens.
   */
  evict(api: KubernetesApi, pod: Pick<ObservedPod, 'namespace' | 'name' | 'uid'>): Promise<Eviction>;
  webhooks(api: KubernetesApi): Promise<readonly ObservedWebhook[]>;
  /**
   * Makes a ClusterRole with exactly these rules, bound to the group under the same name; corrects one that differs.
   * Twice: the second changes nothing. `KubernetesForbidden` where the caller may not grant them.
   */
  ensureGroupRole(
    api: KubernetesApi,
    role: { readonly name: string; readonly group: string; readonly rules: readonly AccessRule[] },
  ): Promise<void>;
  /** True where the API would let the caller do this now. */
  can(api: KubernetesApi, question: AccessQuestion): Promise<boolean>;
}

/** The same with what the readiness of a failover plan asks for beside it. */
export interface StandbyKubernetesPort extends KubernetesPort {
  cronJobs(api: KubernetesApi): Promise<readonly ObservedCronJob[]>;
  autoscalers(api: KubernetesApi): Promise<readonly ObservedAutoscaler[]>;
}
