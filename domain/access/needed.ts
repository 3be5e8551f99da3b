import { FLEET_ROLE } from '../kubernetes/fleet-role.ts';
import type { AccessQuestion, AccessRule } from '../ports/kubernetes.ts';

const rules: readonly AccessRule[] = FLEET_ROLE.rules;

/** All that the fleet has to be allowed inside of a cluster, one question each. */
export const NEEDED: readonly AccessQuestion[] = rules.flatMap(({ apiGroups, resources, verbs }) =>
  apiGroups.flatMap((group) =>
    resources.flatMap((resource) => verbs.map((verb) => ({ verb, group, resource }))),
  ),
);
