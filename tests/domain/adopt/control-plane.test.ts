import { describe, expect, it } from '@jest/globals';
import { controlPlane, vpc } from '../../../domain/adopt/control-plane.ts';
import { userTags } from '../../../domain/adopt/observed.ts';
import { withoutPath } from '../../../domain/adopt/without-path.ts';
import type { ObservedCluster } from '../../../domain/decide/observed-cluster.ts';
import { role, seenCluster } from './fixtures.ts';

const { cluster } = seenCluster();
/** A cluster of which EKS shows no more than it has to. */
const bare: ObservedCluster = {
  arn: cluster.arn,
  name: 'shop',
  status: 'ACTIVE',
  version: '1.35',
  roleArn: role('shop'),
  resourcesVpcConfig: {},
} as ObservedCluster;
const LEAST = {
  kubernetesNetworkConfig: { ipFamily: 'IPv4' },
  upgradePolicy: { supportType: 'EXTENDED' },
  zonalShiftConfig: { enabled: false },
  controlPlaneScalingConfig: { tier: 'standard' },
};

describe('a control plane as a document', () => {
  it('says EKS’s own defaults where EKS shows none', () => {
    expect(controlPlane(bare)).toEqual(LEAST);
  });

  it.each<[string, Partial<ObservedCluster>, object]>([
    [
      'the range of services',
      { kubernetesNetworkConfig: { serviceIpv4Cidr: '10.100.0.0/16' } },
      { kubernetesNetworkConfig: { ipFamily: 'IPv4', serviceIPv4CIDR: '10.100.0.0/16' } },
    ],
    [
      'logs that are on',
      {
        logging: {
          clusterLogging: [
            { types: ['api'], enabled: true },
            { types: ['audit'], enabled: false },
          ],
        },
      },
      { cloudWatch: { clusterLogging: { enableTypes: ['api'] } } },
    ],
    ['no logs that nobody names', { logging: {} } as Partial<ObservedCluster>, {}],
    [
      'the tier',
      { controlPlaneScalingConfig: { tier: 'tier-xl' } },
      { controlPlaneScalingConfig: { tier: 'tier-xl' } },
    ],
    [
      'no components without a setting',
      {
        kubeApiServerConfig: {},
        kubeControllerManagerConfig: {},
        kubeSchedulerConfig: { nodeResourcesFit: {} },
      } as Partial<ObservedCluster>,
      {},
    ],
    [
      'the settings of components',
      {
        kubeApiServerConfig: { eventTtl: '30m' },
        kubeControllerManagerConfig: { a: 'b' },
        kubeSchedulerConfig: { nodeResourcesFit: { scoringStrategy: 'MostAllocated' } },
      } as unknown as Partial<ObservedCluster>,
      {
        kubeAPIServerConfig: { eventTTL: '30m' },
        kubeControllerManagerConfig: { a: 'b' },
        kubeSchedulerConfig: { nodeResourcesFit: { scoringStrategy: 'MostAllocated' } },
      },
    ],
    [
      'the range of node ports',
      { kubeApiServerConfig: { serviceNodePortRange: '30000-30100' } } as unknown as Partial<ObservedCluster>,
      { kubeAPIServerConfig: { serviceNodePortRange: '30000-30100' } },
    ],
    [
      'Auto Mode that is on without a pool',
      { computeConfig: { enabled: true } },
      { autoModeConfig: { enabled: true, nodePools: [] } },
    ],
    ['no Auto Mode that is off', { computeConfig: { enabled: false, nodePools: ['system'] } }, {}],
    ['no key where nothing is encrypted with one', { encryptionConfig: [] }, {}],
    [
      'networks of hybrid nodes',
      { remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ['172.16.0.0/16'] }] } },
      { remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ['172.16.0.0/16'] }] } },
    ],
    ['no networks where there are none', { remoteNetworkConfig: { remoteNodeNetworks: [] } }, {}],
    [
      'no networks of pods where there are none',
      { remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ['172.16.0.0/16'] }], remotePodNetworks: [] } },
      { remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ['172.16.0.0/16'] }] } },
    ],
  ])('says %s', (_, members, document) => {
    expect(controlPlane({ ...bare, ...members })).toEqual({ ...LEAST, ...document });
  });

  it('says the role of hybrid nodes by their entry', () => {
    const remote = { remoteNodeNetworks: [{ cidrs: ['172.16.0.0/16'] }] };
    const entry = (name: string, type: string) => ({
      accessEntryArn: 'arn',
      principalArn: role(name),
      type,
      associatedAccessPolicies: [],
    });
    const entries = [entry('nodes', 'EC2_LINUX'), entry('hybrid', 'HYBRID_LINUX')];
    expect(controlPlane({ ...bare, remoteNetworkConfig: remote }, entries)).toMatchObject({
      remoteNetworkConfig: { iam: { roleARN: role('hybrid') } },
    });
  });
});

