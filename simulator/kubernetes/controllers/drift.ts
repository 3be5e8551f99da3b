import { NotSimulated } from '../../aws-error.ts';
import { sampleDurationMs } from '../../durations.ts';
import type { KubeNode, NodeClaim, NodePool, Pod } from '../api/objects.ts';
import { EC2_NODE_CLASSES, NODE_CLAIMS, NODE_POOLS, NODES, PODS } from '../api/resources.ts';
import { KubernetesError } from '../api/status.ts';
import type { Surroundings } from '../surroundings.ts';
import { assertEvictable } from './disruption-budgets.ts';
import { DO_NOT_DISRUPT } from './nodes.ts';
import { isNodeReady } from './pods.ts';

const POOL_LABEL = 'karpenter.sh/nodepool';
/** "If undefined, Karpenter will default to one budget with `nodes: 10%`" (Karpenter, "NodePool Disruption Budgets"). */
const DEFAULT_BUDGETS: NonNullable<NonNullable<NodePool['spec']['disruption']>['budgets']> = [
  { nodes: '10%' },
];

/** Karpenter, as drift needs it. */
interface Replacer {
  /** Whether somebody works on the pool's nodes. */
  isRunning(pool: string | undefined): boolean;
  /** Whether AWS runs it, so that nodes have a grace period after which they end (Auto Mode's 24 hours). */
  readonly autoMode: boolean;
  hasRoom(pool: NodePool): boolean;
  /** Whether a node of the pool has come: EC2, or a webhook, may refuse it. */
  start(pool: NodePool): Promise<boolean>;
}

/** The Kubernetes minor that a node's kubelet tells. */
export const minorOfNode = ({ status }: KubeNode): string | undefined =>
  /^v(1\.\d+)\./.exec(status.nodeInfo?.kubeletVersion ?? '')?.[1];

/** The image that the pool's node class pins; undefined where an alias selects it (Karpenter, "spec.amiSelectorTerms"). */
export function pinnedImage(around: Surroundings, pool: NodePool): { readonly id?: string } | undefined {
  const name = pool.spec.template?.spec?.nodeClassRef?.name;
  const terms =
    name === undefined ? [] : (around.store.find(EC2_NODE_CLASSES, name)?.spec.amiSelectorTerms ?? []);
  const [first] = terms;
  return first === undefined || first.alias !== undefined ? undefined : first;
}

/**
 * Drift of Karpenter and Auto Mode (Karpenter, "Drift", "Disruption Budgets"): a node whose image is not the one that its
 * pool selects is replaced by a new one, within the budgets of its pool. An alias selects the image of the control
 * plane's version, so that drift begins as soon as that has moved. Of what makes a node drift, only this is modelled.
 */
export class Drift {
  readonly #around: Surroundings;
  readonly #replacer: Replacer;
  /** The Kubernetes minor that an alias selects. */
  readonly #target: () => string;
  #isFollowing = false;
  #isOver = false;

  constructor(around: Surroundings, replacer: Replacer, target: () => string) {
    this.#around = around;
    this.#replacer = replacer;
    this.#target = target;
  }

