import { pullThroughCacheRule } from '../cluster-config/annotations.ts';
import type {
  Capability,
  ClusterConfig,
  FargateProfile,
  IdentityProvider,
  PodIdentityAssociation,
} from '../cluster-config/config.ts';
import type {
  DesiredCapability,
  DesiredFargateProfile,
  DesiredIdentityProvider,
  DesiredLogRetention,
  DesiredPodIdentityAssociation,
  DesiredPullThroughCacheRule,
} from '../contents/content.ts';
import { fargateSubnetIds } from '../contents/node-group/subnets.ts';
import { capabilityRoleArn } from './capability-roles.ts';
import type { ContentFacts } from './cluster-facts.ts';
import { ownTags } from './names.ts';
import { associationId, associationRoleArn } from './pod-identity-roles.ts';
import { fargateRoleArn } from './roles.ts';
import { present } from './template.ts';

/** Profiles in a chain: EKS makes one at a time. */
export function fargateProfiles(config: ClusterConfig, facts: ContentFacts): DesiredFargateProfile[] {
  const profiles = config.fargateProfiles ?? [];
  return profiles.map((profile, index) => {
    const before = profiles[index - 1];
    return {
      kind: 'fargateProfile',
      key: `fargateProfile/${profile.name}`,
      request: fargateRequest(config, facts, profile),
      needs: before ? [{ keys: [`fargateProfile/${before.name}`], until: 'ready' }] : [],
    };
  });
}

function fargateRequest(
  config: ClusterConfig,
  facts: ContentFacts,
  profile: FargateProfile,
): DesiredFargateProfile['request'] {
  return {
    clusterName: config.metadata.name,
    fargateProfileName: profile.name,
    podExecutionRoleArn: fargateRoleArn(config, facts.account, profile),
    subnets: fargateSubnetIds(facts.network, profile.subnets),
    selectors: profile.selectors.map((selector) => present(selector)),
    tags: { ...ownTags(config), ...profile.tags },
  };
}

export const podIdentityAssociations = (
  config: ClusterConfig,
  facts: ContentFacts,
): readonly DesiredPodIdentityAssociation[] =>
  (config.iam?.podIdentityAssociations ?? []).map((one) => podIdentityAssociation(config, facts, one));

function podIdentityAssociation(
  config: ClusterConfig,
  facts: ContentFacts,
  association: PodIdentityAssociation,
): DesiredPodIdentityAssociation {
  return {
    kind: 'podIdentityAssociation',
    key: `podIdentityAssociation/${associationId(association)}`,
    request: {
      clusterName: config.metadata.name,
      namespace: association.namespace ?? 'default',
      serviceAccount: association.serviceAccountName,
      roleArn: associationRoleArn(config, facts.account, association),
      ...present({
        targetRoleArn: association.targetRoleARN,
        disableSessionTags: association.disableSessionTags,
        policy: association.policy,
      }),
      tags: { ...ownTags(config), ...association.tags },
    },
    needs: [],
  };
}

export const identityProviderConfigs = (config: ClusterConfig): readonly DesiredIdentityProvider[] =>
  (config.identityProviders ?? []).map((one) => identityProviderConfig(config, one));

function identityProviderConfig(config: ClusterConfig, provider: IdentityProvider): DesiredIdentityProvider {
  return {
    kind: 'identityProviderConfig',
    key: `identityProviderConfig/${provider.name}`,
    request: {
      clusterName: config.metadata.name,
      oidc: {
        identityProviderConfigName: provider.name,
        issuerUrl: provider.issuerURL,
        clientId: provider.clientID,
        ...present({
          usernameClaim: provider.usernameClaim,
          usernamePrefix: provider.usernamePrefix,
          groupsClaim: provider.groupsClaim,
          groupsPrefix: provider.groupsPrefix,
          requiredClaims: provider.requiredClaims,
        }),
      },
      tags: { ...ownTags(config), ...provider.tags },
    },
    needs: [],
  };
}

function argoCd(capability: Capability): { argoCd: Readonly<Record<string, unknown>> } | undefined {
  const written = capability.configuration?.argocd;
  return written ? { argoCd: present(written) } : undefined;
}

export const capabilities = (config: ClusterConfig, facts: ContentFacts): readonly DesiredCapability[] =>
  (config.capabilities ?? []).map((one) => capability(config, facts, one));

function capability(config: ClusterConfig, facts: ContentFacts, written: Capability): DesiredCapability {
  return {
    kind: 'capability',
    key: `capability/${written.name}`,
    request: {
      clusterName: config.metadata.name,
      capabilityName: written.name,
      type: written.type,
      roleArn: capabilityRoleArn(config, facts.account, written),
      // EKS knows no other policy, and wants it said.
      deletePropagationPolicy: 'RETAIN',
      ...present({ configuration: argoCd(written) }),
      tags: { ...ownTags(config), ...written.tags },
    },
    needs: [],
  };
}

/** Where EKS logs what a control plane does ("Send control plane logs to CloudWatch Logs", EKS guide). */
export const logGroupOf = (clusterName: string): string => `/aws/eks/${clusterName}/cluster`;

/** How long the control plane's logs are kept: EKS makes the log group, CloudWatch Logs keeps it for ever by itself. */
export function logRetentions(config: ClusterConfig): DesiredLogRetention[] {
  const retentionInDays = config.cloudWatch?.clusterLogging?.logRetentionInDays;
  if (!retentionInDays) return [];
  const logGroupName = logGroupOf(config.metadata.name);
  return [
    { kind: 'logRetention', key: 'logRetention', request: { logGroupName, retentionInDays }, needs: [] },
  ];
}

export function pullThroughCacheRules(config: ClusterConfig): DesiredPullThroughCacheRule[] {
  const rule = pullThroughCacheRule(config);
  if (!rule || rule === 'invalid') return [];
  return [
    {
      kind: 'pullThroughCacheRule',
      key: `pullThroughCacheRule/${rule.ecrRepositoryPrefix}`,
      request: rule,
      needs: [],
    },
  ];
}
