import type { PolicyRule } from 'kubernetes-types/rbac/v1.js';
import { isAllowed, notHeld, printed } from '../access/authorization.ts';
import type { ClusterRole, ClusterRoleBinding, StoredObject } from './objects.ts';
import type { ApiAnswer } from './request.ts';
import { apiVersionOf, CLUSTER_ROLE_BINDINGS, CLUSTER_ROLES } from './resources.ts';
import type { ServedRequest } from './served-request.ts';
import { alreadyExists, badRequest, forbidden, invalid } from './status.ts';
import { admit } from './webhooks.ts';
import { assertVersion, bodyOf } from './writes.ts';

type Written = Partial<ClusterRole & ClusterRoleBinding>;

/** Members of each kind that are kept; an aggregated role is not modelled. */
const MEMBERS = new Set(['apiVersion', 'kind', 'metadata', 'rules', 'roleRef', 'subjects']);
const METADATA = new Set(['name', 'labels', 'annotations', 'resourceVersion']);

function objectOf(served: ServedRequest): Written {
  const { type, notSimulated, info } = served;
  const object = bodyOf<Written>(served);
  const { apiVersion, kind, metadata } = object;
  if (apiVersion !== apiVersionOf(type) || kind !== type.kind)
    throw badRequest(`the API version and kind in the data do not match ${apiVersionOf(type)}, ${type.kind}`);
  const unmodelled = [
    ...Object.keys(object).filter((name) => !MEMBERS.has(name)),
    ...Object.keys(metadata ?? {}).filter((name) => info.verb === 'create' && !METADATA.has(name)),
  ][0];
  if (unmodelled !== undefined) return notSimulated(`${info.verb} ${type.plural} with ${unmodelled}`);
  if (!metadata?.name)
    throw invalid(type, '', { field: 'metadata.name', value: '', why: 'name or generateName is required' });
  return object;
}

/**
 * Nobody grants more than they have (Kubernetes, "Privilege escalation prevention and bootstrapping"): unless they may
 * `escalate` roles, or `bind` this one.
 */
function assertMayGrant(served: ServedRequest, object: Written): void {
  const { cluster, identity, type } = served;
  const isRole = type === CLUSTER_ROLES;
  const name = object.metadata?.name ?? '';
  const roleName = isRole ? name : (object.roleRef?.name ?? '');
  const role = { verb: isRole ? 'escalate' : 'bind', group: type.group, resource: 'clusterroles' };
  if (isAllowed(cluster.store, identity, { ...role, name: roleName, namespace: undefined })) return;
  const rules: readonly PolicyRule[] = isRole
    ? (object.rules ?? [])
    : (cluster.store.find(CLUSTER_ROLES, roleName)?.rules ?? []);
  const excess = notHeld(cluster.store, identity, rules);
  if (!excess) return;
  const groups = identity.groups.map((group) => JSON.stringify(group)).join(' ');
  throw forbidden(
    type,
    name,
    `user "${identity.username}" (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${printed(excess)}`,
  );
}

const kept = ({ rules, roleRef, subjects }: Written) => ({
  ...(rules && { rules }),
  ...(roleRef && { roleRef, subjects: subjects ?? [] }),
});

/** Makes a ClusterRole or a ClusterRoleBinding. */
export function createRole(served: ServedRequest): ApiAnswer {
  const { cluster, type, manager } = served;
  const object = objectOf(served);
  const { name = '', labels, annotations } = object.metadata ?? {};
  assertMayGrant(served, object);
  const metadata = { name, ...(labels && { labels }), ...(annotations && { annotations }) };
  admit(cluster.store, { operation: 'CREATE', type, object: { metadata } });
  if (cluster.store.find(type, name)) throw alreadyExists(type, name);
  return { statusCode: 201, body: cluster.store.add(type, { metadata, ...kept(object) }, manager) };
}

/** Replaces an object; a binding's role stays (API reference, "roleRef is immutable"). */
export function updateRole(served: ServedRequest, found: StoredObject): ApiAnswer {
  const { cluster, type, manager } = served;
  const object = objectOf(served);
  assertVersion(type, found, object.metadata?.resourceVersion);
  const before = found as ClusterRole & ClusterRoleBinding;
  const isBinding = type === CLUSTER_ROLE_BINDINGS;
  if (isBinding && JSON.stringify(before.roleRef) !== JSON.stringify(object.roleRef)) {
    const why = 'cannot change roleRef';
    throw invalid(type, found.metadata.name, { field: 'roleRef', value: object.roleRef, why });
  }
  const isSame =
    JSON.stringify(before.rules) === JSON.stringify(object.rules) &&
    JSON.stringify(before.subjects) === JSON.stringify(object.subjects);
  if (!isSame) assertMayGrant(served, object);
  admit(cluster.store, { operation: 'UPDATE', type, object: found });
  const after = cluster.store.edit(type, found, manager, (draft) => {
    Object.assign(draft, kept(object));
    for (const member of ['labels', 'annotations'] as const) {
      const given = object.metadata?.[member];
      if (given) draft.metadata[member] = given;
      else delete draft.metadata[member];
    }
  });
  return { statusCode: 200, body: after };
}
