import { AwsError } from '../../aws-error.ts';
import { sampleDurationMs } from '../../durations.ts';
import type { NodeClaim, NodePool, Pod } from '../api/objects.ts';
import { NODE_CLAIMS, NODE_POOLS, PODS } from '../api/resources.ts';
import { KubernetesError } from '../api/status.ts';
import { admit } from '../api/webhooks.ts';
import { quantity } from '../quantity.ts';
import type { Surroundings } from '../surroundings.ts';
import { pinnedImage } from './drift.ts';
import type { NodeFacts, Nodes } from './nodes.ts';
import { fits, isReady } from './pods.ts';

/** Starts and ends Karpenter's instances; the cluster's side of AWS gives it. */
export interface InstanceLauncher {
  /** Resolves once the instance runs, with the facts of its future node; throws EC2's `AwsError`. */
  launch(pool: string, imageId?: string): Promise<Omit<NodeFacts, 'os' | 'labels' | 'taints'>>;
  /** The Kubernetes minor of the images that an alias selects. */
  version(): string;
  /** Resolves once the instance is terminated. */
  terminate(instanceId: string): Promise<void>;
}

const MANAGER = 'karpenter';
const FINALIZER = 'karpenter.sh/termination';
const POOL_LABEL = 'karpenter.sh/nodepool';
/** AWS's own pools of Auto Mode (EKS guide, "Built-in NodePools"). */
export const isBuiltIn = ({ metadata }: NodePool): boolean =>
  metadata.labels?.['app.kubernetes.io/managed-by'] === 'eks';

/** Auto Mode's nodes end at the latest so long after their drain began (EKS guide, "Create a Node Pool for EKS Auto Mode"). */
const AUTO_MODE_GRACE_MS = 24 * 3_600_000;
/** Capacity of a node of Karpenter's: its instances are all of one size here. */
const CAPACITY = { cpu: '2', memory: '8Gi', nodes: '1' } as const;

/**
 * Karpenter, in the cluster or as Auto Mode runs it: pods that wait get a node from the first pool that they fit and
 * whose limits have room; a NodeClaim that is deleted is drained, its instance terminated, and then it is gone.
 * Neither happens while no controller runs. Drift is its own (drift.ts); consolidation and expiry are not modelled.
 */
export class Karpenter {
  readonly #around: Surroundings;
  readonly #nodes: Nodes;
  readonly #launcher: InstanceLauncher;
  readonly #finalizing = new Set<string>();
  #isPlanning = false;
  /** AWS runs the controller (EKS guide, "How Auto Mode works"). */
  autoMode = false;

  constructor(around: Surroundings, nodes: Nodes, launcher: InstanceLauncher) {
    this.#around = around;
    this.#nodes = nodes;
    this.#launcher = launcher;
    const { store } = around;
    store.watch((change, type, object) => {
      // After room in a pool, a new pool, or a controller that is back, pods that wait may get a node.
      const isBack = type === PODS && isKarpenter(object as Pod) && isReady(object as Pod);
      const hasLeft =
        type === NODE_CLAIMS && change === 'deleted' && (object as NodeClaim).status.nodeName !== undefined;
      if (type === NODE_POOLS || hasLeft || isBack) this.plan();
      if (object.metadata.deletionTimestamp === undefined || change !== 'modified') return;
      if (type === NODE_CLAIMS) this.#finalize(object as NodeClaim);
      if (type === NODE_POOLS) this.#closePool(object as NodePool);
    });
  }

  /** Whether somebody works on the pool's nodes: AWS does for its own, a ready pod of Karpenter's for the others. */
  isRunning(poolName: string | undefined): boolean {
    const { store } = this.#around;
    const pool = poolName === undefined ? undefined : store.find(NODE_POOLS, poolName);
    const isAutoMode = this.autoMode || (pool !== undefined && isBuiltIn(pool));
    return isAutoMode || store.list(PODS).some((pod) => isKarpenter(pod) && isReady(pod));
  }

