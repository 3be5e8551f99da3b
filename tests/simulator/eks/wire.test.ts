import * as clientEks from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../simulator/aws-error.ts';
import { type ClientProtocol, Codec } from '../../../simulator/seam/codec.ts';
import { indexOperations } from '../../../simulator/seam/operation-index.ts';
import { NODEGROUP, role, type World, worldWithCluster } from './world.ts';

const { EKSClient, ResourceNotFoundException } = clientEks;

/** A real EKS client whose requests are decoded, carried out in the world and encoded again. */
function clientOf(world: World): InstanceType<typeof EKSClient> {
  const client = new EKSClient({
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    requestHandler: {
      handle: async (request: {
        method: string;
        hostname: string;
        path: string;
        query: Record<string, string>;
        headers: Record<string, string>;
        body?: string | Uint8Array;
      }) => {
        const codec = new Codec(
          indexOperations(clientEks as unknown as Record<string, unknown>),
          (client.config as unknown as { protocol: ClientProtocol }).protocol,
        );
        const { body: sent = '' } = request;
        const body = typeof sent === 'string' ? new TextEncoder().encode(sent) : sent;
        const decoded = await codec.decode({ ...request, query: request.query ?? {}, body });
        if (!decoded) throw new Error(`no operation for ${request.method} ${request.path}`);
        const { operation, input } = decoded;
        try {
          return { response: codec.encode(operation, world.call(operation.name, input), 'request-1') };
        } catch (error) {
          if (error instanceof AwsError) return { response: codec.encodeError(error, 'request-1') };
          throw error;
        }
      },
    },
  });
  return client;
}

const shop = { clusterName: 'shop' };

describe('EKS through the wire', () => {
  it('gives what it gives directly, times and all', async () => {
    const world = await worldWithCluster({ tags: { team: 'web' } });
    const client = clientOf(world);
    await client.send(new clientEks.CreateNodegroupCommand({ ...NODEGROUP, labels: { tier: 'web' } }));
    await client.send(new clientEks.CreateAddonCommand({ ...shop, addonName: 'coredns' }));
    await client.send(
      new clientEks.CreatePodIdentityAssociationCommand({
        ...shop,
        namespace: 'web',
        serviceAccount: 'cart',
        roleArn: role('pod'),
      }),
    );
    await world.settle();
    const reads = [
      ['DescribeCluster', { name: 'shop' }, new clientEks.DescribeClusterCommand({ name: 'shop' })],
      [
        'DescribeNodegroup',
        { ...shop, nodegroupName: 'web' },
        new clientEks.DescribeNodegroupCommand({ ...shop, nodegroupName: 'web' }),
      ],
      [
        'DescribeAddon',
        { ...shop, addonName: 'coredns' },
        new clientEks.DescribeAddonCommand({ ...shop, addonName: 'coredns' }),
      ],
      ['DescribeClusterVersions', {}, new clientEks.DescribeClusterVersionsCommand({})],
      [
        'DescribeAddonVersions',
        { maxResults: 2 },
        new clientEks.DescribeAddonVersionsCommand({ maxResults: 2 }),
      ],
      ['ListPodIdentityAssociations', shop, new clientEks.ListPodIdentityAssociationsCommand(shop)],
      ['ListAccessEntries', shop, new clientEks.ListAccessEntriesCommand(shop)],
    ] as const;
    for (const [operation, input, command] of reads) {
      const { $metadata, ...answer } = await client.send(command as clientEks.DescribeClusterCommand);
      expect($metadata.httpStatusCode).toBe(200);
      expect([operation, answer]).toEqual([operation, world.call(operation, input)]);
    }
  });

  it('carries errors with their members', async () => {
    const world = await worldWithCluster();
    const read = clientOf(world).send(
      new clientEks.DescribeNodegroupCommand({ ...shop, nodegroupName: 'none' }),
    );
    await expect(read).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(read).rejects.toMatchObject({
      message: 'No node group found for name: none.',
      clusterName: 'shop',
      nodegroupName: 'none',
    });
  });
});
