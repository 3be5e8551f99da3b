import { isFleetPrincipal } from '../../access/principals.ts';
import { type Note, type SeenCluster, userTags } from '../../adopt/observed.ts';
import { present } from '../../desired/template.ts';
import { admittedRoles, EKS_KINDS } from '../kinds.ts';
import type { ObservedAccessEntry } from './decide.ts';
import { defaultUsername } from './username.ts';

/**
 * Roles whose entries EKS makes itself: with a managed node group, a Fargate profile, Auto Mode or a capability,
 * and for its own service-linked roles.
 */
export function principalsOfEks({
  cluster,
  contents,
}: Pick<SeenCluster, 'cluster' | 'contents'>): ReadonlySet<string> {
  return new Set([
    ...EKS_KINDS.flatMap((kind) => admittedRoles(kind, contents[kind])),
    ...(cluster.computeConfig?.nodeRoleArn ? [cluster.computeConfig.nodeRoleArn] : []),
  ]);
}

export const isServiceLinked = (principalArn: string) => principalArn.includes(':role/aws-service-role/');

export function accessPolicies({ associatedAccessPolicies }: ObservedAccessEntry) {
  const policies = associatedAccessPolicies.map(({ policyArn, accessScope: { type, namespaces } }) => ({
    policyARN: policyArn,
    accessScope: type === 'namespace' ? { type, namespaces: [...(namespaces ?? [])] } : { type },
  }));
  return policies.length > 0 ? policies : undefined;
}

function entry(seen: ObservedAccessEntry, note: Note) {
  const { principalArn, type, kubernetesGroups = [], username, tags } = seen;
  if (userTags(tags)) note(`accessConfig.accessEntries.${principalArn}.tags`, 'eksctl has no field for them');
  const isStandard = type === 'STANDARD';
  const ownName = username !== undefined && username !== defaultUsername(principalArn);
  return present({
    principalARN: principalArn,
    type,
    kubernetesGroups: isStandard && kubernetesGroups.length > 0 ? [...kubernetesGroups] : undefined,
    kubernetesUsername: isStandard && ownName ? username : undefined,
    accessPolicies: accessPolicies(seen),
  });
}

export function accessConfig(seen: SeenCluster, note: Note) {
  const ofEks = principalsOfEks(seen);
  const entries = seen.contents.accessEntry.filter(
    ({ principalArn, type }) =>
      !ofEks.has(principalArn) &&
      !isServiceLinked(principalArn) &&
      !isFleetPrincipal(principalArn) &&
      type !== 'HYBRID_LINUX',
  );
  return {
    authenticationMode: seen.cluster.accessConfig?.authenticationMode ?? 'CONFIG_MAP',
    ...(entries.length > 0 ? { accessEntries: entries.map((one) => entry(one, note)) } : {}),
  };
}
