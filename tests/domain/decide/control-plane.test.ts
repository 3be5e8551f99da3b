import { describe, expect, it } from '@jest/globals';
import { decideControlPlane } from '../../../domain/decide/control-plane.ts';
import type { ObservedCluster } from '../../../domain/decide/observed-cluster.ts';
import { desiredControlPlane } from '../../../domain/desired/control-plane.ts';
import { account, configOf, factsOf } from '../desired/fixtures.ts';

function desiredOf(more: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}) {
  const config = configOf(more, metadata);
  return desiredControlPlane(config, account, factsOf(config));
}

/** The cluster that EKS would show after the request. */
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

const mode = (authenticationMode: 'CONFIG_MAP' | 'API_AND_CONFIG_MAP' | 'API') =>
  observed({}, { accessConfig: { authenticationMode } });
const changeTo = (authenticationMode: string) => ({
  change: { request: { accessConfig: { authenticationMode } } },
});

describe('deciding about a control plane', () => {
  it('creates what is not there, waits for what is under way, leaves what is right', () => {
    expect(decideControlPlane(desiredOf(), undefined)).toEqual({ do: 'create' });
    expect(decideControlPlane(desiredOf(), observed({}, { status: 'CREATING' }))).toMatchObject({
      do: 'wait',
    });
    expect(decideControlPlane(desiredOf(), observed())).toEqual({ do: 'nothing' });
  });

  it.each([
    ['CREATING', { do: 'wait', operation: 'CreateCluster' }],
    ['PENDING', { do: 'wait', operation: 'CreateCluster' }],
    ['UPDATING', { do: 'wait', operation: 'UpdateCluster' }],
    ['DELETING', { do: 'fail', reason: 'cluster shop is being deleted' }],
    ['FAILED', { do: 'fail', reason: 'EKS could not create cluster shop' }],
  ] as const)('says of a cluster that is %s what comes of it', (status, decision) => {
    expect(decideControlPlane(desiredOf(), observed({}, { status }))).toEqual(decision);
  });

  it('fails with every reason that EKS gives', () => {
    const issues = [
      { code: 'AccessDenied', message: 'no role' },
      { code: 'SubnetNotFound', message: 'no subnet' },
    ];
    expect(decideControlPlane(desiredOf(), observed({}, { status: 'FAILED', issues }))).toEqual({
      do: 'fail',
      reason: 'EKS could not create cluster shop: AccessDenied: no role; SubnetNotFound: no subnet',
    });
  });

  it('fails with the reason that EKS gives', () => {
    const issues = [{ code: 'InsufficientFreeAddresses', message: 'no address left in subnet-1' }];
    expect(decideControlPlane(desiredOf(), observed({}, { status: 'FAILED', issues }))).toMatchObject({
      do: 'fail',
      reason: expect.stringContaining('no address left in subnet-1'),
    });
  });

  it.each(['1.33', '1.35', '1.36'])('leaves the version as it is where the document says %s', (version) => {
    const desired = desiredOf(
      {},
      { version, forceUpdateVersion: true, rollbackConfig: { timeoutMinutes: 240 } },
    );
    expect(decideControlPlane(desired, observed())).toEqual({ do: 'nothing' });
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

  const another = 'create a cluster of another name and move the workloads';
  it.each([
    [
      'kubernetesNetworkConfig.ipFamily',
      { kubernetesNetworkConfig: { ipFamily: 'ipv6' as const } },
      "EKS cannot change a cluster's IP family",
    ],
  ])('says of %s why not, and what to do instead', (path, change, reason) => {
    expect(decideControlPlane(desiredOf(), observed({}, change))).toEqual({
      ...{ do: 'refuse', path, reason },
      alternative: another,
    });
  });

  it('refuses another service range, and leaves the one that EKS has chosen', () => {
    const desired = desiredOf({ kubernetesNetworkConfig: { serviceIPv4CIDR: '10.100.0.0/16' } });
    const ofAnother = { kubernetesNetworkConfig: { serviceIpv4Cidr: '172.20.0.0/16' } };
    const refusal = {
      do: 'refuse',
      path: 'kubernetesNetworkConfig.serviceIPv4CIDR',
      reason: "EKS cannot change a cluster's service range",
      alternative: another,
    };
    expect(decideControlPlane(desired, observed({}, ofAnother))).toEqual(refusal);
    const { kubernetesNetworkConfig: _unsaid, ...silent } = observed();
    expect(decideControlPlane(desired, silent)).toEqual(refusal);
    expect(decideControlPlane(desiredOf(), observed({}, ofAnother))).toEqual({ do: 'nothing' });
  });

  it.each([
    ['iam.serviceRoleARN', { roleArn: 'arn:aws:iam::111122223333:role/other' }],
    ['kubernetesNetworkConfig.ipFamily', { kubernetesNetworkConfig: { ipFamily: 'ipv6' as const } }],
  ])('refuses by path what EKS cannot change: %s', (path, change) => {
    expect(decideControlPlane(desiredOf(), observed({}, change))).toMatchObject({ do: 'refuse', path });
  });

  it('says how a document names the role of a cluster that something else made', () => {
    const roleArn = 'arn:aws:iam::111122223333:role/by-hand';
    expect(decideControlPlane(desiredOf(), observed({}, { roleArn }))).toMatchObject({
      reason: `EKS cannot change a cluster's role (it is ${roleArn})`,
      alternative: expect.stringMatching(/^name that role in the document, or create/),
    });
  });

  it('goes from the ConfigMap to the API in the two steps that EKS wants, and never back', () => {
    const api = desiredOf({ accessConfig: { authenticationMode: 'API' } });
    expect(decideControlPlane(api, mode('CONFIG_MAP'))).toMatchObject(changeTo('API_AND_CONFIG_MAP'));
    expect(decideControlPlane(api, mode('API_AND_CONFIG_MAP'))).toMatchObject(changeTo('API'));
    expect(decideControlPlane(api, mode('API'))).toEqual({ do: 'nothing' });
    const back = desiredOf({ accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' } });
    expect(decideControlPlane(back, mode('API'))).toMatchObject({ do: 'refuse' });
  });

  it('does not take the ConfigMap from a cluster whose document says no mode', () => {
    expect(decideControlPlane(desiredOf(), mode('CONFIG_MAP'))).toMatchObject(changeTo('API_AND_CONFIG_MAP'));
    expect(decideControlPlane(desiredOf(), mode('API_AND_CONFIG_MAP'))).toEqual({ do: 'nothing' });
    expect(decideControlPlane(desiredOf(), mode('API'))).toEqual({ do: 'nothing' });
  });

  describe('in Auto Mode', () => {
    const auto = (more: Record<string, unknown> = {}) => ({ autoModeConfig: { enabled: true, ...more } });
    const role = (name: string) => ({ nodeRoleARN: `arn:aws:iam::111122223333:role/${name}` });
    const decide = (more: Record<string, unknown>, before: Record<string, unknown>) => {
      const { do: what, ...rest } = decideControlPlane(desiredOf(more), observed(before));
      if ('path' in rest) return rest.path;
      return 'change' in rest ? rest.change.request : what;
    };

    it('is enabled by its three members in one call, and given other pools of its own', () => {
      const config = desiredOf(auto()).request.computeConfig;
      expect(decide(auto(), {})).toEqual({
        name: 'shop',
        computeConfig: config,
        kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
        storageConfig: { blockStorage: { enabled: true } },
      });
      expect(decide(auto(), auto())).toBe('nothing');
      expect(decide(auto({ nodePools: ['system'] }), auto())).toMatchObject({
        computeConfig: { enabled: true, nodePools: ['system'] },
      });
      expect(decide(auto({ nodePools: [] }), auto())).toMatchObject({
        computeConfig: { enabled: true, nodePools: [] },
      });
      expect(decide(auto(role('one')), auto({ nodePools: [] }))).toMatchObject({
        computeConfig: { nodeRoleArn: role('one').nodeRoleARN },
      });
    });

    it('keeps its role and its nodes: a document that takes either away is refused', () => {
      expect(decide(auto(role('other')), auto(role('one')))).toBe('autoModeConfig.nodeRoleARN');
      expect(decide({ autoModeConfig: { enabled: false } }, auto())).toBe('autoModeConfig.enabled');
      expect(decide({}, auto())).toBe('autoModeConfig.enabled');
    });
  });

  it('ignores tags that others put on the cluster', () => {
    const tags = { ...observed().tags, other: 'theirs' };
    expect(decideControlPlane(desiredOf(), observed({}, { tags }))).toEqual({ do: 'nothing' });
  });
});