describe('a network as a document', () => {
  const described = (
    config: Partial<ObservedCluster['resourcesVpcConfig']>,
    publicOnes: readonly boolean[] = [false, false],
  ) => {
    const notes: string[] = [];
    const subnets = publicOnes.map((isPublic, index) => ({
      SubnetId: `subnet-${index}`,
      VpcId: 'vpc-1',
      AvailabilityZone: `eu-west-1${'abcd'[index]}`,
      MapPublicIpOnLaunch: isPublic,
    }));
    const seen = { ...seenCluster(), cluster: { ...bare, resourcesVpcConfig: config }, subnets };
    return { vpc: vpc(seen, (path, why) => notes.push(`${path}: ${why}`)), notes };
  };
  const named = (...indexes: readonly number[]) =>
    Object.fromEntries(
      indexes.map((index) => [`subnet-${index}`, { id: `subnet-${index}`, az: `eu-west-1${'abcd'[index]}` }]),
    );

  it('is open to the public where EKS says nothing, as it is by default', () => {
    expect(described({ vpcId: 'vpc-1' }).vpc).toEqual({
      id: 'vpc-1',
      subnets: { private: named(0, 1) },
      controlPlaneSubnetIDs: [],
      clusterEndpoints: { publicAccess: true, privateAccess: false },
    });
  });

  it.each<[string, Partial<ObservedCluster['resourcesVpcConfig']>, object]>([
    ['security groups', { securityGroupIds: ['sg-1'] }, { controlPlaneSecurityGroupIDs: ['sg-1'] }],
    ['no security groups', { securityGroupIds: [] }, {}],
    [
      'a private endpoint',
      { endpointPublicAccess: false, endpointPrivateAccess: true, publicAccessCidrs: ['0.0.0.0/0'] },
      { clusterEndpoints: { publicAccess: false, privateAccess: true } },
    ],
    ['who may come', { publicAccessCidrs: ['203.0.113.0/24'] }, { publicAccessCIDRs: ['203.0.113.0/24'] }],
  ])('says %s', (_, config, members) => {
    const usual = {
      subnets: { private: named(0, 1) },
      controlPlaneSubnetIDs: [],
      clusterEndpoints: { publicAccess: true, privateAccess: false },
    };
    expect(described(config).vpc).toEqual({ ...usual, ...members });
  });

  it.each<[readonly boolean[], object, boolean]>([
    [[], {}, true],
    [[false, false], { private: named(0, 1) }, true],
    [[true, true], { public: named(0, 1) }, true],
    [[true, true, false, false], { private: named(2, 3), public: named(0, 1) }, true],
    [[true, false, false], { private: named(0, 1, 2) }, false],
    [[true, true, false], { private: named(0, 1, 2) }, false],
  ])('has subnets of kinds where each has several: public are %j', (publicOnes, subnets, isSaid) => {
    const { vpc: said, notes } = described({}, publicOnes);
    expect(said.subnets).toEqual(subnets);
    expect(notes).toEqual(
      isSaid
        ? []
        : [
            'vpc.subnets.public: a document names no single subnet of a kind, so that all are listed as private',
          ],
    );
  });
});

describe('a document without a part of it', () => {
  const document = {
    a: { b: [{ c: 1 }, { d: 2 }], 'x/y.z': 3, empty: null },
    list: Array.from({ length: 12 }, (_, index) => index),
    text: 'plain',
  };
  it.each<[string, string, (left: typeof document) => unknown, unknown]>([
    ['a.b[0].c', 'a.b[0].c', ({ a }) => a.b, [{}, { d: 2 }]],
    ['a.b[1]', 'a.b[1]', ({ a }) => a.b, [{ c: 1 }]],
    ['a["x/y.z"]', 'a.x/y.z', ({ a }) => Object.keys(a), ['b', 'empty']],
    ['a.b[0].missing', 'a.b[0]', ({ a }) => a.b, [{ d: 2 }]],
    ['a.b[7].c', 'a.b', ({ a }) => Object.keys(a), ['x/y.z', 'empty']],
    ['a.empty.c', 'a.empty', ({ a }) => Object.keys(a), ['b', 'x/y.z']],
    ['text.length', 'text', Object.keys, ['a', 'list']],
    ['list[11]', 'list[11]', ({ list }) => list.length, 11],
    ['list[10]', 'list[10]', ({ list }) => list.at(-1), 11],
    ['nowhere.at.all', '', (left) => left, document],
  ])('at %s loses %s', (path, removed, part, expected) => {
    const without = withoutPath(document, path);
    expect(without.removed).toBe(removed);
    expect(part(without.left as typeof document)).toEqual(expected);
  });

  it('is another document: the first stays as it is', () => {
    withoutPath(document, 'a');
    expect(document.a.b).toHaveLength(2);
  });
});

it('tags of people are those that are nobody else’s', () => {
  const theirs = {
    'aws:cloudformation:stack-name': 'x',
    'kubernetes.io/cluster/shop': 'owned',
    'eks-fleet.dev/cluster': 'shop',
  };
  expect(userTags({ ...theirs, team: 'shop', 'my/aws:x': 'y', 'not-eks-fleet.dev/x': 'z' })).toEqual({
    team: 'shop',
    'my/aws:x': 'y',
    'not-eks-fleet.dev/x': 'z',
  });
  expect(userTags(theirs)).toBeUndefined();
  expect(userTags(undefined)).toBeUndefined();
});
