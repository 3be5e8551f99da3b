import { describe, expect, it } from '@jest/globals';
import { decideControlPlane } from '../../../domain/decide/control-plane.ts';
import type { ObservedCluster } from '../../../domain/decide/observed-cluster.ts';
import { desiredControlPlane } from '../../../domain/desired/control-plane.ts';
import { account, configOf, factsOf } from '../desired/fixtures.ts';

function desiredOf(more: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}) {
  const config = configOf(more, metadata);
  return desiredControlPlane(config, account, factsOf(config));
}

/** The cluster that EKS would show for what was asked. */
function observed(
  more: Record<string, unknown> = {},
  change: Partial<ObservedCluster> = {},
): ObservedCluster {
  const { request } = desiredOf(more);
  return {
    arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop',
    status: 'ACTIVE',
    ...request,
    version: '1.34',
    ...change,
  };
}

describe('deciding about a control plane', () => {
  it('creates what is not there, waits for what is under way, leaves what is right', () => {
    expect(decideControlPlane(desiredOf(), undefined)).toEqual({ do: 'create' });
    expect(decideControlPlane(desiredOf(), observed({}, { status: 'CREATING' }))).toMatchObject({
      do: 'wait',
    });
    expect(decideControlPlane(desiredOf(), observed())).toEqual({ do: 'nothing' });
  });

  it('fails with the reason that EKS gives', () => {
    const issues = [{ code: 'InsufficientFreeAddresses', message: 'no address left in subnet-1' }];
    expect(decideControlPlane(desiredOf(), observed({}, { status: 'FAILED', issues }))).toMatchObject({
      do: 'fail',
      reason: expect.stringContaining('no address left in subnet-1'),
    });
  });

  it('never lowers a version', () => {
    expect(decideControlPlane(desiredOf({}, { version: '1.33' }), observed())).toEqual({ do: 'nothing' });
  });

  it('raises a version by one minor, with the flags of the document', () => {
    const desired = desiredOf(
      {},
      { version: '1.35', forceUpdateVersion: true, rollbackConfig: { timeoutMinutes: 240 } },
    );
    expect(decideControlPlane(desired, observed())).toMatchObject({
      do: 'update',
      change: {
        operation: 'UpdateClusterVersion',
        request: { name: 'shop', version: '1.35', force: true, rollbackConfig: { timeoutMinutes: 240 } },
      },
    });
  });

  it('refuses to skip a minor', () => {
    expect(decideControlPlane(desiredOf({}, { version: '1.36' }), observed())).toMatchObject({
      do: 'refuse',
      path: 'metadata.version',
    });
  });

  it('makes one kind of change at a time', () => {
    const desired = desiredOf({
      cloudWatch: { clusterLogging: { enableTypes: ['api'] } },
      vpc: { clusterEndpoints: { publicAccess: true, privateAccess: true } },
    });
    const before = observed();
    expect(decideControlPlane(desired, before)).toMatchObject({
      change: { request: { resourcesVpcConfig: { endpointPrivateAccess: true } } },
    });
    const seen = { ...before, resourcesVpcConfig: desired.request.resourcesVpcConfig };
    const next = decideControlPlane(desired, seen);
    expect(next).toMatchObject({ change: { operation: 'UpdateClusterConfig' } });
    expect(next.do === 'update' && Object.keys(next.change.request)).toEqual(['name', 'logging']);
  });

  it('disables log types that the document no longer names', () => {
    const desired = desiredOf({ cloudWatch: { clusterLogging: { enableTypes: ['api'] } } });
    const seen = observed({ cloudWatch: { clusterLogging: { enableTypes: ['api', 'audit'] } } });
    expect(decideControlPlane(desired, seen)).toMatchObject({
      change: {
        request: {
          logging: {
            clusterLogging: [
              { types: ['api'], enabled: true },
              { types: ['audit'], enabled: false },
            ],
          },
        },
      },
    });
  });

  it.each([
    ['iam.serviceRoleARN', { roleArn: 'arn:aws:iam::111122223333:role/other' }],
    ['kubernetesNetworkConfig.ipFamily', { kubernetesNetworkConfig: { ipFamily: 'ipv6' as const } }],
  ])('refuses by path what EKS cannot change: %s', (path, change) => {
    expect(decideControlPlane(desiredOf(), observed({}, change))).toMatchObject({ do: 'refuse', path });
  });

  it('goes from the ConfigMap to the API in the two steps that EKS wants, and never back', () => {
    const mode = (authenticationMode: 'CONFIG_MAP' | 'API') =>
      observed({}, { accessConfig: { authenticationMode } });
    expect(decideControlPlane(desiredOf(), mode('CONFIG_MAP'))).toMatchObject({
      change: { request: { accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' } } },
    });
    const back = desiredOf({ accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' } });
    expect(decideControlPlane(back, mode('API'))).toMatchObject({ do: 'refuse' });
  });

  it('ignores tags that others put on the cluster', () => {
    const tags = { ...observed().tags, other: 'theirs' };
    expect(decideControlPlane(desiredOf(), observed({}, { tags }))).toEqual({ do: 'nothing' });
  });
});