  /** Names of the nodes that are to be replaced, those that are ending included. */
  drifted(): readonly string[] {
    if (this.#isOver) return [];
    const target = this.#target();
    const { store } = this.#around;
    return store.list(NODES).flatMap((node) => {
      const pool = store.find(NODE_POOLS, node.metadata.labels?.[POOL_LABEL] ?? '');
      if (!pool || pinnedImage(this.#around, pool) || minorOfNode(node) === target) return [];
      return node.metadata.name;
    });
  }

  /** The cluster goes, and its controllers with it. */
  end(): void {
    this.#isOver = true;
  }

  /** Replaces drifted nodes until there are none. */
  follow(): void {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    this.#replaceAll()
      .catch((error: unknown) => this.#around.kernel.fail(error))
      .finally(() => {
        this.#isFollowing = false;
      });
  }

  async #replaceAll(): Promise<void> {
    const { kernel, store, durationScale } = this.#around;
    while (this.drifted().length > 0) {
      await kernel.sleep(sampleDurationMs(kernel, 'karpenter/drift', durationScale));
      await store.until(() => this.#candidates().length > 0 || this.drifted().length === 0);
      await Promise.all(this.#candidates().map(([claim, pool]) => this.#replace(claim, pool)));
    }
  }

  /** NodeClaims that may be disrupted at this moment, with their pools. */
  #candidates(): readonly (readonly [NodeClaim, NodePool])[] {
    const drifted = new Set(this.drifted());
    if (drifted.size === 0) return [];
    const { store } = this.#around;
    return store.list(NODE_POOLS).flatMap((pool) => {
      const { name, deletionTimestamp } = pool.metadata;
      const isClosed = deletionTimestamp !== undefined || !this.#replacer.hasRoom(pool);
      if (isClosed || !this.#replacer.isRunning(name)) return [];
      const claims = store.list(NODE_CLAIMS).filter(({ metadata }) => metadata.labels?.[POOL_LABEL] === name);
      return claims
        .filter((claim) => drifted.has(claim.status.nodeName ?? '') && this.#mayDisrupt(claim))
        .slice(0, this.#allowed(pool, claims))
        .map((claim) => [claim, pool] as const);
    });
  }

  /** Nodes of the pool that may be disrupted now: the budgets' least, less those that are ending or not ready. */
  #allowed({ spec }: NodePool, claims: readonly NodeClaim[]): number {
    const { store, kernel } = this.#around;
    const budgets = (spec.disruption?.budgets ?? DEFAULT_BUDGETS).filter(
      ({ reasons }) => reasons === undefined || reasons.includes('Drifted'),
    );
    for (const { schedule } of budgets) {
      if (schedule !== undefined)
        kernel.fail(new NotSimulated('a schedule of a disruption budget of a NodePool'));
    }
    const isBusy = ({ metadata, status }: NodeClaim): boolean => {
      const node = store.find(NODES, status.nodeName ?? '');
      return metadata.deletionTimestamp !== undefined || !node || !isNodeReady(node);
    };
    const least = Math.min(claims.length, ...budgets.map(({ nodes }) => shareOf(nodes, claims.length)));
    return Math.max(0, least - claims.filter(isBusy).length);
  }

  /**
   * A node that says so is never disrupted. Pods that may not be evicted keep theirs, but for Auto Mode, whose nodes have
   * a grace period (Karpenter, "terminationGracePeriod").
   */
  #mayDisrupt({ metadata, status }: NodeClaim): boolean {
    const { store } = this.#around;
    const node = store.find(NODES, status.nodeName ?? '');
    if (!node || metadata.deletionTimestamp !== undefined) return false;
    if (node.metadata.annotations?.[DO_NOT_DISRUPT] === 'true') return false;
    if (this.#replacer.autoMode) return true;
    return store.list(PODS).every((pod) => pod.spec.nodeName !== node.metadata.name || this.#mayEvict(pod));
  }

  #mayEvict(pod: Pod): boolean {
    if (pod.metadata.annotations?.[DO_NOT_DISRUPT] === 'true') return false;
    try {
      assertEvictable(this.#around.store, pod);
      return true;
    } catch (error) {
      if (error instanceof KubernetesError) return false;
      throw error;
    }
  }

  /** The new node comes first, or the old one stays; that goes as its NodeClaim is deleted. */
  async #replace(claim: NodeClaim, pool: NodePool): Promise<void> {
    const { store } = this.#around;
    if (!this.#replacer.hasRoom(pool) || !(await this.#replacer.start(pool))) return;
    const held = store.find(NODE_CLAIMS, claim.metadata.name);
    if (held?.metadata.uid !== claim.metadata.uid || !this.drifted().includes(held.status.nodeName ?? ''))
      return;
    store.remove(NODE_CLAIMS, held);
    await store.until(
      () => store.find(NODE_CLAIMS, claim.metadata.name)?.metadata.uid !== claim.metadata.uid,
    );
  }
}

/** Percentages are rounded up (Karpenter, "Disruption Budgets": `roundup(total * percentage)`). */
const shareOf = (nodes: string | number, total: number): number =>
  String(nodes).endsWith('%') ? Math.ceil((Number.parseInt(String(nodes), 10) * total) / 100) : Number(nodes);
