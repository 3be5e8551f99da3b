import type {
  ClusterRole,
  ClusterRoleBinding,
  CronJob,
  DaemonSet,
  Deployment,
  DisruptionBudget,
  Ec2NodeClass,
  HorizontalPodAutoscaler,
  KubeNode,
  NodeClaim,
  NodePool,
  Pod,
  Service,
  StatefulSet,
  StoredObject,
  WebhookConfiguration,
} from './objects.ts';

type Verb = 'get' | 'list' | 'create' | 'update' | 'patch' | 'delete';

/**
 * A resource as the API serves it (Kubernetes API conventions, "Resources"), and the part of it that is simulated.
 */
export interface ResourceType<T extends StoredObject = StoredObject> {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Verbs that are answered, by `plural` or `plural/subresource`; any other ends the run by name. */
  readonly verbs: readonly Verb[];
  readonly subresources?: Readonly<Record<string, readonly Verb[]>>;
  /** Served only once its CustomResourceDefinition has been installed. */
  readonly isCustom?: true;
  /** Only names the type of the objects. */
  readonly holds?: T;
}

const type = <T extends StoredObject>(of: ResourceType<T>): ResourceType<T> => of;

export const NODES = type<KubeNode>({
  group: '',
  version: 'v1',
  plural: 'nodes',
  kind: 'Node',
  namespaced: false,
  verbs: ['get', 'list', 'patch'],
});

export const PODS = type<Pod>({
  group: '',
  version: 'v1',
  plural: 'pods',
  kind: 'Pod',
  namespaced: true,
  verbs: ['get', 'list', 'delete'],
  subresources: { eviction: ['create'] },
});

/** Not answered: it only tells which pods stand behind a webhook. */
export const SERVICES = type<Service>({
  group: '',
  version: 'v1',
  plural: 'services',
  kind: 'Service',
  namespaced: true,
  verbs: [],
});

export const DEPLOYMENTS = type<Deployment>({
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  kind: 'Deployment',
  namespaced: true,
  verbs: ['get', 'list'],
  subresources: { scale: ['get', 'patch'] },
});

export const STATEFUL_SETS = type<StatefulSet>({
  group: 'apps',
  version: 'v1',
  plural: 'statefulsets',
  kind: 'StatefulSet',
  namespaced: true,
  verbs: ['get', 'list'],
});

export const DAEMON_SETS = type<DaemonSet>({
  group: 'apps',
  version: 'v1',
  plural: 'daemonsets',
  kind: 'DaemonSet',
  namespaced: true,
  verbs: ['get', 'list'],
});

export const CRON_JOBS = type<CronJob>({
  group: 'batch',
  version: 'v1',
  plural: 'cronjobs',
  kind: 'CronJob',
  namespaced: true,
  verbs: ['get', 'list'],
});

export const AUTOSCALERS = type<HorizontalPodAutoscaler>({
  group: 'autoscaling',
  version: 'v2',
  plural: 'horizontalpodautoscalers',
  kind: 'HorizontalPodAutoscaler',
  namespaced: true,
  verbs: ['get', 'list'],
});

export const DISRUPTION_BUDGETS = type<DisruptionBudget>({
  group: 'policy',
  version: 'v1',
  plural: 'poddisruptionbudgets',
  kind: 'PodDisruptionBudget',
  namespaced: true,
  verbs: ['get', 'list'],
});

export const NODE_POOLS = type<NodePool>({
  group: 'karpenter.sh',
  version: 'v1',
  plural: 'nodepools',
  kind: 'NodePool',
  namespaced: false,
  verbs: ['get', 'list', 'patch'],
  isCustom: true,
});

export const EC2_NODE_CLASSES = type<Ec2NodeClass>({
  group: 'karpenter.k8s.aws',
  version: 'v1',
  plural: 'ec2nodeclasses',
  kind: 'EC2NodeClass',
  namespaced: false,
  verbs: ['get', 'list'],
  isCustom: true,
});

export const NODE_CLAIMS = type<NodeClaim>({
  group: 'karpenter.sh',
  version: 'v1',
  plural: 'nodeclaims',
  kind: 'NodeClaim',
  namespaced: false,
  verbs: ['get', 'list', 'delete'],
  isCustom: true,
});

export const VALIDATING_WEBHOOKS = type<WebhookConfiguration>({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  plural: 'validatingwebhookconfigurations',
  kind: 'ValidatingWebhookConfiguration',
  namespaced: false,
  verbs: ['get', 'list'],
});

export const MUTATING_WEBHOOKS = type<WebhookConfiguration>({
  ...VALIDATING_WEBHOOKS,
  plural: 'mutatingwebhookconfigurations',
  kind: 'MutatingWebhookConfiguration',
});

export const CLUSTER_ROLES = type<ClusterRole>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  plural: 'clusterroles',
  kind: 'ClusterRole',
  namespaced: false,
  verbs: ['get', 'list', 'create', 'update'],
});

export const CLUSTER_ROLE_BINDINGS = type<ClusterRoleBinding>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  plural: 'clusterrolebindings',
  kind: 'ClusterRoleBinding',
  namespaced: false,
  verbs: ['get', 'list', 'create', 'update'],
});

/** A question that is answered and not kept: whether the caller may do something. */
export const SELF_ACCESS_REVIEWS = type({
  group: 'authorization.k8s.io',
  version: 'v1',
  plural: 'selfsubjectaccessreviews',
  kind: 'SelfSubjectAccessReview',
  namespaced: false,
  verbs: ['create'],
});

export const RESOURCES: readonly ResourceType[] = [
  NODES,
  PODS,
  SERVICES,
  DEPLOYMENTS,
  STATEFUL_SETS,
  DAEMON_SETS,
  CRON_JOBS,
  AUTOSCALERS,
  DISRUPTION_BUDGETS,
  NODE_POOLS,
  NODE_CLAIMS,
  EC2_NODE_CLASSES,
  VALIDATING_WEBHOOKS,
  MUTATING_WEBHOOKS,
  CLUSTER_ROLES,
  CLUSTER_ROLE_BINDINGS,
  SELF_ACCESS_REVIEWS,
];

export const apiVersionOf = ({ group, version }: ResourceType): string =>
  group === '' ? version : `${group}/${version}`;

/** `deployments.apps`, `nodes`: a resource as messages name it. */
export const qualified = ({ group, plural }: { readonly group: string; readonly plural: string }): string =>
  group === '' ? plural : `${plural}.${group}`;
