import type { PolicyRule } from 'kubernetes-types/rbac/v1.js';
import { CLUSTER_ROLE_BINDINGS, CLUSTER_ROLES } from '../api/resources.ts';
import type { ObjectStore } from '../api/store.ts';
import { rulesOfAccessPolicy } from './policies.ts';

/**
 * The identity of a caller, as the cluster's authenticator tells it, with the access policies that EKS itself judges
 * by.
 */
export interface Identity {
  readonly username: string;
  readonly groups: readonly string[];
  readonly policies: readonly {
    readonly policyArn: string;
    /** Absent where the policy's scope is the cluster. */
    readonly namespaces?: readonly string[];
  }[];
}

/** The attributes of a request: a verb on a resource, or on a path that is none. */
export type Attributes =
  | {
      readonly verb: string;
      readonly group: string;
      /** `plural`, or `plural/subresource`. */
      readonly resource: string;
      readonly name: string | undefined;
      readonly namespace: string | undefined;
    }
  | { readonly verb: string; readonly path: string };

const has = (list: readonly string[] | undefined, wanted: string): boolean =>
  list?.some((held) => held === '*' || held === wanted) ?? false;

/** RBAC's own reading of a rule (Kubernetes, "Using RBAC Authorization"). */
function allows(rule: PolicyRule, asked: Attributes): boolean {
  if (!has(rule.verbs, asked.verb)) return false;
  if ('path' in asked) {
    return (
      rule.nonResourceURLs?.some((url) =>
        url.endsWith('*') ? asked.path.startsWith(url.slice(0, -1)) : url === asked.path,
      ) ?? false
    );
  }
  const { group, resource, name } = asked;
  const [, subresource] = resource.split('/');
  const ofResource =
    has(rule.resources, resource) ||
    (subresource !== undefined && (rule.resources?.includes(`*/${subresource}`) ?? false));
  const ofName = !rule.resourceNames?.length || (name !== undefined && rule.resourceNames.includes(name));
  return has(rule.apiGroups, group) && ofResource && ofName;
}

/** Rules that ClusterRoleBindings give; a binding to a role that is not there gives none. */
function rulesByRbac(store: ObjectStore, { username, groups }: Identity): readonly PolicyRule[] {
  const rules: PolicyRule[] = [];
  for (const { subjects, roleRef } of store.list(CLUSTER_ROLE_BINDINGS)) {
    const isBound = subjects.some(
      ({ kind, name }) =>
        (kind === 'User' && name === username) || (kind === 'Group' && groups.includes(name)),
    );
    if (isBound) rules.push(...(store.find(CLUSTER_ROLES, roleRef.name)?.rules ?? []));
  }
  return rules;
}

/** EKS asks RBAC and the access policies; either may allow (EKS guide, "Associate access policies"). */
export function isAllowed(store: ObjectStore, identity: Identity, asked: Attributes): boolean {
  if (identity.groups.includes('system:masters')) return true;
  if (rulesByRbac(store, identity).some((rule) => allows(rule, asked))) return true;
  return identity.policies.some(({ policyArn, namespaces }) => {
    if (namespaces && ('path' in asked || !namespaces.includes(asked.namespace ?? ''))) return false;
    return rulesOfAccessPolicy(policyArn).some((rule) => allows(rule, asked));
  });
}

/** A 403's reason in the words of the API server's `ForbiddenMessage`. */
export function denial({ username }: Identity, asked: Attributes): string {
  if ('path' in asked) return `User "${username}" cannot ${asked.verb} path "${asked.path}"`;
  const where =
    asked.namespace === undefined ? 'at the cluster scope' : `in the namespace "${asked.namespace}"`;
  return `User "${username}" cannot ${asked.verb} resource "${asked.resource}" in API group "${asked.group}" ${where}`;
}

/** The first rule of `rules` that the caller does not hold by RBAC: nobody may grant more than they have. */
export function notHeld(
  store: ObjectStore,
  identity: Identity,
  rules: readonly PolicyRule[],
): PolicyRule | undefined {
  const held = rulesByRbac(store, identity);
  return rules.find(
    (rule) =>
      !(rule.apiGroups ?? []).every((group) =>
        (rule.resources ?? []).every((resource) =>
          rule.verbs.every((verb) =>
            (rule.resourceNames?.length ? rule.resourceNames : [undefined]).every((name) =>
              held.some((mine) => allows(mine, { verb, group, resource, name, namespace: undefined })),
            ),
          ),
        ),
      ),
  );
}

/** A rule as the escalation check prints it: `{APIGroups:["apps"], Resources:["pods"], Verbs:["get"]}`. */
export function printed({ apiGroups = [], resources = [], resourceNames, verbs }: PolicyRule): string {
  const list = (items: readonly string[]) => `[${items.map((item) => JSON.stringify(item)).join(' ')}]`;
  const names = resourceNames?.length ? `, ResourceNames:${list(resourceNames)}` : '';
  return `{APIGroups:${list(apiGroups)}, Resources:${list(resources)}${names}, Verbs:${list(verbs)}}`;
}
