import type { Region } from '../region.ts';
import { limitExceeded, noSuchEntity } from './errors.ts';
import type { IamState, InstanceProfile, Role } from './state.ts';

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Tags as the API gives and takes them. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The account's state, names and clock, which IAM's operations share. */
export interface Account {
  readonly region: Region;
  readonly state: IamState;
  now(): Date;
  /** A unique id, for example `AROA…` for roles (IAM guide, "IAM identifiers"). */
  id(prefix: string): string;
  arn(resource: string): string;
  role(roleName: string): Role;
  instanceProfile(name: string): InstanceProfile;
  /** Throws `LimitExceeded` where one more would exceed the quota; `settings.quotas` may raise it. */
  assertQuota(name: string, byDefault: number, count: number): void;
  /** Tells that a role's policies changed, or without one a managed policy's document. */
  changed(role?: Role): void;
}

export function accountOf(region: Region, state: IamState): Account {
  const random = region.kernel.random('iam/ids');
  return {
    region,
    state,
    now: () => new Date(region.kernel.now()),
    id: (prefix) => prefix + random.text(17, ID_ALPHABET),
    arn: (resource) => region.arn('iam', resource, ''),
    role: (roleName) => {
      const role = state.roles.get(roleName);
      if (!role) throw noSuchEntity(`The role with name ${roleName} cannot be found.`);
      return role;
    },
    instanceProfile: (name) => {
      const profile = state.instanceProfiles.get(name);
      if (!profile) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
      return profile;
    },
    assertQuota: (name, byDefault, count) => {
      const quota = region.settings.quotas[`iam/${name}`] ?? byDefault;
      if (count >= quota) throw limitExceeded(`Cannot exceed quota for ${name}: ${quota}`);
    },
    changed: (role) => {
      if (role) role.revision++;
      else state.revision++;
    },
  };
}

export const tagsOf = (tags: ReadonlyMap<string, string>): Tag[] =>
  [...tags].map(([Key, Value]) => ({ Key, Value }));

export const tagMap = (tags: readonly Tag[] | undefined): Map<string, string> =>
  new Map((tags ?? []).map(({ Key, Value }) => [Key, Value]));

/** IAM's paging: `MaxItems` (100 unless given), `Marker` and `IsTruncated`. The marker is an index in text. */
export function pageOf<T>(
  items: readonly T[],
  request: { readonly Marker?: string; readonly MaxItems?: number },
): { readonly items: readonly T[]; readonly paging: { IsTruncated: boolean; Marker?: string } } {
  const start = request.Marker ? Number.parseInt(request.Marker, 36) : 0;
  const end = start + (request.MaxItems ?? 100);
  const more = end < items.length;
  return {
    items: items.slice(start, end),
    paging: more ? { IsTruncated: true, Marker: end.toString(36) } : { IsTruncated: false },
  };
}

/** IAM answers policy documents percent-encoded as of RFC 3986 (SDK typing of `Role.AssumeRolePolicyDocument`). */
export function encodedDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
