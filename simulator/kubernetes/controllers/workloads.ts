import { sampleDurationMs } from '../../durations.ts';
import type { Deployment, Pod } from '../api/objects.ts';
import { DEPLOYMENTS, NODES, PODS } from '../api/resources.ts';
import { admit } from '../api/webhooks.ts';
import type { Surroundings } from '../surroundings.ts';
import { deploymentOf, fits, isNodeReady, isReady } from './pods.ts';
import { Syncs } from './syncs.ts';

const CONTROLLER = 'kube-controller-manager';

/** Pods that name another scheduler are not its own (Kubernetes, "Configure Multiple Schedulers"). */
const SCHEDULER = 'default-scheduler';

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * Deployments and the scheduler, as far as scaling needs them: a Deployment has as many pods as it has replicas, and
 * a pod runs on a Ready node that it fits. Its ReplicaSet is only a name in its pods. Rollouts and the room on a node
 * are not modelled.
 */
export class Workloads {
  readonly #around: Surroundings;
  readonly #syncs: Syncs;
  #isScheduling = false;
  /** Told of pods that no node takes. */
  whenUnschedulable: (pods: readonly Pod[]) => void = () => undefined;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#syncs = new Syncs(around, (namespace, name) => {
      const deployment = around.store.find(DEPLOYMENTS, name, namespace);
      if (deployment) this.#sync(deployment);
    });
    around.store.watch((change, type, object) => {
      const { namespace = '', name } = object.metadata;
      if (type === DEPLOYMENTS && change !== 'deleted') this.#syncs.soon(namespace, name);
      if (type === PODS) {
        const owner = deploymentOf(object as Pod);
        if (owner !== undefined) this.#syncs.soon(namespace, owner);
      }
      if (type === NODES || type === PODS) this.#scheduleSoon();
    });
  }

  /** Ends a pod: at once while no kubelet has it, else within its grace period. */
  end(pod: Pod): void {
    const { store } = this.#around;
    if (pod.spec.nodeName === undefined) {
      store.remove(PODS, pod);
      return;
    }
    if (pod.metadata.deletionTimestamp !== undefined) return;
    store.remove(PODS, pod, true);
    this.#after('kubernetes/pod-termination', () => this.forget(pod));
  }

  /** Takes a pod out, wherever it ran. */
  forget({ metadata }: Pod): void {
    const { store } = this.#around;
    const held = store.find(PODS, metadata.name, metadata.namespace);
    if (held?.metadata.uid === metadata.uid) store.remove(PODS, held);
  }

  #after(name: Parameters<typeof sampleDurationMs>[1], run: () => void): void {
    const { kernel, durationScale } = this.#around;
    kernel.after(sampleDurationMs(kernel, name, durationScale), run);
  }

  #sync(deployment: Deployment): void {
    const { name, namespace = '' } = deployment.metadata;
    const { store } = this.#around;
    const owned = store.list(PODS, namespace).filter((pod) => deploymentOf(pod) === name);
    const live = owned.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const missing = deployment.spec.replicas - live.length;
    this.#showStatus(deployment, live);
    // If there are too many pods, those that wait go first (Kubernetes, "ReplicaSet", scaling).
    const byUse = [...live].sort((left, right) => Number(isReady(left)) - Number(isReady(right)));
    for (const pod of byUse.slice(0, Math.max(0, -missing))) this.end(pod);
    for (let index = 0; index < missing; index++) this.#create(deployment);
  }

  #create({ metadata, spec }: Deployment): void {
    const { store, kernel, purpose } = this.#around;
    const { name, namespace = '', uid } = metadata;
    const replicaSet = `${name}-${uid.slice(0, 8)}`;
    const suffix = kernel.random(`${purpose}/pods`).text(5, LETTERS);
    const labels = { ...spec.template.metadata?.labels, 'pod-template-hash': uid.slice(0, 8) };
    const annotations = { ...spec.template.metadata?.annotations };
    admit(store, { operation: 'CREATE', type: PODS, object: { metadata: { labels, namespace } } });
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: replicaSet, uid, controller: true };
    store.add(
      PODS,
      {
        metadata: {
          name: `${replicaSet}-${suffix}`,
          namespace,
          labels,
          annotations,
          ownerReferences: [owner],
        },
        spec: { containers: [], ...structuredClone(spec.template.spec) },
        status: { phase: 'Pending' },
      },
      CONTROLLER,
    );
  }

  #showStatus(deployment: Deployment, live: readonly Pod[]): void {
    this.#around.store.edit(DEPLOYMENTS, deployment, CONTROLLER, (draft) => {
      draft.status = {
        observedGeneration: deployment.metadata.generation,
        replicas: live.length,
        updatedReplicas: live.length,
        readyReplicas: live.filter(isReady).length,
        availableReplicas: live.filter(isReady).length,
      };
    });
  }

  #scheduleSoon(): void {
    if (this.#isScheduling) return;
    this.#isScheduling = true;
    this.#after('kubernetes/controller-sync', () => {
      this.#isScheduling = false;
      this.#schedule();
    });
  }

  #schedule(): void {
    const { store } = this.#around;
    const all = store.list(PODS);
    const waiting = all.filter(
      ({ spec, metadata }) =>
        spec.nodeName === undefined &&
        metadata.deletionTimestamp === undefined &&
        (spec.schedulerName ?? SCHEDULER) === SCHEDULER,
    );
    if (waiting.length === 0) return;
    const nodes = store.list(NODES).filter((node) => isNodeReady(node) && !node.spec.unschedulable);
    const counts = new Map<string, number>();
    for (const { spec } of all) {
      if (spec.nodeName !== undefined) counts.set(spec.nodeName, (counts.get(spec.nodeName) ?? 0) + 1);
    }
    const unschedulable = waiting.filter((pod) => {
      const [chosen] = nodes
        .filter((node) => fits(pod.spec, node.metadata.labels ?? {}, node.spec.taints))
        .sort((a, b) => (counts.get(a.metadata.name) ?? 0) - (counts.get(b.metadata.name) ?? 0));
      if (!chosen) return true;
      counts.set(chosen.metadata.name, (counts.get(chosen.metadata.name) ?? 0) + 1);
      this.bind(pod, chosen.metadata.name);
      return false;
    });
    if (unschedulable.length > 0) this.whenUnschedulable(unschedulable);
  }

  /** Gives a pod to a node, whose kubelet starts it. */
  bind(pod: Pod, nodeName: string): void {
    const { store } = this.#around;
    const bound = store.edit(PODS, pod, 'kube-scheduler', (draft) => {
      draft.spec.nodeName = nodeName;
    });
    this.#after('kubernetes/pod-start', () => {
      const held = store.find(PODS, bound.metadata.name, bound.metadata.namespace);
      if (held?.metadata.uid !== bound.metadata.uid || held.metadata.deletionTimestamp !== undefined) return;
      store.edit(PODS, held, 'kubelet', (draft) => {
        draft.status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
      });
    });
  }
}