  /** Plans nodes for pods that no node takes, a moment after the last of them came. */
  plan(): void {
    const { kernel, durationScale, store } = this.#around;
    const isWaiting = store.list(PODS).some(waits);
    if (this.#isPlanning || !isWaiting || store.list(NODE_POOLS).length === 0) return;
    this.#isPlanning = true;
    kernel.after(sampleDurationMs(kernel, 'karpenter/provision', durationScale), async () => {
      this.#isPlanning = false;
      await this.#provision();
    });
  }

  async #provision(): Promise<void> {
    const { store } = this.#around;
    const waiting = store.list(PODS).filter(waits);
    const pools = store
      .list(NODE_POOLS)
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined && this.isRunning(metadata.name))
      .sort((left, right) => (right.spec.weight ?? 0) - (left.spec.weight ?? 0));
    const claimed = new Set<string>();
    for (const pod of waiting) {
      const pool = pools.find((candidate) => suits(candidate, pod) && this.hasRoom(candidate));
      if (!pool || claimed.has(pool.metadata.name) || this.#isStarting(pool)) continue;
      claimed.add(pool.metadata.name);
      await this.start(pool);
    }
  }

  /** Whether a node of the pool is on its way already, which will take pods that wait. */
  #isStarting({ metadata }: NodePool): boolean {
    return this.#claimsOf(metadata.name).some(({ status }) => status.nodeName === undefined);
  }

  #claimsOf(pool: string): readonly NodeClaim[] {
    return this.#around.store
      .list(NODE_CLAIMS)
      .filter(({ metadata }) => metadata.labels?.[POOL_LABEL] === pool);
  }

  /**
   * Whether a pool has room. Its `limits` count the resources of all its nodes together (Karpenter, "spec.limits").
   */
  hasRoom({ metadata, spec }: NodePool): boolean {
    const held = this.#claimsOf(metadata.name).length;
    return Object.entries(CAPACITY).every(([resource, each]) => {
      const limit = spec.limits?.[resource];
      return limit === undefined || (held + 1) * quantity(each) <= quantity(limit);
    });
  }

  /** Makes a NodeClaim of the pool and starts its instance; one that EC2 refuses is taken back, and none has come. */
  async start(pool: NodePool): Promise<boolean> {
    const { store, kernel, durationScale } = this.#around;
    const name = this.#nextName(pool.metadata.name);
    const labels = { ...pool.spec.template?.metadata?.labels, [POOL_LABEL]: pool.metadata.name };
    const taints = pool.spec.template?.spec?.taints ?? [];
    try {
      admit(store, { operation: 'CREATE', type: NODE_CLAIMS, object: { metadata: { labels } } });
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      this.#planLater();
      return false;
    }
    const draft = { metadata: { name, labels, finalizers: [FINALIZER] }, spec: { taints }, status: {} };
    const claim = store.add(NODE_CLAIMS, draft, MANAGER);
    try {
      const instance = await this.#launcher.launch(pool.metadata.name, pinnedImage(this.#around, pool)?.id);
      this.#edit(claim, (held) => {
        held.status.providerID = `aws:///${instance.zone}/${instance.instanceId}`;
        held.status.capacity = { ...CAPACITY };
      });
      await kernel.sleep(sampleDurationMs(kernel, 'ec2/node-ready', durationScale));
      const held = this.#current(claim);
      if (!held || held.metadata.deletionTimestamp !== undefined) return false;
      this.#nodes.join({ ...instance, os: 'linux', labels, taints });
      this.#edit(held, (registered) => {
        registered.status.nodeName = instance.name;
      });
      this.#countResources(pool.metadata.name);
      return true;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.#edit(claim, (failed) => {
        failed.metadata.finalizers = [];
      });
      const held = this.#current(claim);
      if (held) store.remove(NODE_CLAIMS, held);
      this.#planLater();
      return false;
    }
  }

  /** Counts a node that AWS started for the pool by itself. */
  adopt(pool: string, node: { readonly name: string; readonly instanceId: string }): void {
    const draft = {
      metadata: {
        name: this.#nextName(pool),
        labels: { [POOL_LABEL]: pool },
        finalizers: [FINALIZER],
      },
      spec: {},
      status: {
        nodeName: node.name,
        providerID: `aws:///${node.instanceId}`,
        capacity: { ...CAPACITY },
      },
    };
    this.#around.store.add(NODE_CLAIMS, draft, MANAGER);
    this.#countResources(pool);
  }

  /** Karpenter looks again at pods that wait after a while (Karpenter settings; its backoff ends at 10 minutes). */
  #planLater(): void {
    this.#around.kernel.after(60_000, () => this.plan());
  }

  #finalize(claim: NodeClaim): void {
    const { store, kernel } = this.#around;
    if (this.#finalizing.has(claim.metadata.uid)) return;
    this.#finalizing.add(claim.metadata.uid);
    const pool = claim.metadata.labels?.[POOL_LABEL];
    const isRunning = () => this.isRunning(pool);
    const end = async (): Promise<void> => {
      await store.until(isRunning);
      const instanceId = this.#current(claim)?.status.providerID?.split('/').at(-1);
      if (instanceId !== undefined) {
        const options = { sparesDoNotDisrupt: true, isRunning };
        await this.#nodes.drain([instanceId], {
          ...options,
          ...(this.autoMode && { timeoutMs: AUTO_MODE_GRACE_MS }),
        });
        await store.until(isRunning);
        this.#nodes.lose(instanceId);
        await this.#launcher.terminate(instanceId);
      }
      this.#finalizing.delete(claim.metadata.uid);
      this.#edit(claim, (held) => {
        held.metadata.finalizers = [];
      });
      if (pool !== undefined) this.#countResources(pool);
    };
    end().catch((error: unknown) => kernel.fail(error));
  }

  /** A pool that is deleted takes its NodeClaims with it, which it owns (Karpenter, "Control Flow" of disruption). */
  #closePool(pool: NodePool): void {
    const { store } = this.#around;
    for (const claim of this.#claimsOf(pool.metadata.name)) store.remove(NODE_CLAIMS, claim);
    store
      .until(() => this.#claimsOf(pool.metadata.name).length === 0)
      .then(() => {
        const held = store.find(NODE_POOLS, pool.metadata.name);
        if (!held) return;
        store.edit(NODE_POOLS, held, MANAGER, (draft) => {
          draft.metadata.finalizers = [];
        });
      })
      .catch((error: unknown) => this.#around.kernel.fail(error));
  }

  /** Writes the resources of a pool's nodes into the pool: it gets a new version whenever a node comes or goes. */
  #countResources(poolName: string): void {
    const { store } = this.#around;
    const pool = store.find(NODE_POOLS, poolName);
    if (!pool) return;
    const count = this.#claimsOf(poolName).length;
    store.edit(NODE_POOLS, pool, MANAGER, (draft) => {
      const { cpu, memory } = CAPACITY;
      draft.status.resources = {
        cpu: String(count * quantity(cpu)),
        memory: String(count * quantity(memory)),
        nodes: String(count),
      };
    });
  }

  #current({ metadata }: NodeClaim): NodeClaim | undefined {
    const held = this.#around.store.find(NODE_CLAIMS, metadata.name);
    return held?.metadata.uid === metadata.uid ? held : undefined;
  }

  #edit(claim: NodeClaim, edit: (draft: NodeClaim) => void): void {
    const held = this.#current(claim);
    if (held) this.#around.store.edit(NODE_CLAIMS, held, MANAGER, edit);
  }

  #nextName(pool: string): string {
    const { kernel, purpose } = this.#around;
    return `${pool}-${kernel.random(`${purpose}/nodeclaims`).text(5, 'bcdfghjklmnpqrstvwxz2456789')}`;
  }
}

const waits = ({ spec, metadata }: Pod): boolean =>
  spec.nodeName === undefined && metadata.deletionTimestamp === undefined;

const isKarpenter = ({ metadata }: Pod): boolean =>
  metadata.labels?.['app.kubernetes.io/name'] === 'karpenter';

/** Karpenter's own pods run on none of its nodes (Karpenter, "Getting Started": on a managed group or Fargate). */
function suits(pool: NodePool, pod: Pod): boolean {
  if (isKarpenter(pod)) return false;
  const { metadata, spec } = pool.spec.template ?? {};
  const labels = { ...metadata?.labels, [POOL_LABEL]: pool.metadata.name, 'kubernetes.io/os': 'linux' };
  return fits(pod.spec, labels, spec?.taints);
}
