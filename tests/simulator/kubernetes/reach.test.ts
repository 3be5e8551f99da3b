import type { LookupFunction } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { lookupAt } from '../../../aws/ec2/vpc-names.ts';
import { apiServersBy } from '../../../aws/kubernetes/api-servers.ts';
import { type KubernetesWorld, kubernetesWorld, VPC_RESOLVER } from './world.ts';

let world: KubernetesWorld;
afterEach(() => world.close());

const vpc = (endpoint: Record<string, unknown>) => ({
  resourcesVpcConfig: { subnetIds: ['subnet-a', 'subnet-b'], ...endpoint },
});

describe('an endpoint', () => {
  it('that is private is resolved and not reached from outside of its VPC', async () => {
    world = await kubernetesWorld(vpc({ endpointPublicAccess: false, endpointPrivateAccess: true }));
    const { name, message } = await world.failure(world.client(world.administrator).nodes(world.api));
    expect([name, message]).toEqual([
      'KubernetesUnreachable',
      expect.stringContaining('(ETIMEDOUT at https://'),
    ]);
  });

  const PRIVATE = vpc({ endpointPublicAccess: false, endpointPrivateAccess: true });

  it('that is private is reached by a function of its VPC, where its security groups let it in', async () => {
    world = await kubernetesWorld(PRIVATE);
    const client = world.client(world.administrator);
    world.placeIn('vpc-1');
    expect(await world.run(client.nodes(world.api))).toEqual([]);
    world.placeIn('vpc-1', { admits: false });
    expect((await world.failure(client.nodes(world.api))).name).toBe('KubernetesUnreachable');
  });

  it.each([
    ['another VPC', PRIVATE, 'vpc-2', {}],
    ['a VPC that resolves no names of private hosted zones', PRIVATE, 'vpc-1', { resolvesNames: false }],
    ['a VPC whose DHCP options name servers of its own', PRIVATE, 'vpc-1', { dhcpServer: '10.0.0.53' }],
    ['its own VPC, while it has no private endpoint', vpc({ endpointPublicAccess: true }), 'vpc-1', {}],
  ])('is not reached by a function of %s', async (_where, cluster, vpcId, passage) => {
    world = await kubernetesWorld(cluster);
    world.placeIn(vpcId, passage);
    const { name } = await world.failure(world.client(world.administrator).nodes(world.api));
    expect(name).toBe('KubernetesUnreachable');
  });

  describe('whose name a function of its VPC looks up itself', () => {
    const OWN_SERVERS = { dhcpServer: '10.0.0.53' };
    const asked = async (servers: readonly string[], passage = {}) => {
      world = await kubernetesWorld(PRIVATE);
      world.placeIn('vpc-1', passage);
      return world.run(
        apiServersBy(lookupAt(servers)).exchange({
          method: 'GET',
          endpoint: world.api.endpoint,
          target: '/api/v1/nodes',
          token: 'k8s-aws-v1.none',
          certificateAuthority: world.api.certificateAuthority,
        }),
      );
    };
    const ANSWERED = { outcome: 'Answered', statusCode: 401 };

    it("is reached where the VPC's own resolver is asked, whatever the DHCP options name", async () => {
      expect(await asked([VPC_RESOLVER], OWN_SERVERS)).toMatchObject(ANSWERED);
    });

    it('is reached by the next server where the first is silent', async () => {
      expect(await asked(['10.9.0.2', VPC_RESOLVER], OWN_SERVERS)).toMatchObject(ANSWERED);
    });

    it('is asked of the servers of the DHCP options last', async () => {
      expect(await asked(['10.9.0.2'])).toMatchObject(ANSWERED);
      world.close();
      expect(await asked(['10.9.0.2'], OWN_SERVERS)).toMatchObject({ outcome: 'Failed', code: 'EAI_AGAIN' });
    });

    it('is not reached where its security groups let nobody in, or at another address', async () => {
      expect(await asked([VPC_RESOLVER], { admits: false })).toMatchObject({ code: 'ETIMEDOUT' });
      world.close();
      world = await kubernetesWorld(PRIVATE);
      world.placeIn('vpc-1');
      const elsewhere: LookupFunction = (_name, _options, done) =>
        done(null, [{ address: '10.0.0.10', family: 4 }]);
      const { endpoint, certificateAuthority } = world.api;
      const request = { method: 'GET', endpoint, target: '/', token: 't', certificateAuthority } as const;
      expect(await world.run(apiServersBy(elsewhere).exchange(request))).toMatchObject({ code: 'ETIMEDOUT' });
    });
  });

  it('lets in the addresses of its public access CIDRs alone', async () => {
    world = await kubernetesWorld(vpc({ publicAccessCidrs: ['203.0.113.0/24'] }));
    const { name } = await world.failure(world.client(world.administrator).nodes(world.api));
    expect(name).toBe('KubernetesUnreachable');
  });

  it('has no name once its cluster is gone', async () => {
    world = await kubernetesWorld();
    world.call('DeleteCluster', { name: 'shop' });
    await world.pass(20 * 60_000);
    const { name, message } = await world.failure(world.client(world.administrator).nodes(world.api));
    expect([name, message]).toEqual([
      'KubernetesUnreachable',
      expect.stringContaining('getaddrinfo ENOTFOUND'),
    ]);
  });

  it('is trusted by its own certificate authority alone', async () => {
    world = await kubernetesWorld();
    const other = Buffer.from('-----BEGIN CERTIFICATE-----\nnone\n').toString('base64');
    const client = world.client(world.administrator);
    const { name, message } = await world.failure(
      client.nodes({ ...world.api, certificateAuthority: other }),
    );
    expect([name, message]).toEqual([
      'KubernetesUnreachable',
      expect.stringContaining('unable to verify the first certificate'),
    ]);
    expect(await world.run(client.nodes(world.api))).toEqual([]);
  });

  it.each([
    ['closes the connection', { kind: 'lose-reply' }, 'ServiceUnavailable'],
    ['never answers', { kind: 'hang' }, 'ServiceUnavailable'],
    ['turns requests away', { kind: 'throttle' }, 'Throttled'],
    ['has an error of its own', { kind: 'server-error' }, 'ServiceUnavailable'],
  ] as const)('that %s may be asked again', async (_what, fault, name) => {
    world = await kubernetesWorld();
    world.setFault(fault);
    expect((await world.failure(world.client(world.administrator).nodes(world.api))).name).toBe(name);
  });

  // apiserver, `pkg/server/filters/maxinflight.go`: http.Error, and no Status object.
  it('that turns a request away says so in plain text', async () => {
    world = await kubernetesWorld();
    world.setFault({ kind: 'throttle' });
    const { message } = await world.failure(world.client(world.administrator).nodes(world.api));
    expect(message).toContain(': Too many requests, please try again later.');
    const { statusCode, body } = await world.raw('GET', '/api/v1/nodes', { caller: world.administrator });
    expect([statusCode, body.reason, body.text]).toEqual([
      429,
      undefined,
      'Too many requests, please try again later.\n',
    ]);
  });
});
