import type { ClusterConfig, FargateProfile } from '../../cluster-config/config.ts';
import type { ContentFacts } from '../../desired/cluster-facts.ts';
import { ownTags } from '../../desired/names.ts';
import { fargateRoleArn } from '../../desired/roles/roles.ts';
import { present } from '../../desired/template.ts';
import type { ContentBase } from '../content.ts';
import { fargateSubnetIds } from '../node-group/subnets.ts';

export interface DesiredFargateProfile extends ContentBase {
  readonly kind: 'fargateProfile';
  readonly request: {
    readonly clusterName: string;
    readonly fargateProfileName: string;
    readonly podExecutionRoleArn: string;
    readonly subnets: readonly string[];
    readonly selectors: readonly {
      readonly namespace: string;
      readonly labels?: Readonly<Record<string, string>>;
    }[];
    readonly tags?: Readonly<Record<string, string>>;
  };
}

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
