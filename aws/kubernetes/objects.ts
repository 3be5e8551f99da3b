import type { RuleWithOperations, ValidatingWebhook } from 'kubernetes-types/admissionregistration/v1.js';
import type { DaemonSet, Deployment, StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { Node, Pod } from 'kubernetes-types/core/v1.js';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.js';
import type {
  LabelSelector,
  ObjectMarks,
  ObservedController,
  ObservedDeployment,
  ObservedDisruptionBudget,
  ObservedNode,
  ObservedNodeClaim,
  ObservedNodeClass,
  ObservedNodePool,
  ObservedPod,
  ObservedWebhook,
  PodOwner,
} from '../../domain/ports/kubernetes.ts';

/** Karpenter's kinds (karpenter.sh/v1), as far as they are read; no package types them. */
export interface NodePool {
  readonly metadata: ObjectMeta;
  readonly spec?: {
    readonly limits?: Readonly<Record<string, string | number>>;
    readonly template?: { readonly spec?: { readonly nodeClassRef?: { readonly name?: string } } };
    readonly disruption?: {
      readonly budgets?: readonly {
        readonly nodes?: string | number;
        readonly reasons?: readonly string[];
      }[];
    };
  };
}
export interface NodeClass {
  readonly metadata: ObjectMeta;
  readonly spec?: { readonly amiSelectorTerms?: ObservedNodeClass['amiSelectorTerms'] };
}
export interface NodeClaim {
  readonly metadata: ObjectMeta;
  readonly status?: { readonly nodeName?: string; readonly providerID?: string };
}

/** Either kind; the package leaves a rule's resources out. */
export interface WebhookConfiguration {
  readonly metadata: ObjectMeta;
  readonly webhooks?: readonly (Omit<ValidatingWebhook, 'rules'> & {
    readonly rules?: readonly (RuleWithOperations & { readonly resources?: readonly string[] })[];
  })[];
}

const POOL_LABEL = 'karpenter.sh/nodepool';

const marksOf = ({ labels = {}, annotations = {}, managedFields = [] }: ObjectMeta = {}): ObjectMarks => ({
  labels,
  annotations,
  managers: managedFields.flatMap(({ manager }) => manager ?? []),
});

const isTrue = (
  conditions: readonly { readonly type: string; readonly status: string }[] | undefined,
  wanted: string,
): boolean => conditions?.some(({ type, status }) => type === wanted && status === 'True') ?? false;

/** `aws:///eu-west-1a/i-0abc` */
const instanceIn = (providerID: string | undefined): string | undefined => providerID?.split('/').at(-1);

const given = <Name extends string, T>(name: Name, value: T | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { readonly [Member in Name]?: T };

export function toNode({ metadata = {}, spec, status }: Node): ObservedNode {
  const { name = '', labels = {}, annotations = {} } = metadata;
  return {
    name,
    ready: isTrue(status?.conditions, 'Ready'),
    cordoned: spec?.unschedulable === true,
    labels,
    annotations,
    ...given('nodegroupName', labels['eks.amazonaws.com/nodegroup']),
    ...given('nodePool', labels[POOL_LABEL]),
    ...given('zone', labels['topology.kubernetes.io/zone']),
    ...given('instanceType', labels['node.kubernetes.io/instance-type']),
    ...given('instanceId', instanceIn(spec?.providerID)),
    ...given('kubeletVersion', status?.nodeInfo?.kubeletVersion),
  };
}

/** At most one of an object's owners is its controller (Kubernetes, "Owners and Dependents"). */
function controllerOf({ ownerReferences = [] }: ObjectMeta): PodOwner | undefined {
  const controller = ownerReferences.find((owner) => owner.controller === true);
  return controller && { kind: controller.kind, name: controller.name };
}

export const toPod = ({ metadata = {}, spec, status }: Pod): ObservedPod => ({
  namespace: metadata.namespace ?? '',
  name: metadata.name ?? '',
  uid: metadata.uid ?? '',
  ...given('owner', controllerOf(metadata)),
  createdAt: metadata.creationTimestamp ?? '',
  isDeleting: metadata.deletionTimestamp !== undefined,
  ...given('nodeName', spec?.nodeName),
  phase: status?.phase ?? 'Unknown',
  ready: isTrue(status?.conditions, 'Ready'),
  labels: metadata.labels ?? {},
});

export const toDisruptionBudget = ({
  metadata = {},
  spec,
  status,
}: PodDisruptionBudget): ObservedDisruptionBudget => ({
  namespace: metadata.namespace ?? '',
  name: metadata.name ?? '',
  disruptionsAllowed: status?.disruptionsAllowed ?? 0,
  currentHealthy: status?.currentHealthy ?? 0,
  desiredHealthy: status?.desiredHealthy ?? 0,
  expectedPods: status?.expectedPods ?? 0,
  ...given('selector', spec?.selector as LabelSelector | undefined),
});

export function toNodePool({ metadata, spec }: NodePool): ObservedNodePool {
  const { limits, template, disruption } = spec ?? {};
  const marks = marksOf(metadata);
  return {
    ...marks,
    name: metadata.name ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    isBuiltIn: marks.labels['app.kubernetes.io/managed-by'] === 'eks',
    ...(limits && {
      limits: Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, String(value)])),
    }),
    ...given('nodeClass', template?.spec?.nodeClassRef?.name),
    ...given(
      'budgets',
      disruption?.budgets?.map(({ nodes = '10%', reasons }) => ({
        nodes: String(nodes),
        ...given('reasons', reasons),
      })),
    ),
  };
}

