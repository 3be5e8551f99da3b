import { describe, expect, it } from '@jest/globals';
import { desiredControlPlane } from '../../../domain/desired/control-plane.ts';
import { account, configOf, factsOf } from './fixtures.ts';

function requestOf(more: Record<string, unknown>, metadata: Record<string, unknown> = {}) {
  const config = configOf(more, metadata);
  return desiredControlPlane(config, account, factsOf(config)).request;
}

describe('the control plane that a document asks for', () => {
  it('is private to the API and owned by nobody but its access entries unless the document says otherwise', () => {
    expect(requestOf({})).toMatchObject({
      name: 'shop',
      roleArn: 'arn:aws:iam::111122223333:role/eks-fleet/shop-us-west-2-service',
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      bootstrapSelfManagedAddons: false,
      resourcesVpcConfig: { endpointPublicAccess: true, endpointPrivateAccess: false },
    });
  });

  it('leaves the version to EKS where the document does', () => {
    expect(requestOf({})).not.toHaveProperty('version');
    expect(requestOf({}, { version: '1.35' }).version).toBe('1.35');
  });

  it('spans the public and private subnets of each zone', () => {
    expect(
      requestOf({ availabilityZones: ['us-west-2a', 'us-west-2b'] }).resourcesVpcConfig.subnetIds,
    ).toEqual([
      'SubnetPublicUSWEST2A-id',
      'SubnetPublicUSWEST2B-id',
      'SubnetPrivateUSWEST2A-id',
      'SubnetPrivateUSWEST2B-id',
    ]);
  });

  it('keeps to private subnets where it is told to', () => {
    const { subnetIds } = requestOf({ vpc: { controlPlaneOnPrivateSubnets: true } }).resourcesVpcConfig;
    expect(subnetIds.every((id) => id.startsWith('SubnetPrivate'))).toBe(true);
  });

  it('never stands in a local zone', () => {
    const { subnetIds } = requestOf({ localZones: ['us-west-2-lax-1a'] }).resourcesVpcConfig;
    expect(subnetIds.some((id) => id.includes('LAX'))).toBe(false);
  });

  it('switches the three parts of Auto Mode together', () => {
    expect(requestOf({ autoModeConfig: { enabled: true } })).toMatchObject({
      computeConfig: {
        enabled: true,
        nodePools: ['general-purpose', 'system'],
        nodeRoleArn: 'arn:aws:iam::111122223333:role/eks-fleet/shop-us-west-2-auto-mode-node',
      },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
      storageConfig: { blockStorage: { enabled: true } },
    });
  });

  it('reads "all" as every log type', () => {
    expect(requestOf({ cloudWatch: { clusterLogging: { enableTypes: ['all'] } } }).logging).toEqual({
      clusterLogging: [
        { types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'], enabled: true },
      ],
    });
  });
});
