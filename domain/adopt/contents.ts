import { accessPolicies } from '../contents/access-entry/describe.ts';
import { describeAddon } from '../contents/addon/describe.ts';
import type { ObservedCapability } from '../decide/capability.ts';
import type { ObservedFargateProfile } from '../decide/fargate-profile.ts';
import type { ObservedIdentityProvider } from '../decide/identity-provider.ts';
import type { ObservedPodIdentityAssociation } from '../decide/pod-identity-association.ts';
import { present } from '../desired/template.ts';
import { type SeenCluster, userTags } from './observed.ts';

function fargateProfile(seen: ObservedFargateProfile) {
  return present({
    name: seen.fargateProfileName,
    podExecutionRoleARN: seen.podExecutionRoleArn,
    subnets: [...seen.subnets],
    selectors: seen.selectors.map(({ namespace, labels }) =>
      present({ namespace, labels: labels && Object.keys(labels).length > 0 ? labels : undefined }),
    ),
    tags: userTags(seen.tags),
  });
}

function association(seen: ObservedPodIdentityAssociation) {
  return present({
    namespace: seen.namespace,
    serviceAccountName: seen.serviceAccount,
    roleARN: seen.roleArn,
    targetRoleARN: seen.targetRoleArn,
    disableSessionTags: seen.disableSessionTags || undefined,
    policy: seen.policy,
    tags: userTags(seen.tags),
  });
}

function identityProvider(seen: ObservedIdentityProvider) {
  return present({
    type: 'oidc',
    name: seen.identityProviderConfigName,
    issuerURL: seen.issuerUrl,
    clientID: seen.clientId,
    usernameClaim: seen.usernameClaim,
    usernamePrefix: seen.usernamePrefix,
    groupsClaim: seen.groupsClaim,
    groupsPrefix: seen.groupsPrefix,
    requiredClaims:
      seen.requiredClaims && Object.keys(seen.requiredClaims).length > 0 ? seen.requiredClaims : undefined,
    tags: userTags(seen.tags),
  });
}

/** Argo CD's settings, without the addresses that EKS adds. */
function argoCd(configuration: ObservedCapability['configuration']) {
  const seen = configuration?.argoCd as Readonly<Record<string, unknown>> | undefined;
  if (!seen) return undefined;
  const { idcInstanceArn, idcRegion } = (seen.awsIdc ?? {}) as Readonly<Record<string, unknown>>;
  return {
    argocd: present({
      namespace: seen.namespace,
      awsIdc: present({ idcInstanceArn, idcRegion }),
      networkAccess: seen.networkAccess,
      rbacRoleMappings: seen.rbacRoleMappings,
    }),
  };
}

function capability(seen: ObservedCapability, { contents: { accessEntry } }: SeenCluster) {
  const entry = accessEntry.find(({ principalArn }) => principalArn === seen.roleArn);
  return present({
    name: seen.capabilityName,
    type: seen.type,
    roleArn: seen.roleArn,
    accessPolicies: entry && accessPolicies(entry),
    configuration: argoCd(seen.configuration),
    tags: userTags(seen.tags),
  });
}

export function contents(seen: SeenCluster) {
  const {
    addon: addons,
    fargateProfile: profiles,
    identityProviderConfig,
    capability: capabilities,
  } = seen.contents;
  return {
    addonsConfig: { disableDefaultAddons: true },
    addons: addons.map(describeAddon),
    fargateProfiles: profiles.map(fargateProfile),
    identityProviders: identityProviderConfig.map(identityProvider),
    capabilities: capabilities.map((one) => capability(one, seen)),
  };
}

export function associations({ contents: { podIdentityAssociation } }: SeenCluster) {
  return podIdentityAssociation.map(association);
}
