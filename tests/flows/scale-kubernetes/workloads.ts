import type { Step } from '../../../rehearsal/scenario/steps/all.ts';
import { type App, deployment, webhookOn } from '../../simulator/kubernetes/manifests.ts';

export const REGION = 'us-west-2';

type Manifest = Extract<Step, { workloads: unknown }>['workloads']['manifests'][number];
type Json = Readonly<Record<string, unknown>>;

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
export const webhook = (name: string, resource: string, more: Json = {}) =>
  [deployment(name, { namespace: name }), ...webhookOn(resource, name, more)] as const;

export const plant = (...manifests: readonly Manifest[]): Step => ({
  workloads: { cluster: 'web', region: REGION, manifests: [...manifests], selfHeals: false },
});
