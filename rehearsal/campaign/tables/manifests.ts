import type { Step } from '../../scenario/steps/all.ts';
import type { DrawnCluster } from '../clusters.ts';

export type Manifests = Extract<Step, { workloads: unknown }>['workloads']['manifests'];
type Manifest = Manifests[number];

interface App {
  readonly namespace?: string;
  readonly replicas?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly spec?: object;
}

/** A Deployment whose pods are labelled `app: <name>`. */
export function app(
  name: string,
  { namespace = 'default', replicas = 1, labels, spec = {} }: App = {},
): Manifest {
  const template = { metadata: { labels: { app: name, ...labels } }, spec };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { replicas, selector: { matchLabels: { app: name } }, template },
  };
}

/** A disruption budget of the pods of an app. */
export const budget = (name: string, spec: object, namespace = 'default'): Manifest => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace },
  spec: { selector: { matchLabels: { app: name } }, ...spec },
});

/** Karpenter, a pool of its with more in its spec, and an app that runs there. */
export const karpenter = (spec: object = {}, marks: object = {}): Manifests => [
  app('karpenter', { labels: { 'app.kubernetes.io/name': 'karpenter' } }),
  {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name: 'default', ...marks },
    spec: { limits: { cpu: '100' }, ...spec },
  },
  app('shop', { spec: { nodeSelector: { 'karpenter.sh/nodepool': 'default' } } }),
];

/** A webhook on new pods of other namespaces, which one pod in the cluster answers. */
export const webhook = (name: string): Manifests => [
  app(name, { namespace: name }),
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
        rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
        namespaceSelector: {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: [name] }],
        },
      },
    ],
  },
];

/** Workloads of users come into clusters that are there, and have the time to come up. */
export const inside = (
  clusters: readonly DrawnCluster[],
  manifests: Manifests,
  selfHeals = false,
): readonly Step[] => [
  ...clusters.map(
    ({ name, region }): Step => ({ workloads: { cluster: name, region, selfHeals, manifests } }),
  ),
  { wait: 600 },
];
