import type { RuleWithOperations, ValidatingWebhook } from 'kubernetes-types/admissionregistration/v1.js';
import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { Node, Pod } from 'kubernetes-types/core/v1.js';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.js';
import type {
  LabelSelector,
  ObjectMarks,
  ObservedDeployment,
  ObservedDisruptionBudget,
  ObservedNode,
  ObservedNodeClaim,
  ObservedNodePool,
  ObservedPod,
  ObservedWebhook,
} from '../../domain/ports/kubernetes.ts';

/** Karpenter's kinds (karpenter.sh/v1), as far as they are read; no package types them. */
export interface NodePool {
  readonly metadata: ObjectMeta;
  readonly spec?: { readonly limits?: Readonly<Record<string, string | number>> };
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
  const { name = '', labels = {} } = metadata;
  return {
    name,
    ready: isTrue(status?.conditions, 'Ready'),
    cordoned: spec?.unschedulable === true,
    labels,
    ...given('nodegroupName', labels['eks.amazonaws.com/nodegroup']),
    ...given('nodePool', labels[POOL_LABEL]),
    ...given('zone', labels['topology.kubernetes.io/zone']),
    ...given('instanceType', labels['node.kubernetes.io/instance-type']),
    ...given('instanceId', instanceIn(spec?.providerID)),
  };
}

export const toPod = ({ metadata = {}, spec, status }: Pod): ObservedPod => ({
  namespace: metadata.namespace ?? '',
  name: metadata.name ?? '',
  ...given('nodeName', spec?.nodeName),
  phase: status?.phase ?? 'Unknown',
  ready: isTrue(status?.conditions, 'Ready'),
  labels: metadata.labels ?? {},
});

export const toDisruptionBudget = ({
  metadata = {},
  status,
}: PodDisruptionBudget): ObservedDisruptionBudget => ({
  namespace: metadata.namespace ?? '',
  name: metadata.name ?? '',
  disruptionsAllowed: status?.disruptionsAllowed ?? 0,
  currentHealthy: status?.currentHealthy ?? 0,
  desiredHealthy: status?.desiredHealthy ?? 0,
  expectedPods: status?.expectedPods ?? 0,
});

export function toNodePool({ metadata, spec }: NodePool): ObservedNodePool {
  const { limits } = spec ?? {};
  const marks = marksOf(metadata);
  return {
    ...marks,
    name: metadata.name ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    isBuiltIn: marks.labels['app.kubernetes.io/managed-by'] === 'eks',
    ...(limits && {
      limits: Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, String(value)])),
    }),
  };
}

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
