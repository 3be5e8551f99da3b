import type { Pod, StatefulSet } from '../api/objects.ts';
import { PODS, STATEFUL_SETS } from '../api/resources.ts';
import { admit } from '../api/webhooks.ts';
import type { Surroundings } from '../surroundings.ts';
import { isReady, statefulSetOf } from './pods.ts';
import { Syncs } from './syncs.ts';
import type { Workloads } from './workloads.ts';

const CONTROLLER = 'kube-controller-manager';

const ordinalOf = ({ metadata }: Pod): number => Number(metadata.name.split('-').at(-1));

/**
 * StatefulSets: pods of fixed names, which come one after the other, each once those before it are Ready, and go from the
 * last one on (Kubernetes, "StatefulSets", deployment and scaling guarantees). With the policy `Parallel` none waits for
 * another. A pod's name is free again only once the pod before it has gone. Rollouts and volumes are not modelled.
 */
export class StatefulSets {
  readonly #around: Surroundings;
  readonly #workloads: Workloads;

  constructor(around: Surroundings, workloads: Workloads) {
    this.#around = around;
    this.#workloads = workloads;
    const syncs = new Syncs(around, (namespace, name) => {
      const found = around.store.find(STATEFUL_SETS, name, namespace);
      if (found) this.#sync(found);
    });
    around.store.watch((change, type, object) => {
      const { namespace = '', name } = object.metadata;
      if (type === STATEFUL_SETS && change !== 'deleted') syncs.soon(namespace, name);
      const owner = type === PODS ? statefulSetOf(object as Pod) : undefined;
      if (owner !== undefined) syncs.soon(namespace, owner);
    });
  }

  #sync(set: StatefulSet): void {
    const { name, namespace = '' } = set.metadata;
    const { replicas, podManagementPolicy } = set.spec;
    const isParallel = podManagementPolicy === 'Parallel';
    const owned = this.#around.store.list(PODS, namespace).filter((pod) => statefulSetOf(pod) === name);
    this.#showStatus(set, owned);
    const byOrdinal = new Map(owned.map((pod) => [ordinalOf(pod), pod]));
    for (let ordinal = 0; ordinal < replicas; ordinal++) {
      const pod = byOrdinal.get(ordinal);
      if (!pod) this.#create(set, ordinal);
      if (!isParallel && (!pod || !isReady(pod))) return;
    }
    const beyond = owned.filter((pod) => ordinalOf(pod) >= replicas);
    const lastFirst = beyond.sort((left, right) => ordinalOf(right) - ordinalOf(left));
    for (const pod of isParallel ? lastFirst : lastFirst.slice(0, 1)) this.#workloads.end(pod);
  }

  #create({ metadata: { name, namespace = '', uid }, spec }: StatefulSet, ordinal: number): void {
    const { store } = this.#around;
    const podName = `${name}-${ordinal}`;
    const labels = {
      ...spec.template.metadata?.labels,
      'apps.kubernetes.io/pod-index': String(ordinal),
      'statefulset.kubernetes.io/pod-name': podName,
    };
    const annotations = { ...spec.template.metadata?.annotations };
    admit(store, { operation: 'CREATE', type: PODS, object: { metadata: { labels, namespace } } });
    const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name, uid, controller: true };
    store.add(
      PODS,
      {
        metadata: { name: podName, namespace, labels, annotations, ownerReferences: [owner] },
        spec: { containers: [], ...structuredClone(spec.template.spec) },
        status: { phase: 'Pending' },
      },
      CONTROLLER,
    );
  }

  #showStatus(set: StatefulSet, owned: readonly Pod[]): void {
    const live = owned.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    this.#around.store.edit(STATEFUL_SETS, set, CONTROLLER, (draft) => {
      draft.status = {
        observedGeneration: set.metadata.generation,
        replicas: live.length,
        readyReplicas: live.filter(isReady).length,
      };
    });
  }
}
