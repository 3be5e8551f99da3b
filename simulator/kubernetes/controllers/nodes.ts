import type { NodeSpec } from 'kubernetes-types/core/v1.js';
import { sampleDurationMs } from '../../durations.ts';
import type { KubeNode, Pod } from '../api/objects.ts';
import { NODES, PODS } from '../api/resources.ts';
import { KubernetesError } from '../api/status.ts';
import { admit } from '../api/webhooks.ts';
import type { Surroundings } from '../surroundings.ts';
import { assertEvictable } from './disruption-budgets.ts';
import type { Workloads } from './workloads.ts';

/** An instance whose kubelet has registered, as EC2 and its launcher know it. */
export interface NodeFacts {
  readonly name: string;
  readonly instanceId: string;
  readonly zone: string;
  readonly instanceType: string;
  readonly os: 'linux' | 'windows';
  /** The version of its kubelet: `v1.34.2-eks-99d6cc0`. */
  readonly kubeletVersion: string;
  /** The operating system in words, as the kubelet tells it. */
  readonly osImage: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: NonNullable<NodeSpec['taints']>;
  /** Whether its kubelet is well; it is, unless told otherwise. */
  readonly isReady?: boolean;
}

/** The time after which a kubelet tries to register anew (Kubernetes, "Nodes", self-registration). */
const REGISTER_RETRY_MS = 10_000;
/** A pod that Karpenter may not evict by itself (Karpenter, "Pod-Level Controls"). */
export const DO_NOT_DISRUPT = 'karpenter.sh/do-not-disrupt';

const instanceOf = ({ spec }: KubeNode): string | undefined => spec.providerID?.split('/').at(-1);

/** Nodes as they come and go with their instances, and how pods are taken from them. */
export class Nodes {
  readonly #around: Surroundings;
  readonly #workloads: Workloads;
  readonly #gone = new Set<string>();

  constructor(around: Surroundings, workloads: Workloads) {
    this.#around = around;
    this.#workloads = workloads;
  }

  /** Registers a Ready node; a webhook that cannot be called keeps it out until it can. */
  join(facts: NodeFacts): void {
    const { store, kernel } = this.#around;
    if (this.#gone.has(facts.instanceId) || store.find(NODES, facts.name)) return;
    const labels = {
      ...facts.labels,
      'kubernetes.io/hostname': facts.name,
      'kubernetes.io/os': facts.os,
      'node.kubernetes.io/instance-type': facts.instanceType,
      'topology.kubernetes.io/zone': facts.zone,
      'topology.kubernetes.io/region': facts.zone.replace(/[a-z]$/, ''),
    };
    try {
      admit(store, { operation: 'CREATE', type: NODES, object: { metadata: { labels } } });
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      kernel.after(REGISTER_RETRY_MS, () => this.join(facts));
      return;
    }
    store.add(
      NODES,
      {
        metadata: { name: facts.name, labels },
        spec: {
          providerID: `aws:///${facts.zone}/${facts.instanceId}`,
          ...(facts.taints.length > 0 && { taints: structuredClone([...facts.taints]) }),
        },
        status: {
          conditions: [
            facts.isReady === false
              ? { type: 'Ready', status: 'False', reason: 'KubeletNotReady' }
              : { type: 'Ready', status: 'True', reason: 'KubeletReady' },
          ],
          nodeInfo: {
            kubeletVersion: facts.kubeletVersion,
            operatingSystem: facts.os,
            architecture: facts.labels['kubernetes.io/arch'] ?? 'amd64',
            osImage: facts.osImage,
          },
        },
      },
      'kubelet',
    );
  }

  /** The instance ends: its node answers no more, and goes with its pods a little later. */
  lose(instanceId: string): void {
    const { store, kernel, durationScale } = this.#around;
    this.#gone.add(instanceId);
    const node = this.#ofInstance(instanceId);
    if (!node) return;
    store.edit(NODES, node, 'kube-controller-manager', (draft) => {
      draft.status.conditions = [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }];
    });
    kernel.after(sampleDurationMs(kernel, 'kubernetes/node-gone', durationScale), () => {
      const held = store.find(NODES, node.metadata.name);
      if (held?.metadata.uid === node.metadata.uid) store.remove(NODES, held);
      for (const pod of this.#podsOn([node.metadata.name])) this.#workloads.forget(pod);
      this.#gone.delete(instanceId);
    });
  }

  /**
   * Cordons the nodes of the instances and evicts their pods, again after each change, until none is left. False if
   * some are left after `timeoutMs`.
   */
  drain(
    instanceIds: readonly string[],
    options: {
      readonly timeoutMs?: number;
      readonly sparesDoNotDisrupt?: boolean;
      /** The drain stands still while this is false. */
      readonly isRunning?: () => boolean;
    } = {},
  ): Promise<boolean> {
    const names: string[] = [];
    for (const instanceId of instanceIds) {
      const node = this.#ofInstance(instanceId);
      if (!node) continue;
      names.push(node.metadata.name);
      this.#around.store.edit(NODES, node, 'eks', (draft) => {
        draft.spec.unschedulable = true;
      });
    }
    let isWorking = false;
    const isEmpty = () => {
      // Evicting changes the store, which asks again: the outermost round tells.
      if (isWorking) return false;
      isWorking = true;
      if (options.isRunning?.() ?? true) {
        for (const pod of this.#podsOn(names)) {
          const isHeld = options.sparesDoNotDisrupt && pod.metadata.annotations?.[DO_NOT_DISRUPT] === 'true';
          if (!isHeld) this.#tryToEvict(pod);
        }
      }
      isWorking = false;
      return this.#podsOn(names).length === 0;
    };
    return this.#around.store.until(isEmpty, options.timeoutMs);
  }

  /** Evicts a pod if its budgets let it; throws the errors of the eviction subresource. */
  evict(pod: Pod): void {
    const { store } = this.#around;
    admit(store, { operation: 'CREATE', type: PODS, subresource: 'eviction', object: pod });
    assertEvictable(store, pod);
    this.#workloads.end(pod);
  }

  #tryToEvict(pod: Pod): void {
    if (pod.metadata.deletionTimestamp !== undefined) return;
    try {
      this.evict(pod);
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
    }
  }

  #ofInstance(instanceId: string): KubeNode | undefined {
    return this.#around.store.list(NODES).find((node) => instanceOf(node) === instanceId);
  }

  #podsOn(names: readonly string[]): readonly Pod[] {
    return this.#around.store.list(PODS).filter(({ spec }) => names.includes(spec.nodeName ?? ''));
  }
}
