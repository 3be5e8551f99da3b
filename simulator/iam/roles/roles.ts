import { AwsError } from '../../aws-error.ts';
import { sampleDurationMs } from '../../durations.ts';
import type { Operation } from '../../service.ts';
import { type Account, encodedDocument, pageOf, type Tag, tagMap, tagsOf } from '../account.ts';
import { alreadyExists, assertName, deleteConflict, limitExceeded, noSuchEntity } from '../errors.ts';
import { roleNameOf } from '../evaluation/request-context.ts';
import { awsManagedPolicyExists, isAwsManaged } from '../policies/aws-managed.ts';
import { parsePolicy } from '../policies/document.ts';
import type { Role } from '../state.ts';

interface CreateRoleInput {
  readonly RoleName: string;
  readonly AssumeRolePolicyDocument: string;
  readonly Path?: string;
  readonly Description?: string;
  readonly MaxSessionDuration?: number;
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly Tag[];
}

interface RoleInput {
  readonly RoleName: string;
}

/** A role as GetRole answers it; ListRoles leaves tags and boundary out (SDK typing of `ListRoles`). */
export function roleOutput(role: Role, full: boolean): Record<string, unknown> {
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: new Date(role.createDate),
    AssumeRolePolicyDocument: encodedDocument(role.assumeRolePolicyDocument),
    MaxSessionDuration: role.maxSessionDuration,
    ...(role.description === undefined ? {} : { Description: role.description }),
    ...(full && role.tags.size > 0 ? { Tags: tagsOf(role.tags) } : {}),
    ...(full && role.permissionsBoundary !== undefined
      ? {
          PermissionsBoundary: {
            PermissionsBoundaryType: 'Policy',
            PermissionsBoundaryArn: role.permissionsBoundary,
          },
        }
      : {}),
    ...(full ? { RoleLastUsed: {} } : {}),
  };
}

export function assertPolicyExists(account: Account, policyArn: string, message: string): void {
  const exists = isAwsManaged(policyArn)
    ? awsManagedPolicyExists(policyArn)
    : account.state.policies.has(policyArn);
  if (!exists) throw noSuchEntity(message);
}

