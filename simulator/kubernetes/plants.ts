import type { Metadata, StoredObject } from './api/objects.ts';
import {
  AUTOSCALERS,
  apiVersionOf,
  CRON_JOBS,
  DAEMON_SETS,
  DEPLOYMENTS,
  DISRUPTION_BUDGETS,
  EC2_NODE_CLASSES,
  MUTATING_WEBHOOKS,
  NODE_POOLS,
  type ResourceType,
  SERVICES,
  STATEFUL_SETS,
  VALIDATING_WEBHOOKS,
} from './api/resources.ts';
import type { KubernetesCluster } from './cluster.ts';

/** A manifest, as `kubectl apply` takes it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Pick<Metadata, 'name' | 'namespace' | 'labels' | 'annotations'>;
  readonly [member: string]: unknown;
}

const KINDS: readonly ResourceType[] = [
  DAEMON_SETS,
  DEPLOYMENTS,
  STATEFUL_SETS,
  CRON_JOBS,
  AUTOSCALERS,
  DISRUPTION_BUDGETS,
  SERVICES,
  NODE_POOLS,
  EC2_NODE_CLASSES,
  VALIDATING_WEBHOOKS,
  MUTATING_WEBHOOKS,
];

/** Kinds whose status the server adds, empty at first. */
const WITH_STATUS: readonly ResourceType[] = [NODE_POOLS, DISRUPTION_BUDGETS, DAEMON_SETS];

/** The manifest with the server's defaults, for the members that are read. */
function defaulted(type: ResourceType, { spec, ...manifest }: Manifest): Record<string, unknown> {
  if (type === DEPLOYMENTS || type === STATEFUL_SETS)
    return { ...manifest, spec: { replicas: 1, ...(spec as object) }, status: {} };
  if (WITH_STATUS.includes(type)) return { ...manifest, spec: spec ?? {}, status: {} };
  return spec === undefined ? manifest : { ...manifest, spec };
}

/** The field manager of the tool that brings the manifest (Argo CD's or Flux's own, else kubectl). */
function managerOf({ labels = {}, annotations = {} }: Manifest['metadata']): string {
  const isArgo = 'argocd.argoproj.io/tracking-id' in annotations || 'argocd.argoproj.io/instance' in labels;
  if (isArgo) return 'argocd-controller';
  if ('kustomize.toolkit.fluxcd.io/name' in labels) return 'kustomize-controller';
  return 'helm.toolkit.fluxcd.io/name' in labels ? 'helm-controller' : 'kubectl';
}

/**
 * Puts workloads of users into a cluster, past its API. With `selfHeals`, the tool that brought them restores them
 * after a change. Only for scenarios; a kind that is not simulated throws.
 */
export function plant(
  cluster: KubernetesCluster,
  manifests: readonly Manifest[],
  { selfHeals = false }: { readonly selfHeals?: boolean } = {},
): void {
  for (const manifest of manifests) {
    const { apiVersion, kind } = manifest;
    const type = KINDS.find((known) => known.kind === kind && apiVersionOf(known) === apiVersion);
    if (!type) throw new Error(`a scenario cannot plant ${kind} of ${apiVersion}`);
    const { name, labels, annotations, namespace = 'default' } = manifest.metadata;
    const metadata: Partial<Metadata> & { name: string } = {
      name,
      ...(type.namespaced && { namespace }),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(type === NODE_POOLS && { finalizers: ['karpenter.sh/termination'] }),
    };
    const manager = managerOf(manifest.metadata);
    if (type === NODE_POOLS) cluster.servesKarpenter = true;
    const draft = { ...defaulted(type, structuredClone(manifest)), metadata };
    const object: StoredObject = cluster.store.add(type, draft, manager);
    if (!selfHeals) continue;
    const { spec } = manifest as { readonly spec?: object };
    const desired = { ...(spec && { spec }) };
    cluster.selfHeal.keep({ type, name, namespace: object.metadata.namespace, desired, manager });
  }
}
