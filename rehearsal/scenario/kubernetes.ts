import * as z from 'zod';
import type { EksService } from '../../simulator/eks/eks.ts';
import type { KubeNode } from '../../simulator/kubernetes/api/objects.ts';
import { NODE_CLAIMS, NODES, PODS } from '../../simulator/kubernetes/api/resources.ts';
import { labelSelector } from '../../simulator/kubernetes/api/selectors.ts';
import { minorOfNode } from '../../simulator/kubernetes/controllers/drift.ts';
import { isNodeReady, isReady } from '../../simulator/kubernetes/controllers/pods.ts';
import type { World } from '../../simulator/world.ts';

const name = z.string().min(1);

/** Workloads of users, put into a cluster past its API as they would with kubectl or a GitOps tool. */
export const workloads = z.strictObject({
  cluster: name,
  region: name,
  /**
   * Manifests of Deployments, DaemonSets, PodDisruptionBudgets, Services, NodePools, EC2NodeClasses and webhook
   * configurations.
   */
  manifests: z
    .array(
      z.looseObject({
        apiVersion: name,
        kind: name,
        metadata: z.looseObject({ name, namespace: name.optional() }),
      }),
    )
    .min(1),
  /** Whoever brought them puts them back when they are changed, as Argo CD does where it is told to. */
  selfHeals: z.boolean().default(false),
});
export type WorkloadsStep = z.output<typeof workloads>;

/** The expected inside of a cluster. */
export const inside = z.strictObject({
  cluster: name,
  region: name,
  /** The number of Ready nodes. */
  readyNodes: z.int().min(0).optional(),
  nodeClaims: z.int().min(0).optional(),
  /** The number of nodes by the Kubernetes minor of their kubelets, all of them. */
  kubelets: z.record(name, z.int().positive()).optional(),
  /** The number of Ready pods with the labels, or of all without a selector. */
  readyPods: z.strictObject({ labelSelector: z.string().default(''), count: z.int().min(0) }).optional(),
});
type Inside = z.output<typeof inside>;

const inClusters = (world: World, region: string) =>
  (world.region(region).service('eks') as EksService).inCluster;

export function plantWorkloads({ cluster, region, manifests, selfHeals }: WorkloadsStep, world: World): void {
  inClusters(world, region).plant(cluster, manifests as Parameters<Planting>[1], { selfHeals });
}

type Planting = EksService['inCluster']['plant'];

const difference = (what: string, wanted: number | undefined, found: number): readonly string[] =>
  wanted === undefined || wanted === found ? [] : [`${what}: ${found} instead of ${wanted}`];

function kubeletFindings(
  cluster: string,
  wanted: Inside['kubelets'],
  nodes: readonly KubeNode[],
): readonly string[] {
  if (wanted === undefined) return [];
  const found = new Map<string, number>();
  for (const node of nodes) {
    const minor = minorOfNode(node) ?? 'unknown';
    found.set(minor, (found.get(minor) ?? 0) + 1);
  }
  const minors = [...new Set([...Object.keys(wanted), ...found.keys()])].sort();
  return minors.flatMap((minor) =>
    difference(`nodes of ${cluster} on ${minor}`, wanted[minor] ?? 0, found.get(minor) ?? 0),
  );
}

/** Differences from the expectation inside of a cluster, in words. */
export function insideFindings(expected: Inside, world: World): readonly string[] {
  const { cluster, region, readyNodes, nodeClaims, readyPods, kubelets } = expected;
  const { store } = inClusters(world, region).kubernetes(cluster);
  const nodes = store.list(NODES).filter(isNodeReady);
  const isSelected = labelSelector(readyPods?.labelSelector ?? '');
  const pods = store.list(PODS).filter((pod) => isReady(pod) && isSelected(pod.metadata.labels ?? {}));
  return [
    ...difference(`ready nodes of ${cluster}`, readyNodes, nodes.length),
    ...kubeletFindings(cluster, kubelets, store.list(NODES)),
    ...difference(`NodeClaims of ${cluster}`, nodeClaims, store.list(NODE_CLAIMS).length),
    ...difference(`ready pods of ${cluster}`, readyPods?.count, pods.length),
  ];
}
