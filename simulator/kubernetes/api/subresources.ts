import type { Deployment, Pod, StoredObject } from './objects.ts';
import type { ApiAnswer } from './request.ts';
import { DEPLOYMENTS } from './resources.ts';
import type { ServedRequest } from './served-request.ts';
import { badRequest, invalid, otherUid } from './status.ts';
import { admit } from './webhooks.ts';
import { assertVersion, bodyOf, patchOf } from './writes.ts';

function scaleOf({ metadata, spec, status }: Deployment): object {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const selector = Object.entries(spec.selector.matchLabels).map(([key, value]) => `${key}=${value}`);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec.replicas },
    status: { replicas: status.replicas ?? 0, selector: selector.join(',') },
  };
}

export const showScale = (found: StoredObject): ApiAnswer => ({
  statusCode: 200,
  body: scaleOf(found as Deployment),
});

/** Sets a Deployment's replicas (Kubernetes API reference, "Scale"). */
export function patchScale(served: ServedRequest, found: StoredObject): ApiAnswer {
  const { cluster, type, manager } = served;
  const patch = patchOf(served);
  assertVersion(type, found, patch.metadata?.resourceVersion);
  const deployment = found as Deployment;
  const { replicas = deployment.spec.replicas } = (patch.spec ?? {}) as { replicas?: number };
  if (!Number.isInteger(replicas)) throw badRequest(`json: cannot unmarshal replicas ${replicas} into int32`);
  if (replicas < 0) {
    const scale = { kind: 'Scale', group: 'autoscaling' };
    const why = 'must be greater than or equal to 0';
    throw invalid(scale, found.metadata.name, { field: 'spec.replicas', value: replicas, why });
  }
  admit(cluster.store, { operation: 'UPDATE', type, subresource: 'scale', object: found });
  const kept = cluster.store.edit(DEPLOYMENTS, deployment, manager, (draft) => {
    draft.spec.replicas = replicas;
  });
  return { statusCode: 200, body: scaleOf(kept) };
}

interface EvictionBody {
  readonly metadata?: { readonly name?: string };
  readonly deleteOptions?: { readonly preconditions?: { readonly uid?: string } };
}

/** Of the options of a deletion, the precondition that it is that very object is modelled. */
const isModelled = ({ preconditions = {}, ...others }: NonNullable<EvictionBody['deleteOptions']>): boolean =>
  Object.keys(others).length === 0 && Object.keys(preconditions).every((name) => name === 'uid');

/** Evicts a pod by the leave of its budgets (Kubernetes, "API-initiated Eviction"). */
export function evict(served: ServedRequest, found: StoredObject): ApiAnswer {
  const { metadata, deleteOptions = {} } = bodyOf<EvictionBody>(served);
  if (!isModelled(deleteOptions)) return served.notSimulated('create pods/eviction with deleteOptions');
  const { name, uid } = found.metadata;
  if (metadata?.name !== name) throw badRequest(`name in URL does not match name in Eviction object`);
  const wanted = deleteOptions.preconditions?.uid;
  if (wanted !== undefined && wanted !== uid) throw otherUid(served.type, name, { wanted, uid });
  served.cluster.nodes.evict(found as Pod);
  return {
    statusCode: 201,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
  };
}
