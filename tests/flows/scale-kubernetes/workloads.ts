import type { Step } from '../../../rehearsal/scenario/steps.ts';

export const REGION = 'us-west-2';

type Manifest = Extract<Step, { workloads: unknown }>['workloads']['manifests'][number];
type Json = Readonly<Record<string, unknown>>;

interface App {
  readonly namespace?: string;
  readonly replicas?: number;
  readonly labels?: Json;
  readonly pod?: Json;
}

/** A Deployment whose pods are labelled `app: <name>`. */
export const deployment = (name: string, app: App = {}): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: app.namespace ?? 'default' },
  spec: {
    replicas: app.replicas ?? 1,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name, ...app.labels } },
      ...(app.pod ? { spec: app.pod } : {}),
    },
  },
});

/** Runs on nodes of the NodePool alone. */
export const inPool = (name: string, pool: string, app: App = {}): Manifest =>
  deployment(name, { ...app, pod: { nodeSelector: { 'karpenter.sh/nodepool': pool } } });

/** Karpenter's controller, which runs on a node group. */
export const karpenter = deployment('karpenter', {
  namespace: 'kube-system',
  labels: { 'app.kubernetes.io/name': 'karpenter' },
});

export const nodePool = (name: string, spec: Json = {}, metadata: Json = {}): Manifest => ({
  apiVersion: 'karpenter.sh/v1',
  kind: 'NodePool',
  metadata: { name, ...metadata },
  spec,
});

export const budget = (app: string, spec: Json): Manifest => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: app, namespace: 'default' },
  spec: { selector: { matchLabels: { app } }, ...spec },
});

/** A webhook that runs in the cluster, by its Deployment, and is asked about new objects of one kind. */
export const webhook = (
  name: string,
  resource: string,
  more: Json = {},
): readonly [Manifest, Manifest, Manifest] => [
  deployment(name, { namespace: name }),
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

export const plant = (...manifests: readonly Manifest[]): Step => ({
  workloads: { cluster: 'web', region: REGION, manifests: [...manifests], selfHeals: false },
});
