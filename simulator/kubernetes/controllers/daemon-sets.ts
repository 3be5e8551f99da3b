import type { DaemonSet } from '../api/objects.ts';
import { NODES } from '../api/resources.ts';
import type { ObjectStore } from '../api/store.ts';
import { fits, isNodeReady } from './pods.ts';

/** A DaemonSet as the API shows it: a pod on each node that it fits, ready where the node is (Kubernetes, "DaemonSet"). */
export function withNodes(store: ObjectStore, daemonSet: DaemonSet): DaemonSet {
  const nodes = store
    .list(NODES)
    .filter(({ metadata, spec }) =>
      fits(daemonSet.spec.template.spec ?? {}, metadata.labels ?? {}, spec.taints),
    );
  const ready = nodes.filter(isNodeReady).length;
  const status = { desiredNumberScheduled: nodes.length, numberReady: ready, numberAvailable: ready };
  return { ...daemonSet, status };
}
