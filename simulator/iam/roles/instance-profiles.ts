import type { RolePort } from '../../region.ts';
import type { Operation } from '../../service.ts';
import { type Account, pageOf, type Tag, tagMap, tagsOf } from '../account.ts';
import { alreadyExists, assertName, deleteConflict, limitExceeded, noSuchEntity } from '../errors.ts';
import type { InstanceProfile } from '../state.ts';
import { roleOutput } from './roles.ts';

interface ProfileInput {
  readonly InstanceProfileName: string;
}

function profileOutput(account: Account, profile: InstanceProfile): Record<string, unknown> {
  const role = profile.roleName === undefined ? undefined : account.state.roles.get(profile.roleName);
  return {
    Path: profile.path,
    InstanceProfileName: profile.instanceProfileName,
    InstanceProfileId: profile.instanceProfileId,
    Arn: profile.arn,
    CreateDate: new Date(profile.createDate),
    Roles: role ? [roleOutput(role, false)] : [],
    Tags: tagsOf(profile.tags),
  };
}

function addProfile(account: Account, name: string, path: string, tags?: readonly Tag[]): InstanceProfile {
  const profile: InstanceProfile = {
    instanceProfileName: name,
    instanceProfileId: account.id('AIPA'),
    arn: account.arn(`instance-profile${path}${name}`),
    path,
    createDate: account.now(),
    roleName: undefined,
    tags: tagMap(tags),
  };
  account.state.instanceProfiles.set(name, profile);
  return profile;
}

/** Instance profiles that a service makes with its own rights, such as EKS for nodes of Auto Mode. */
export function profileHolding(account: Account): RolePort['holdInProfile'] {
  return (roleArn, profileName) => {
    const profile = addProfile(account, profileName, '/');
    profile.roleName = roleArn.split('/').at(-1);
    return () => void account.state.instanceProfiles.delete(profileName);
  };
}

export function instanceProfileOperations(account: Account): Record<string, Operation> {
  const { instanceProfiles, roles } = account.state;
  return {
    CreateInstanceProfile: (input: ProfileInput & { Path?: string; Tags?: readonly Tag[] }) => {
      const name = assertName('instanceProfileName', input.InstanceProfileName, 128);
      if (instanceProfiles.has(name)) throw alreadyExists(`Instance Profile ${name} already exists.`);
      account.assertQuota('InstanceProfilesPerAccount', 1000, instanceProfiles.size);
      const profile = addProfile(account, name, input.Path ?? '/', input.Tags);
      return { InstanceProfile: profileOutput(account, profile) };
    },
    GetInstanceProfile: ({ InstanceProfileName }: ProfileInput) => ({
      InstanceProfile: profileOutput(account, account.instanceProfile(InstanceProfileName)),
    }),
    ListInstanceProfiles: (input: { PathPrefix?: string; Marker?: string; MaxItems?: number }) => {
      const profiles = [...instanceProfiles.values()].filter(({ path }) =>
        path.startsWith(input.PathPrefix ?? '/'),
      );
      const { items, paging } = pageOf(profiles, input);
      return { InstanceProfiles: items.map((profile) => profileOutput(account, profile)), ...paging };
    },
    ListInstanceProfilesForRole: (input: { RoleName: string; Marker?: string; MaxItems?: number }) => {
      account.role(input.RoleName);
      const profiles = [...instanceProfiles.values()].filter(({ roleName }) => roleName === input.RoleName);
      const { items, paging } = pageOf(profiles, input);
      return { InstanceProfiles: items.map((profile) => profileOutput(account, profile)), ...paging };
    },
    AddRoleToInstanceProfile: ({ InstanceProfileName, RoleName }: ProfileInput & { RoleName: string }) => {
      const profile = account.instanceProfile(InstanceProfileName);
      account.role(RoleName);
      if (profile.roleName !== undefined) {
        throw limitExceeded('Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1');
      }
      profile.roleName = RoleName;
      return {};
    },
    RemoveRoleFromInstanceProfile: ({
      InstanceProfileName,
      RoleName,
    }: ProfileInput & { RoleName: string }) => {
      const profile = account.instanceProfile(InstanceProfileName);
      account.role(RoleName);
      if (profile.roleName !== RoleName) {
        throw noSuchEntity(`Role ${RoleName} is not in Instance Profile ${InstanceProfileName}.`);
      }
      profile.roleName = undefined;
      return {};
    },
    DeleteInstanceProfile: ({ InstanceProfileName }: ProfileInput) => {
      const profile = account.instanceProfile(InstanceProfileName);
      if (profile.roleName !== undefined && roles.has(profile.roleName)) {
        throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
      }
      instanceProfiles.delete(InstanceProfileName);
      return {};
    },
  };
}
