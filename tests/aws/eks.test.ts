import { EKSClient } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { Eks } from '../../aws/eks/eks.ts';

type Answers = Readonly<Record<string, object | Error>>;

const missing = Object.assign(new Error('not found'), { name: 'ResourceNotFoundException' });

/** EKS that answers each command by its name, and the commands that it got. */
function answering(answers: Answers) {
  const asked: { readonly command: string; readonly input: object }[] = [];
  const send = async ({ constructor: { name }, input }: { readonly input: object }) => {
    const command = name.replace(/Command$/, '');
    asked.push({ command, input });
    const answer = answers[command] ?? new Error(`${command} was asked`);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  // A paginator takes only clients of the SDK.
  const client = Object.assign(Object.create(EKSClient.prototype), { send }) as EKSClient;
  return { contents: new Eks(client), asked };
}

describe('what EKS lists of a cluster', () => {
  it('is none of the associations that add-ons own', async () => {
    const ListPodIdentityAssociations = {
      associations: [
        { namespace: 'shop', serviceAccount: 'cart' },
        { namespace: 'kube-system', serviceAccount: 'aws-node', ownerArn: 'arn:addon' },
      ],
    };
    const { contents } = answering({ ListPodIdentityAssociations });
    expect(await contents.list('podIdentityAssociation', 'shop')).toEqual(['shop/cart']);
  });

  it('is no access entry where the cluster takes none, and nothing where there is no cluster', async () => {
    const refused = Object.assign(new Error('mode CONFIG_MAP'), { name: 'InvalidRequestException' });
    expect(await answering({ ListAccessEntries: refused }).contents.list('accessEntry', 'shop')).toEqual([]);
    expect(await answering({ ListAddons: missing }).contents.list('addon', 'shop')).toBeUndefined();
  });
});

describe('what EKS shows of one', () => {
  it('is undefined where it is missing, and an error where a part of it is', async () => {
    expect(
      await answering({ DescribeAddon: missing }).contents.read('addon', 'shop', 'adot'),
    ).toBeUndefined();
    const DescribeAddon = { addon: { addonName: 'adot', podIdentityAssociations: ['arn:a/shop/a-1'] } };
    const halfway = answering({ DescribeAddon, DescribePodIdentityAssociation: missing });
    await expect(halfway.contents.read('addon', 'shop', 'adot')).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('has its times as text and its health as issues', async () => {
    const at = new Date('2026-11-24T10:00:00Z');
    const issues = [{ code: 'InsufficientFreeAddresses', message: 'no addresses' }];
    const nodegroup = { nodegroupName: 'web', createdAt: at, modifiedAt: at, health: { issues } };
    const { contents } = answering({ DescribeNodegroup: { nodegroup } });
    expect(await contents.read('nodeGroup', 'shop', 'web')).toEqual({
      nodegroupName: 'web',
      createdAt: at.toISOString(),
      modifiedAt: at.toISOString(),
      issues,
    });
  });
});

describe('a change to EKS', () => {
  it('carries the token where the operation takes one', async () => {
    const { contents, asked } = answering({ CreateAddon: {}, TagResource: {} });
    const request = { clusterName: 'shop', addonName: 'adot' };
    await contents.change({ operation: 'CreateAddon', request }, 'token');
    await contents.change({ operation: 'TagResource', request: { resourceArn: 'arn' } }, 'token');
    expect(asked.map(({ input }) => input)).toEqual([
      { ...request, clientRequestToken: 'token' },
      { resourceArn: 'arn' },
    ]);
  });

  it('that deletes what is gone is none to fail by, and any other is', async () => {
    const { contents } = answering({ DeleteNodegroup: missing, UpdateAddon: missing });
    await contents.change({ operation: 'DeleteNodegroup', request: {} }, 'token');
    await expect(contents.change({ operation: 'UpdateAddon', request: {} }, 'token')).rejects.toMatchObject({
      name: 'NotFound',
    });
    await expect(contents.change({ operation: 'RebootCluster', request: {} }, '')).rejects.toThrow(
      'EKS is not changed by RebootCluster',
    );
  });
});
