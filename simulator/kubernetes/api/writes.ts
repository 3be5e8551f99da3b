import { isBuiltIn } from '../controllers/karpenter.ts';
import { QUANTITY } from '../quantity.ts';
import type { NodePool, StoredObject } from './objects.ts';
import { mergePatch } from './patch.ts';
import type { ApiAnswer } from './request.ts';
import { NODE_POOLS, type ResourceType } from './resources.ts';
import type { ServedRequest } from './served-request.ts';
import { badRequest, conflict, forbidden, invalid, KubernetesError } from './status.ts';
import { admit } from './webhooks.ts';

const MERGE_PATCH = 'application/merge-patch+json';
/** Ways to patch that the API knows and that are not simulated. */
const OTHER_PATCHES = [
  'application/json-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'application/apply-patch+cbor',
];

/** Members that a patch may change, by resource; any other ends the run by name. */
const PATCHABLE: Readonly<Record<string, readonly string[]>> = {
  nodes: ['metadata.labels', 'metadata.annotations', 'spec.unschedulable'],
  nodepools: ['metadata.labels', 'metadata.annotations', 'spec.limits'],
  'deployments/scale': ['spec.replicas'],
};
/** Members that only name the object and its version. */
const NAMING = ['apiVersion', 'kind', 'metadata.name', 'metadata.namespace', 'metadata.resourceVersion'];

export interface PatchBody {
  readonly metadata?: { readonly resourceVersion?: string } & Record<string, unknown>;
  readonly spec?: Record<string, unknown>;
}

export function bodyOf<T>({ request }: ServedRequest): T {
  try {
    return JSON.parse(new TextDecoder().decode(request.body)) as T;
  } catch {
    throw badRequest("the object provided is unrecognized: couldn't get version/kind; json parse error");
  }
}

/** The merge patch of a request, held against the members that are modelled. */
export function patchOf(served: ServedRequest): PatchBody {
  const { request, info, notSimulated } = served;
  const resource = info.subresource === undefined ? info.plural : `${info.plural}/${info.subresource}`;
  const contentType = (request.headers['content-type'] ?? '').split(';')[0] ?? '';
  if (OTHER_PATCHES.includes(contentType)) return notSimulated(`patch ${resource} by ${contentType}`);
  if (contentType !== MERGE_PATCH) {
    const known = [MERGE_PATCH, ...OTHER_PATCHES].join(', ');
    throw new KubernetesError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: ${known}`,
    );
  }
  const patch = bodyOf<PatchBody>(served);
  const allowed = [...NAMING, ...(PATCHABLE[resource] ?? [])];
  for (const [top, members] of Object.entries(patch)) {
    const names = NAMING.includes(top) ? [] : Object.keys(members as object).map((name) => `${top}.${name}`);
    const unmodelled = names.find((name) => !allowed.includes(name));
    if (unmodelled !== undefined) return notSimulated(`patch ${resource} with ${unmodelled}`);
  }
  return patch;
}

/** A version that is given must still be the object's (API conventions, optimistic concurrency). */
export function assertVersion(
  type: ResourceType,
  { metadata }: StoredObject,
  resourceVersion: string | undefined,
): void {
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion)
    throw conflict(type, metadata.name);
}

export function patchObject(served: ServedRequest, found: StoredObject): ApiAnswer {
  const { cluster, type, manager } = served;
  const patch = patchOf(served);
  assertVersion(type, found, patch.metadata?.resourceVersion);
  const patched = mergePatch(structuredClone(found), patch) as StoredObject;
  if (type === NODE_POOLS) checkNodePool(served, found as NodePool, patched as NodePool);
  admit(cluster.store, { operation: 'UPDATE', type, object: patched });
  const kept = cluster.store.edit(type, found, manager, (draft) => {
    Object.assign(draft, patched);
  });
  return { statusCode: 200, body: kept };
}

function checkNodePool({ cluster, type }: ServedRequest, found: NodePool, patched: NodePool): void {
  const { name } = found.metadata;
  if (isBuiltIn(found) && cluster.refusesBuiltInChanges)
    throw forbidden(type, name, 'built-in node pools cannot be modified');
  for (const [resource, value] of Object.entries(patched.spec.limits ?? {})) {
    if (QUANTITY.test(value)) continue;
    const field = `spec.limits.${resource}`;
    const why = `${field} in body should match '${QUANTITY.source}'`;
    throw invalid(type, name, { field, value, why });
  }
}
