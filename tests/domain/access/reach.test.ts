import { describe, expect, it } from '@jest/globals';
import { apiOf, type EndpointAccess, wayTo } from '../../../domain/access/reach.ts';
import type { DescribedCluster } from '../../../domain/ports/eks.ts';

const inVpc = { vpcId: 'vpc-1', subnetIds: ['subnet-a'], clusterSecurityGroupId: 'sg-1' };
const forwarder = { by: 'forwarder', vpcId: 'vpc-1', subnetIds: ['subnet-a'], groupId: 'sg-1' };
const internet = { by: 'internet' };
const none = { by: 'none', why: expect.stringContaining('private') };

type Config = NonNullable<EndpointAccess['resourcesVpcConfig']>;

describe('the way to a Kubernetes API', () => {
  it.each<[string, Config, object]>([
    ['open to everybody', { endpointPublicAccess: true }, internet],
    ['open to everybody by an address', { publicAccessCidrs: ['10.0.0.0/8', '0.0.0.0/0'] }, internet],
    [
      'open to everybody of IPv6, and private',
      { endpointPrivateAccess: true, publicAccessCidrs: ['203.0.113.0/24', '::/0'] },
      internet,
    ],
    ['open to everybody, and private', { endpointPrivateAccess: true }, internet],
    ['of a cluster that says nothing', {}, internet],
    ['private', { endpointPublicAccess: false, endpointPrivateAccess: true }, forwarder],
    [
      'open to others, and private',
      { endpointPublicAccess: true, endpointPrivateAccess: true, publicAccessCidrs: ['203.0.113.0/24'] },
      forwarder,
    ],
    ['open to others alone', { publicAccessCidrs: ['203.0.113.0/24'] }, internet],
  ])('that is %s', (_what, config, way) => {
    expect(wayTo({ resourcesVpcConfig: { ...inVpc, ...config } })).toEqual(way);
  });

  it('to a private one is not known before EKS says where it is', () => {
    const config = { endpointPublicAccess: false, endpointPrivateAccess: true };
    expect(wayTo({ resourcesVpcConfig: config })).toEqual(none);
    expect(wayTo({ resourcesVpcConfig: { ...inVpc, ...config, subnetIds: [] } })).toEqual(none);
    for (const name of Object.keys(inVpc))
      expect(wayTo({ resourcesVpcConfig: { ...inVpc, ...config, [name]: undefined } })).toEqual(none);
  });

  it('is none before EKS says its address and who vouches for it, and where there is none', () => {
    const cluster = {
      ...{ name: 'shop', endpoint: 'https://a.example.com', certificateAuthority: 'Y2E=' },
      resourcesVpcConfig: inVpc,
    } as unknown as DescribedCluster;
    expect(apiOf(cluster, 'prod')).toBeDefined();
    const { endpoint: _endpoint, ...nowhere } = cluster;
    expect(apiOf(nowhere as DescribedCluster, 'prod')).toBeUndefined();
    const { certificateAuthority: _authority, ...unknown } = cluster;
    expect(apiOf(unknown as DescribedCluster, 'prod')).toBeUndefined();
    const hidden = { endpointPublicAccess: false, endpointPrivateAccess: false };
    expect(apiOf({ ...cluster, resourcesVpcConfig: { ...inVpc, ...hidden } }, 'prod')).toBeUndefined();
  });

  it('names the function of the VPC, by the stage', () => {
    const cluster = {
      name: 'shop',
      endpoint: 'https://a.gr7.us-east-1.eks.amazonaws.com',
      certificateAuthority: 'Y2E=',
      resourcesVpcConfig: { ...inVpc, endpointPublicAccess: false, endpointPrivateAccess: true },
    } as unknown as DescribedCluster;
    expect(apiOf(cluster, 'prod')).toEqual({
      clusterName: 'shop',
      endpoint: 'https://a.gr7.us-east-1.eks.amazonaws.com',
      certificateAuthority: 'Y2E=',
      forwarder: 'eks-fleet-prod-forwarder-vpc-1',
    });
    expect(apiOf({ ...cluster, resourcesVpcConfig: inVpc }, 'prod')).not.toHaveProperty('forwarder');
  });
});
