import type { Manifest } from '../../../simulator/kubernetes/plants.ts';

export interface App {
  readonly replicas?: number;
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly podAnnotations?: Record<string, string>;
  readonly pod?: object;
}

/** A Deployment whose pods are labelled `app: <name>`. */
export const deployment = (name: string, app: App = {}): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name,
    namespace: app.namespace ?? 'default',
    ...(app.annotations && { annotations: app.annotations }),
  },
  spec: {
    replicas: app.replicas ?? 1,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: {
        labels: { app: name, ...app.labels },
        ...(app.podAnnotations && { annotations: app.podAnnotations }),
      },
      ...(app.pod && { spec: app.pod }),
    },
  },
});

export const budget = (name: string, spec: object, app = name): Manifest => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name },
  spec: { selector: { matchLabels: { app } }, ...spec },
});

export const nodePool = (
  name: string,
  spec: object = {},
  annotations?: Record<string, string>,
): Manifest => ({
  apiVersion: 'karpenter.sh/v1',
  kind: 'NodePool',
  metadata: { name, ...(annotations && { annotations }) },
  spec,
});

/** A webhook on new objects of a kind, whose service selects `app: <name>` in its own namespace. */
export const webhookOn = (
  resource: string,
  name: string,
  more: object = {},
): readonly [Manifest, Manifest] => [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: name },
    spec: { selector: { app: name } },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name },
    webhooks: [
      {
        name: `${name}.example.com`,
        clientConfig: { service: { namespace: name, name, path: '/validate' } },
        rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: [resource] }],
        ...more,
      },
    ],
  },
];

/** A webhook on new pods, but for those of its own namespace. */
export const webhook = (name: string, failurePolicy?: 'Fail' | 'Ignore'): readonly Manifest[] =>
  webhookOn('pods', name, {
    ...(failurePolicy && { failurePolicy }),
    namespaceSelector: {
      matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: [name] }],
    },
  });
