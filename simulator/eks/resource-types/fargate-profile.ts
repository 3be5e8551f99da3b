import type { FargateProfile } from '@aws-sdk/client-eks';
import { generatedName } from '../../resource-calls.ts';
import { mapOf, membersOf, tagsOf } from './members.ts';
import type { EksType } from './provider.ts';

const MAX_NAME_LENGTH = 100;

interface Selector {
  readonly Namespace: string;
  readonly Labels?: unknown;
}

const keyOf = (id: string) => {
  const [clusterName = '', fargateProfileName = ''] = id.split('|');
  return { clusterName, fargateProfileName };
};

/** AWS::EKS::FargateProfile. Every property but its tags replaces it. */
export const fargateProfile: EksType<FargateProfile> = {
  modelled: ['ClusterName', 'FargateProfileName', 'PodExecutionRoleArn', 'Selectors', 'Subnets', 'Tags'],
  replaced: ['ClusterName', 'FargateProfileName', 'PodExecutionRoleArn', 'Selectors', 'Subnets'],
  changed: [],
  create: async ({ Selectors, ...properties }, { account, act, context }) => {
    const fargateProfileName =
      properties.FargateProfileName ?? generatedName(account.region.kernel, context, MAX_NAME_LENGTH);
    const selectors = (Selectors as readonly Selector[]).map(({ Labels, ...selector }) => ({
      ...membersOf(selector),
      labels: mapOf(Labels),
    }));
    const tags = tagsOf(properties.Tags, context);
    await act('CreateFargateProfile', { ...membersOf(properties), fargateProfileName, selectors, tags });
    return `${properties.ClusterName}|${fargateProfileName}`;
  },
  describe: async (id, { act }) => {
    const answer = await act<{ fargateProfile: FargateProfile }>('DescribeFargateProfile', keyOf(id));
    return answer.fargateProfile;
  },
  attributes: ({ fargateProfileArn }) => ({ Arn: fargateProfileArn }),
  update: async () => undefined,
  delete: (id, _properties, { act }) => act('DeleteFargateProfile', keyOf(id)),
};
