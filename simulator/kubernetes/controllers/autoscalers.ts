import type { Deployment, HorizontalPodAutoscaler } from '../api/objects.ts';
import { AUTOSCALERS, DEPLOYMENTS } from '../api/resources.ts';
import type { Surroundings } from '../surroundings.ts';

const CONTROLLER = 'kube-controller-manager';

/** The sync period of the controller (Kubernetes, "Horizontal Pod Autoscaling", --horizontal-pod-autoscaler-sync-period). */
const SYNC_MS = 15_000;

/**
 * HorizontalPodAutoscalers of Deployments under a load that does not change: what one has found at first is what its metrics ask
 * for from then on, within its minimum and maximum. So replicas that somebody raises are lowered at the next sync: the window
 * in which a lower recommendation is held back has none but that. A target with no replicas is left alone.
 */
export class Autoscalers {
  readonly #around: Surroundings;
  /** Replicas that the load asks for, by the uid of the autoscaler. */
  readonly #asked = new Map<string, number>();
  readonly #pending = new Set<string>();

  constructor(around: Surroundings) {
    this.#around = around;
    around.store.watch((change, type, object) => {
      if (change === 'deleted') return;
      if (type === AUTOSCALERS) this.#soon(object as HorizontalPodAutoscaler);
      if (type !== DEPLOYMENTS) return;
      for (const autoscaler of around.store.list(AUTOSCALERS))
        if (isFor(autoscaler, object as Deployment)) this.#soon(autoscaler);
    });
  }

  #soon({ metadata: { uid, name, namespace } }: HorizontalPodAutoscaler): void {
    if (this.#pending.has(uid)) return;
    this.#pending.add(uid);
    const { kernel, store } = this.#around;
    kernel.after(SYNC_MS - (kernel.now() % SYNC_MS), () => {
      this.#pending.delete(uid);
      const autoscaler = store.find(AUTOSCALERS, name, namespace);
      if (autoscaler) this.#sync(autoscaler);
    });
  }

  #sync(autoscaler: HorizontalPodAutoscaler): void {
    const { store } = this.#around;
    const { minReplicas = 1, maxReplicas } = autoscaler.spec;
    const target = store.list(DEPLOYMENTS).find((one) => isFor(autoscaler, one));
    if (!target || target.spec.replicas === 0) return;
    const { uid } = autoscaler.metadata;
    const asked = this.#asked.get(uid) ?? target.spec.replicas;
    this.#asked.set(uid, asked);
    const replicas = Math.min(maxReplicas, Math.max(minReplicas, asked));
    if (target.spec.replicas === replicas) return;
    store.edit(DEPLOYMENTS, target, CONTROLLER, (draft) => {
      draft.spec.replicas = replicas;
    });
  }
}

const isFor = ({ metadata, spec }: HorizontalPodAutoscaler, deployment: Deployment): boolean =>
  spec.scaleTargetRef.kind === 'Deployment' &&
  spec.scaleTargetRef.name === deployment.metadata.name &&
  metadata.namespace === deployment.metadata.namespace;
