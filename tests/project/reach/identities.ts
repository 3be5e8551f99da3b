import type { Role } from '../../../simulator/iam/state.ts';
import type { ReachAccount } from './account.ts';
import { type Context, may } from './asks.ts';
import { spokenOf } from './handovers.ts';
import { ACCOUNT } from './resolve.ts';

const boundaryOf = (boundary: string | undefined): Context =>
  boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary };

/** True where one may rewrite the role's trust policy, or its permissions within its boundary. */
export const retrusts = (account: ReachAccount, from: string, role: Role): boolean =>
  may(account, from, {
    action: 'iam:UpdateAssumeRolePolicy',
    resource: role.arn,
    context: boundaryOf(role.permissionsBoundary),
  });

const NEW_ROLES = ['x', 'eks-fleet/x', 'eks-fleet/eks-fleet-prod-x', 'eks-fleet/eks-fleet-dev-x'].map(
  (name) => `arn:aws:iam::${ACCOUNT}:role/${name}`,
);

/** The boundaries within which one may give any right: `undefined` where there is none. */
export function boundariesFrom(account: ReachAccount, from: string): ReadonlySet<string | undefined> {
  const all = [undefined, ...account.policyArns()];
  const found = new Set<string | undefined>();
  for (const boundary of all) {
    const context = boundaryOf(boundary);
    const makes = [...NEW_ROLES, ...spokenOf(account, `arn:aws:iam::${ACCOUNT}:role/`)].some((resource) =>
      may(
        account,
        from,
        { action: 'iam:CreateRole', resource, context },
        { action: 'iam:PutRolePolicy', resource, context },
      ),
    );
    if (makes) found.add(boundary);
  }
  for (const role of account.roles.values()) {
    const writes = (boundary: string | undefined) =>
      may(account, from, { action: 'iam:PutRolePolicy', resource: role.arn, context: boundaryOf(boundary) });
    if (writes(role.permissionsBoundary)) found.add(role.permissionsBoundary);
    const removes = {
      action: 'iam:DeleteRolePermissionsBoundary',
      resource: role.arn,
      context: boundaryOf(role.permissionsBoundary),
    };
    if (role.permissionsBoundary !== undefined && may(account, from, removes) && writes(undefined))
      found.add(undefined);
    for (const boundary of account.policyArns()) {
      const puts = {
        action: 'iam:PutRolePermissionsBoundary',
        resource: role.arn,
        context: boundaryOf(boundary),
      };
      if (may(account, from, puts) && writes(boundary)) found.add(boundary);
    }
  }
  return found;
}