export const toNodeClass = ({ metadata, spec }: NodeClass): ObservedNodeClass => ({
  ...marksOf(metadata),
  name: metadata.name ?? '',
  amiSelectorTerms: spec?.amiSelectorTerms ?? [],
});

const controllerParts = ({ metadata = {}, spec }: Deployment | StatefulSet | DaemonSet) => ({
  ...marksOf(metadata),
  namespace: metadata.namespace ?? '',
  name: metadata.name ?? '',
  images: (spec?.template.spec?.containers ?? []).flatMap(({ image }) => image ?? []),
});

/** Deployments and StatefulSets count alike (Kubernetes API reference, DeploymentStatus and StatefulSetStatus). */
export const toReplicated =
  (kind: 'Deployment' | 'StatefulSet') =>
  (object: Deployment | StatefulSet): ObservedController => ({
    ...controllerParts(object),
    kind,
    wanted: object.spec?.replicas ?? 1,
    ready: object.status?.readyReplicas ?? 0,
  });

export const toDaemon = (object: DaemonSet): ObservedController => ({
  ...controllerParts(object),
  kind: 'DaemonSet',
  wanted: object.status?.desiredNumberScheduled ?? 0,
  ready: object.status?.numberReady ?? 0,
});

export const toNodeClaim = ({ metadata, status }: NodeClaim): ObservedNodeClaim => ({
  name: metadata.name ?? '',
  ...given('nodePool', metadata.labels?.[POOL_LABEL]),
  ...given('nodeName', status?.nodeName),
  ...given('instanceId', instanceIn(status?.providerID)),
  isDeleting: metadata.deletionTimestamp !== undefined,
});

export const toDeployment = ({ metadata = {}, spec, status }: Deployment): ObservedDeployment => ({
  ...marksOf(metadata),
  namespace: metadata.namespace ?? '',
  name: metadata.name ?? '',
  replicas: spec?.replicas ?? 1,
  readyReplicas: status?.readyReplicas ?? 0,
  resourceVersion: metadata.resourceVersion ?? '',
});

export const toWebhooks =
  (kind: ObservedWebhook['kind']) =>
  ({ metadata, webhooks = [] }: WebhookConfiguration): readonly ObservedWebhook[] =>
    webhooks.map(({ name, failurePolicy, clientConfig, namespaceSelector, objectSelector, rules = [] }) => ({
      kind,
      configuration: metadata.name ?? '',
      name,
      failurePolicy: failurePolicy === 'Ignore' ? 'Ignore' : 'Fail',
      ...given(
        'service',
        clientConfig.service && {
          namespace: clientConfig.service.namespace,
          name: clientConfig.service.name,
        },
      ),
      ...given('namespaceSelector', namespaceSelector as LabelSelector | undefined),
      ...given('objectSelector', objectSelector as LabelSelector | undefined),
      rules: rules.map(({ operations = [], apiGroups = [], resources = [] }) => ({
        operations,
        apiGroups,
        resources,
      })),
    }));
