import type { Addon } from '@aws-sdk/client-eks';
import { booleanOf } from '../../resource-calls.ts';
import type { Properties } from '../../service.ts';
import { membersOf, tagsOf } from './members.ts';
import type { EksType } from './provider.ts';
import { runUpdate } from './update.ts';

const CONFIGURATION = ['AddonVersion', 'ConfigurationValues', 'ServiceAccountRoleArn'];

const keyOf = (id: string) => {
  const [clusterName = '', addonName = ''] = id.split('|');
  return { clusterName, addonName };
};

const requestOf = ({ PreserveOnDelete: _, Tags: _tags, ...properties }: Properties) => membersOf(properties);

/** AWS::EKS::Addon. */
export const addon: EksType<Addon> = {
  modelled: [
    ...CONFIGURATION,
    'AddonName',
    'ClusterName',
    'NamespaceConfig',
    'PodIdentityAssociations',
    'PreserveOnDelete',
    'ResolveConflicts',
    'Tags',
  ],
  replaced: ['AddonName', 'ClusterName', 'NamespaceConfig'],
  changed: [...CONFIGURATION, 'PreserveOnDelete', 'ResolveConflicts'],
  create: async (properties, { act, context }) => {
    const tags = tagsOf(properties.Tags, context);
    await act('CreateAddon', { ...requestOf(properties), tags });
    return `${properties.ClusterName}|${properties.AddonName}`;
  },
  describe: async (id, { act }) => {
    const answer = await act<{ addon: Addon }>('DescribeAddon', keyOf(id));
    return answer.addon;
  },
  attributes: ({ addonArn }) => ({ Arn: addonArn }),
  update: async (_id, { NamespaceConfig: _, ...properties }, names, making) => {
    if (!CONFIGURATION.some((name) => names.has(name))) return;
    const scope = { name: String(properties.ClusterName), addonName: String(properties.AddonName) };
    await runUpdate(making, scope, 'UpdateAddon', requestOf(properties));
  },
  delete: (id, { PreserveOnDelete }, { act }) =>
    act('DeleteAddon', { ...keyOf(id), preserve: booleanOf(PreserveOnDelete) }),
};
