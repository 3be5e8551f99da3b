import type { ClusterConfig } from '../../cluster-config/config.ts';
import type { Account } from '../account.ts';
import { rolesAnywhereOutputs, rolesAnywhereResources } from '../hybrid-nodes.ts';
import { logicalId, ownTags, rolePath } from '../names.ts';
import {
  getAtt,
  present,
  type Resources,
  type Template,
  type TemplateResource,
  tagList,
  template,
} from '../template.ts';
import type { DesiredRole } from './desired-role.ts';
import { desiredRoles } from './roles.ts';

/** Its policies, and the deployment's limits where the document's own boundary takes the place of the deployment's. */
function managedPolicies(account: Account, { boundary, managedPolicyArns }: DesiredRole): readonly string[] {
  const limits = boundary === undefined ? undefined : account.limitsPolicyArn;
  return limits === undefined ? managedPolicyArns : [...managedPolicyArns, limits];
}

function roleResource(config: ClusterConfig, account: Account, role: DesiredRole): TemplateResource {
  const policies = managedPolicies(account, role);
  return {
    Type: 'AWS::IAM::Role',
    Properties: present({
      RoleName: role.name,
      Path: rolePath,
      AssumeRolePolicyDocument: role.trust,
      ManagedPolicyArns: policies.length > 0 ? policies : undefined,
      Policies: role.policies.length > 0 ? role.policies : undefined,
      // A role has one boundary: the document's own is the more particular one.
      PermissionsBoundary: role.boundary ?? account.permissionsBoundaryArn,
      Tags: tagList({ ...ownTags(config), ...role.tags }),
    }),
  };
}

/** Resources and outputs of a list of roles, for any stack. */
export function roleResources(config: ClusterConfig, account: Account, roles: readonly DesiredRole[]) {
  const ids = roles.map((role) => ({ role, id: logicalId('Role', `-${role.purpose}`) }));
  return {
    resources: Object.fromEntries(
      ids.map(({ role, id }) => [id, roleResource(config, account, role)]),
    ) as Resources,
    outputs: Object.fromEntries(ids.map(({ id }) => [`${id}Arn`, getAtt(id, 'Arn')])),
  };
}

/** The roles stack; undefined where every role is given. */
export function rolesTemplate(config: ClusterConfig, account: Account): Template | undefined {
  const roles = roleResources(config, account, desiredRoles(config, account));
  const anywhere = rolesAnywhereResources(config, account);
  const resources = { ...roles.resources, ...anywhere };
  if (Object.keys(resources).length === 0) return undefined;
  const outputs = { ...roles.outputs, ...rolesAnywhereOutputs(anywhere) };
  return template(`IAM roles of EKS cluster ${config.metadata.name}, made by eks-fleet`, resources, outputs);
}
