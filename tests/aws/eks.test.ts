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

describe('updates of a cluster', () => {
  const updates = [
    { id: 'one', type: 'VersionUpdate', status: 'Failed', createdAt: new Date('2026-11-24T10:00:00Z') },
    { id: 'two', type: 'LoggingUpdate', status: 'InProgress', createdAt: new Date('2026-11-24T11:00:00Z') },
  ];
  /** EKS that lists these and describes each by its id. */
  function listing(of: readonly object[]) {
    const send = async ({ input }: { readonly input: { readonly updateId?: string } }) => {
      if (input.updateId === undefined)
        return { updateIds: [...of.map((one) => (one as { readonly id: string }).id), 'gone'] };
      const update = of.find((one) => (one as { readonly id: string }).id === input.updateId);
      if (!update) throw missing;
      return { update };
    };
    return new Eks(Object.assign(Object.create(EKSClient.prototype), { send }) as EKSClient);
  }

  it('come the newest first, with their parameters by name, without one that EKS has forgotten meanwhile', async () => {
    const errors = [{ errorCode: 'IpNotAvailable', errorMessage: 'no addresses' }];
    const failed = { ...updates[0], params: [{ type: 'Version', value: '1.35' }], errors };
    const found = await listing([failed, updates[1] as object]).updates('shop');
    expect(found.map(({ id }) => id)).toEqual(['two', 'one']);
    expect(found[1]).toMatchObject({
      params: { Version: '1.35' },
      reason: 'IpNotAvailable: no addresses',
      createdAt: '2026-11-24T10:00:00.000Z',
    });
  });

  it('tell of a failure by the newest alone, and of none before its time', async () => {
    const eks = listing([updates[0] as object]);
    expect(await eks.failedUpdate('shop', '2026-11-24T10:00:00Z')).toBe(
      'VersionUpdate failed: EKS gives no reason',
    );
    expect(await eks.failedUpdate('shop', '2026-11-24T10:00:01Z')).toBeUndefined();
    expect(await listing(updates).failedUpdate('shop', '2026-11-24T10:00:00Z')).toBeUndefined();
  });
});

describe('a change of the version', () => {
  const change = { operation: 'UpdateClusterVersion', request: { name: 'shop', version: '1.36' } };
  const refusal = (name: string) => Object.assign(new Error('issues detected'), { name });

  it('answers that insights stand in the way, and throws any other refusal', async () => {
    const asked = (UpdateClusterVersion: object) =>
      answering({ UpdateClusterVersion }).contents.changeVersion(change, 'token');
    expect(await asked({})).toBeUndefined();
    expect(await asked(refusal('InvalidStateException'))).toEqual({ blocked: 'issues detected' });
    await expect(asked(refusal('ResourceInUseException'))).rejects.toMatchObject({ name: 'Conflict' });
    await expect(asked(refusal('InvalidParameterException'))).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
  });
});
