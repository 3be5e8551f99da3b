import type { ClusterConfig, PodIdentityAssociation } from '../../cluster-config/config.ts';
import type { ContentFacts } from '../../desired/cluster-facts.ts';
import { ownTags } from '../../desired/names.ts';
import { present } from '../../desired/template.ts';
import type { ContentBase } from '../content.ts';
import { associationId, associationRoleArn } from './roles.ts';

export interface DesiredPodIdentityAssociation extends ContentBase {
  readonly kind: 'podIdentityAssociation';
  readonly request: {
    readonly clusterName: string;
    readonly namespace: string;
    readonly serviceAccount: string;
    readonly roleArn: string;
    readonly targetRoleArn?: string;
    readonly disableSessionTags?: boolean;
    readonly policy?: string;
    readonly tags?: Readonly<Record<string, string>>;
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
