import type { Nodegroup } from '@aws-sdk/client-eks';
import { booleanOf, generatedName } from '../../resource-calls.ts';
import type { Properties } from '../../service.ts';
import { membersOf, tagsOf } from './members.ts';
import type { EksType } from './provider.ts';
import { runUpdate } from './update.ts';

const MAX_NAME_LENGTH = 63;
const VERSION = ['LaunchTemplate', 'ReleaseVersion', 'Version'];
const CONFIG = ['ScalingConfig', 'UpdateConfig'];

const keyOf = (id: string) => {
  const [clusterName = '', nodegroupName = ''] = id.split('/');
  return { clusterName, nodegroupName };
};

const picked = (properties: Properties, names: readonly string[]): Record<string, unknown> =>
  membersOf(Object.fromEntries(names.map((name) => [name, properties[name]])));

/** AWS::EKS::Nodegroup. A new version and a new configuration are two updates of EKS, one after the other. */
export const nodegroup: EksType<Nodegroup> = {
  modelled: [
    'AmiType',
    'CapacityType',
    'ClusterName',
    'DiskSize',
    'ForceUpdateEnabled',
    'InstanceTypes',
    'Labels',
    'LaunchTemplate',
    'NodegroupName',
    'NodeRepairConfig',
    'NodeRole',
    'ReleaseVersion',
    'RemoteAccess',
    'ScalingConfig',
    'Subnets',
    'Tags',
    'Taints',
    'UpdateConfig',
    'Version',
  ],
  replaced: [
    'AmiType',
    'CapacityType',
    'ClusterName',
    'DiskSize',
    'InstanceTypes',
    'NodegroupName',
    'NodeRole',
    'RemoteAccess',
    'Subnets',
  ],
  changed: [...VERSION, ...CONFIG, 'ForceUpdateEnabled'],
  create: async ({ ForceUpdateEnabled: _, ...properties }, { account, act, context }) => {
    const nodegroupName =
      properties.NodegroupName ?? generatedName(account.region.kernel, context, MAX_NAME_LENGTH);
    const tags = tagsOf(properties.Tags, context);
    await act('CreateNodegroup', { ...membersOf(properties), nodegroupName, tags });
    return `${properties.ClusterName}/${nodegroupName}`;
  },
  describe: async (id, { act }) => {
    const answer = await act<{ nodegroup: Nodegroup }>('DescribeNodegroup', keyOf(id));
    return answer.nodegroup;
  },
  attributes: ({ nodegroupArn, clusterName, nodegroupName }) => ({
    Arn: nodegroupArn,
    ClusterName: clusterName,
    Id: `${clusterName}/${nodegroupName}`,
    NodegroupName: nodegroupName,
  }),
  update: async (id, properties, names, making) => {
    const key = keyOf(id);
    const scope = { name: key.clusterName, nodegroupName: key.nodegroupName };
    const run = (operation: string, input: Record<string, unknown>): Promise<void> =>
      runUpdate(making, scope, operation, { ...key, ...input });
    if (CONFIG.some((name) => names.has(name))) {
      await run('UpdateNodegroupConfig', picked(properties, CONFIG));
    }
    if (!VERSION.some((name) => names.has(name))) return;
    const force = booleanOf(properties.ForceUpdateEnabled);
    await run('UpdateNodegroupVersion', { ...picked(properties, VERSION), force });
  },
  delete: (id, _properties, { act }) => act('DeleteNodegroup', keyOf(id)),
};