/** A trust policy may name only principals that exist (`Invalid principal in policy: "AWS":"<arn>"`). */
export function checkTrustPolicy(account: Account, document: string, quotaOwner: string): void {
  const { statements } = parsePolicy(document, 'trust');
  if (document.replace(/\s/g, '').length > (account.region.settings.quotas['iam/ACLSizePerRole'] ?? 2048)) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: 2048`);
  }
  for (const { principals } of statements) {
    if (principals === undefined || principals === '*') continue;
    for (const arn of principals.AWS ?? []) {
      const inAccount = arn.startsWith(account.arn('role/'));
      const found = account.state.roles.get(roleNameOf(arn))?.arn === arn || roleNameOf(arn) === quotaOwner;
      if (inAccount && !found) throw invalidPrincipal('AWS', arn);
    }
    for (const name of principals.Service ?? []) {
      if (!/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(name)) throw invalidPrincipal('SERVICE', name);
    }
  }
}

function invalidPrincipal(kind: string, name: string): AwsError {
  return new AwsError('MalformedPolicyDocument', `Invalid principal in policy: "${kind}":"${name}"`, {
    statusCode: 400,
  });
}

export function assertModifiable(role: Role): void {
  if (!role.path.startsWith('/aws-service-role/')) return;
  const text = `Cannot perform the operation on the protected role '${role.roleName}' - this role is only modifiable by AWS`;
  throw new AwsError('UnmodifiableEntity', text, { statusCode: 400 });
}

/** Makes a role. `visibleAfterMs` is how long other services may not see it yet. */
export function addRole(account: Account, input: CreateRoleInput, visibleAfterMs: number): Role {
  const path = input.Path ?? '/';
  const createDate = account.now();
  const role: Role = {
    revision: 0,
    roleName: input.RoleName,
    roleId: account.id('AROA'),
    arn: account.arn(`role${path}${input.RoleName}`),
    path,
    createDate,
    assumeRolePolicyDocument: input.AssumeRolePolicyDocument,
    description: input.Description,
    maxSessionDuration: input.MaxSessionDuration ?? 3600,
    permissionsBoundary: input.PermissionsBoundary,
    tags: tagMap(input.Tags),
    inlinePolicies: new Map(),
    attachedPolicies: new Set(),
    visibleAt: createDate.getTime() + visibleAfterMs,
  };
  account.state.roles.set(role.roleName, role);
  return role;
}

export function roleOperations(account: Account): Record<string, Operation> {
  const { state } = account;
  return {
    CreateRole: (input: CreateRoleInput) => {
      assertName('roleName', input.RoleName, 64);
      assertName('path', input.Path ?? '/', 512, /^(\u002F)|(\u002F[\u0021-\u007E]+\u002F)$/);
      // Names are told apart without regard to case (SDK typing of `CreateRoleRequest.RoleName`).
      const wanted = input.RoleName.toLowerCase();
      const isSame = (name: string) => name.length === wanted.length && name.toLowerCase() === wanted;
      if ([...state.roles.keys()].some(isSame)) {
        throw alreadyExists(`Role with name ${input.RoleName} already exists.`);
      }
      checkTrustPolicy(account, input.AssumeRolePolicyDocument, input.RoleName);
      if (input.PermissionsBoundary !== undefined) {
        const missing = `Scope ARN: ${input.PermissionsBoundary} does not exist or is not attachable.`;
        assertPolicyExists(account, input.PermissionsBoundary, missing);
      }
      account.assertQuota('RolesPerAccount', 1000, state.roles.size);
      const { kernel, settings } = account.region;
      return {
        Role: roleOutput(
          addRole(account, input, sampleDurationMs(kernel, 'iam/propagation', settings.durationScale)),
          true,
        ),
      };
    },
    GetRole: ({ RoleName }: RoleInput) => ({
      Role: roleOutput(account.role(assertName('roleName', RoleName, 64)), true),
    }),
    ListRoles: (input: { PathPrefix?: string; Marker?: string; MaxItems?: number }) => {
      const roles = [...state.roles.values()]
        .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
        .sort((a, b) => (a.roleName < b.roleName ? -1 : 1));
      const { items, paging } = pageOf(roles, input);
      return { Roles: items.map((role) => roleOutput(role, false)), ...paging };
    },
    DeleteRole: ({ RoleName }: RoleInput) => {
      const role = account.role(assertName('roleName', RoleName, 64));
      assertModifiable(role);
      if ([...state.instanceProfiles.values()].some(({ roleName }) => roleName === RoleName)) {
        throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
      }
      if (role.attachedPolicies.size > 0)
        throw deleteConflict('Cannot delete entity, must detach all policies first.');
      if (role.inlinePolicies.size > 0)
        throw deleteConflict('Cannot delete entity, must delete policies first.');
      state.roles.delete(RoleName);
      return {};
    },
    UpdateAssumeRolePolicy: ({ RoleName, PolicyDocument }: RoleInput & { PolicyDocument: string }) => {
      const role = account.role(RoleName);
      assertModifiable(role);
      checkTrustPolicy(account, PolicyDocument, RoleName);
      role.assumeRolePolicyDocument = PolicyDocument;
      account.changed(role);
      return {};
    },
    UpdateRole: (input: RoleInput & { Description?: string; MaxSessionDuration?: number }) => {
      const role = account.role(input.RoleName);
      assertModifiable(role);
      if (input.Description !== undefined) role.description = input.Description;
      if (input.MaxSessionDuration !== undefined) role.maxSessionDuration = input.MaxSessionDuration;
      return {};
    },
    PutRolePermissionsBoundary: (input: RoleInput & { PermissionsBoundary: string }) => {
      const role = account.role(input.RoleName);
      assertModifiable(role);
      const missing = `Scope ARN: ${input.PermissionsBoundary} does not exist or is not attachable.`;
      assertPolicyExists(account, input.PermissionsBoundary, missing);
      role.permissionsBoundary = input.PermissionsBoundary;
      account.changed(role);
      return {};
    },
    DeleteRolePermissionsBoundary: ({ RoleName }: RoleInput) => {
      const role = account.role(RoleName);
      if (role.permissionsBoundary === undefined) {
        throw noSuchEntity(`Role ${RoleName} does not have a permissions boundary.`);
      }
      role.permissionsBoundary = undefined;
      account.changed(role);
      return {};
    },
  };
}
