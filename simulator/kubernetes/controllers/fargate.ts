import { sampleDurationMs } from '../../durations.ts';
import type { Pod } from '../api/objects.ts';
import { NODES, PODS } from '../api/resources.ts';
import type { Surroundings } from '../surroundings.ts';
import type { NodeFacts } from './nodes.ts';
import type { Workloads } from './workloads.ts';

/** The label and taint of Fargate's nodes (EKS guide, "Simplify compute management with Fargate"). */
const COMPUTE_TYPE = 'eks.amazonaws.com/compute-type';

/** EKS's part in Fargate. */
export interface FargateHost {
  /** Whether a profile selects the pod (EKS guide, "Define which Pods use Fargate when launched"). */
  selects(pod: Pod): boolean;
  /** A node of the control plane's version of this moment, for one pod alone. */
  newNode(pod: Pod): Pick<NodeFacts, 'name' | 'zone' | 'kubeletVersion' | 'osImage'>;
}

/**
 * Fargate: each pod that a profile selects gets a node of its own, of the control plane's version, which goes with it. A
 * pod stays at its version for as long as it lives; one that comes in its place is new (EKS guide, version FAQs).
 */
export class Fargate {
  readonly #around: Surroundings;
  readonly #workloads: Workloads;
  readonly #host: FargateHost;

  constructor(around: Surroundings, workloads: Workloads, host: FargateHost) {
    this.#around = around;
    this.#workloads = workloads;
    this.#host = host;
    around.store.watch((change, type, object) => {
      if (type === PODS) this.#follow(change, object as Pod);
    });
  }

  #follow(change: string, pod: Pod): void {
    if (change === 'deleted') this.#removeNode(pod);
    else if (change === 'added' && pod.spec.nodeName === undefined && this.#host.selects(pod))
      this.#take(pod);
  }

  /** EKS's webhook gives the pod to Fargate's scheduler as it is made. */
  #take(pod: Pod): void {
    const { kernel, durationScale, store } = this.#around;
    const { uid, name, namespace } = store.edit(PODS, pod, 'eks', (draft) => {
      draft.spec.schedulerName = 'fargate-scheduler';
    }).metadata;
    kernel.after(sampleDurationMs(kernel, 'eks/fargate-pod', durationScale), () => {
      const held = store.find(PODS, name, namespace);
      if (held?.metadata.uid !== uid || held.metadata.deletionTimestamp !== undefined) return;
      const node = this.#host.newNode(held);
      this.#addNode(node);
      this.#workloads.bind(held, node.name);
    });
  }

  #addNode({ name, zone, kubeletVersion, osImage }: ReturnType<FargateHost['newNode']>): void {
    this.#around.store.add(
      NODES,
      {
        metadata: {
          name,
          labels: {
            [COMPUTE_TYPE]: 'fargate',
            'kubernetes.io/hostname': name,
            'kubernetes.io/os': 'linux',
            'kubernetes.io/arch': 'amd64',
            'topology.kubernetes.io/zone': zone,
            'topology.kubernetes.io/region': zone.replace(/[a-z]$/, ''),
          },
        },
        spec: {
          providerID: `aws:///${zone}/${name}`,
          taints: [{ key: COMPUTE_TYPE, value: 'fargate', effect: 'NoSchedule' }],
        },
        status: {
          conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
          nodeInfo: { kubeletVersion, operatingSystem: 'linux', architecture: 'amd64', osImage },
        },
      },
      'kubelet',
    );
  }

  #removeNode({ spec }: Pod): void {
    const { store } = this.#around;
    const node = store.find(NODES, spec.nodeName ?? '');
    if (node?.metadata.labels?.[COMPUTE_TYPE] === 'fargate') store.remove(NODES, node);
  }
}
