import type { PodIdentityAssociation } from '@aws-sdk/client-eks';
import { membersOf, tagsOf } from './members.ts';
import type { EksType } from './provider.ts';

interface Answer {
  readonly association: PodIdentityAssociation;
}

const CHANGED = ['DisableSessionTags', 'RoleArn', 'TargetRoleArn'];

const keyOf = (arn: string) => {
  const [, clusterName = '', associationId = ''] = arn.split('/');
  return { clusterName, associationId };
};

/** AWS::EKS::PodIdentityAssociation. `Ref` gives its ARN. EKS tells no status of it: it is there at once. */
export const podIdentityAssociation: EksType<PodIdentityAssociation & { readonly status?: never }> = {
  modelled: [...CHANGED, 'ClusterName', 'Namespace', 'ServiceAccount', 'Tags'],
  replaced: ['ClusterName', 'Namespace', 'ServiceAccount'],
  changed: CHANGED,
  create: async (properties, { account, act, context }) => {
    await account.take('cloudformation/resource');
    const tags = tagsOf(properties.Tags, context);
    const { association } = await act<Answer>('CreatePodIdentityAssociation', {
      ...membersOf(properties),
      tags,
    });
    return association.associationArn ?? '';
  },
  describe: async (arn, { act }) => {
    const answer = await act<Answer>('DescribePodIdentityAssociation', keyOf(arn));
    return answer.association;
  },
  attributes: ({ associationArn, associationId, externalId }) => ({
    AssociationArn: associationArn,
    AssociationId: associationId,
    ExternalId: externalId,
  }),
  update: async (arn, properties, _names, { act }) => {
    const given = CHANGED.map((name) => [name, properties[name]]);
    await act('UpdatePodIdentityAssociation', { ...keyOf(arn), ...membersOf(Object.fromEntries(given)) });
  },
  delete: (arn, _properties, { act }) => act('DeletePodIdentityAssociation', keyOf(arn)),
};
