import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { EKSClient } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { AwsNodeGroups } from '../../aws/eks/node-groups.ts';

/** A cluster of the managed group `web`, and the names of the commands that EKS was asked. */
function eksWithWeb() {
  const asked: string[] = [];
  const scalingConfig = { minSize: 0, desiredSize: 0, maxSize: 4 };
  const send = async (command: { readonly input: { readonly nodegroupName?: string } }) => {
    asked.push(command.constructor.name);
    const { nodegroupName } = command.input;
    if (nodegroupName === 'web') return { nodegroup: { nodegroupName, status: 'ACTIVE', scalingConfig } };
    throw Object.assign(new Error('No node group found'), { name: 'ResourceNotFoundException' });
  };
  const autoScaling = { send: () => Promise.reject(new Error('Auto Scaling was asked')) };
  const groups = new AwsNodeGroups(
    { send } as unknown as EKSClient,
    autoScaling as unknown as AutoScalingClient,
  );
  return { groups, asked };
}

const managed = (name: string) => ({ key: `nodeGroup/${name}`, kind: 'managed' as const, name });

describe('the sizes of a managed node group', () => {
  it('are what EKS says, and nobody else is asked', async () => {
    const { groups, asked } = eksWithWeb();
    expect(await groups.sizesOf('shop', managed('web'))).toMatchObject({
      status: 'ACTIVE',
      sizes: { minSize: 0, desiredSize: 0, maxSize: 4 },
    });
    expect(asked).toEqual(['DescribeNodegroupCommand']);
  });

  it('are none where it is gone', async () => {
    expect(await eksWithWeb().groups.sizesOf('shop', managed('db'))).toBeUndefined();
  });
});
