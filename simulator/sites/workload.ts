import type { InCluster } from '../eks/in-cluster.ts';
import { DEPLOYMENTS } from '../kubernetes/api/resources.ts';
import type { Asker } from './asker.ts';
import type { Application } from './sites.ts';

/** The Deployment that serves an application. */
export interface Backing {
  readonly cluster: string;
  readonly namespace: string;
  readonly deployment: string;
  /** Ready pods that serve all of the traffic; fewer serve their share of it. */
  readonly needs: number;
}

/** The state of an application's data: a standby's are read-only until it is promoted. */
export type DataState = 'writable' | 'read-only';

/**
 * An application in a cluster: it answers while it has Ready pods, serves as much as these can, and takes writes only where
 * its data does. What is in front of it (a WAF) may turn away everything but clients.
 */
export class Workload implements Application {
  readonly #backing: Backing;
  readonly #inCluster: InCluster;
  readonly #changed: () => void;
  #data: DataState;
  #blocksProbes: boolean;
  /** The share of clients' requests that only read. */
  readonly #readsShare: number;

  constructor(
    backing: Backing,
    inCluster: InCluster,
    changed: () => void,
    state: { readonly data: DataState; readonly blocksProbes: boolean; readonly readsShare: number },
  ) {
    this.#backing = backing;
    this.#inCluster = inCluster;
    this.#changed = changed;
    this.#data = state.data;
    this.#blocksProbes = state.blocksProbes;
    this.#readsShare = state.readsShare;
    inCluster.kubernetes(backing.cluster).store.watch((_change, type, { metadata }) => {
      if (type === DEPLOYMENTS && metadata.name === backing.deployment) changed();
    });
  }

  set(state: { readonly data?: DataState | undefined; readonly blocksProbes?: boolean | undefined }): void {
    this.#data = state.data ?? this.#data;
    this.#blocksProbes = state.blocksProbes ?? this.#blocksProbes;
    this.#changed();
  }

  get #readyPods(): number {
    const { cluster, deployment, namespace } = this.#backing;
    if (!this.#inCluster.hasCluster(cluster)) return 0;
    const found = this.#inCluster.kubernetes(cluster).store.find(DEPLOYMENTS, deployment, namespace);
    return found?.status.readyReplicas ?? 0;
  }

  statusFor({ isClient = false }: Asker): number {
    if (this.#blocksProbes && !isClient) return 403;
    if (this.#readyPods === 0) return 503;
    return isClient && this.#data === 'read-only' ? 503 : 200;
  }

  servedShare(): number {
    const capacity = Math.min(1, this.#readyPods / this.#backing.needs);
    return capacity * (this.#data === 'writable' ? 1 : this.#readsShare);
  }
}
