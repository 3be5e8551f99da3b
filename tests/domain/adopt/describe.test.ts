import { describe, expect, it } from '@jest/globals';
import { describeAsConfig } from '../../../domain/adopt/describe.ts';
import type { SeenCluster } from '../../../domain/adopt/observed.ts';
import type { ClusterConfig } from '../../../domain/cluster-config/config.ts';
import { parseClusterConfig } from '../../../domain/cluster-config/parse.ts';
import { managedNodeGroups } from '../../../domain/contents/node-group/describe.ts';
import type { ObservedNodegroup } from '../../../domain/contents/node-group/observed.ts';
import { everything, role, seenCluster } from './fixtures.ts';

const on = { today: '2026-11-24' };

function described(seen: SeenCluster) {
  const { document, notDescribed } = describeAsConfig(seen, on);
  const { config, problems } = parseClusterConfig(document, 'shop', on);
  expect(problems).toBeUndefined();
  return { config: config as ClusterConfig, document, paths: notDescribed.map(({ path }) => path) };
}

/** Fields that no description of a cluster can fill: EKS does not show them. */
const always = ['nodeGroups', 'iam.serviceAccounts', 'iamIdentityMappings'];

describe('a cluster as a document', () => {
  it('says explicitly what is there, and leaves nothing to a default', () => {
    const { config, paths } = described(seenCluster());
    expect(paths).toEqual(always);
    expect(config).toMatchObject({
      metadata: { name: 'shop', region: 'eu-west-1', version: '1.35', tags: { team: 'shop' } },
      vpc: {
        id: 'vpc-1',
        controlPlaneSubnetIDs: ['subnet-a', 'subnet-b'],
        clusterEndpoints: { publicAccess: true, privateAccess: false },
      },
      iam: { serviceRoleARN: role('shop') },
      accessConfig: { authenticationMode: 'API' },
      upgradePolicy: { supportType: 'STANDARD' },
      zonalShiftConfig: { enabled: false },
      addonsConfig: { disableDefaultAddons: true },
    });
    expect(config.addons).toEqual([]);
    expect(config.cloudWatch).toBeUndefined();
  });

  it('keeps only tags of people', () => {
    expect(described(seenCluster()).config.metadata.tags).toEqual({ team: 'shop' });
  });

  it('holds one of everything', () => {
    const { config } = described(everything());
    expect(config.metadata.annotations).toEqual({ 'eks-fleet.dev/deletion-protection': 'true' });
    expect(config.cloudWatch?.clusterLogging?.enableTypes).toEqual(['api', 'audit']);
    expect(config.secretsEncryption?.keyARN).toMatch(/key\/1$/);
    expect(config.vpc?.publicAccessCIDRs).toEqual(['203.0.113.0/24']);
    expect(config.remoteNetworkConfig).toMatchObject({ iam: { roleARN: role('hybrid') } });
    expect(config.managedNodeGroups).toMatchObject([
      {
        name: 'web',
        amiFamily: 'Bottlerocket',
        spot: true,
        instanceTypes: ['m7g.large', 'm6g.large'],
        volumeSize: 60,
        ssh: { allow: true, publicKeyName: 'ops', sourceSecurityGroupIds: ['sg-2'] },
        taints: [{ key: 'dedicated', value: 'web', effect: 'NoSchedule' }],
        minSize: 0,
        maxSize: 4,
        desiredCapacity: 2,
      },
      {
        name: 'own',
        launchTemplate: { id: 'lt-1', version: '3' },
        iam: { instanceRoleARN: role('own-nodes') },
      },
      { name: 'windows', amiFamily: 'WindowsServer2022CoreContainer' },
    ]);
    expect(config.fargateProfiles).toMatchObject([
      {
        name: 'jobs',
        selectors: [{ namespace: 'jobs' }, { namespace: 'batch', labels: { run: 'fargate' } }],
      },
    ]);
    expect(config.addons.map(({ name }) => name)).toContain('aws-ebs-csi-driver');
    expect(config.addons[0]?.podIdentityAssociations).toEqual([
      { serviceAccountName: 'aws-node', roleARN: role('cni') },
    ]);
    expect(config.iam?.podIdentityAssociations).toEqual([
      { namespace: 'shop', serviceAccountName: 'cart', roleARN: role('cart') },
    ]);
    expect(config.identityProviders).toHaveLength(1);
    expect(config.capabilities).toMatchObject([{ name: 'ack', type: 'ACK', roleArn: role('argocd') }]);
  });

  it('leaves out the access entries that EKS makes itself, and names that it gives itself', () => {
    const entries = described(everything()).config.accessConfig?.accessEntries;
    expect(entries).toEqual([
      {
        principalARN: role('operators'),
        type: 'STANDARD',
        kubernetesGroups: ['operators'],
        kubernetesUsername: 'ops',
      },
      {
        principalARN: role('admins'),
        type: 'STANDARD',
        accessPolicies: [
          {
            policyARN: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy',
            accessScope: { type: 'namespace', namespaces: ['shop'] },
          },
        ],
      },
    ]);
  });

  it('describes Auto Mode with its pools and role', () => {
    const seen = seenCluster();
    const computeConfig = { enabled: true, nodePools: ['system'], nodeRoleArn: role('auto') };
    const { config } = described({ ...seen, cluster: { ...seen.cluster, computeConfig } });
    expect(config.autoModeConfig).toEqual({
      enabled: true,
      nodePools: ['system'],
      nodeRoleARN: role('auto'),
    });
  });

  it('says of a group of a capacity block that it is one, beside the launch template that EKS wants for it', () => {
    const [, own] = everything().contents.nodeGroup;
    const nodeGroup = own ? [{ ...own, capacityType: 'CAPACITY_BLOCK' }] : [];
    const [group] = described(seenCluster({ nodeGroup })).config.managedNodeGroups;
    expect(group).toMatchObject({
      launchTemplate: { id: 'lt-1', version: '3' },
      instanceMarketOptions: { marketType: 'capacity-block' },
    });
  });

  it('describes IPv6 without the range that EKS chose', () => {
    const seen = seenCluster();
    const kubernetesNetworkConfig = { ipFamily: 'ipv6' as const, serviceIpv6Cidr: 'fd00::/108' };
    const { config } = described({ ...seen, cluster: { ...seen.cluster, kubernetesNetworkConfig } });
    expect(config.kubernetesNetworkConfig).toEqual({ ipFamily: 'IPv6' });
  });
});

describe('what a document cannot say', () => {
  const NO_TEMPLATE =
    'managedNodeGroups.web.launchTemplate: it has none, and EKS gives one to a new group only: what eksctl writes into launch templates cannot be set for it';
  const seenGroup = (members: Partial<ObservedNodegroup>) =>
    seenCluster({
      nodeGroup: [
        {
          nodegroupArn: 'arn',
          nodegroupName: 'web',
          status: 'ACTIVE',
          scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 1 },
          nodeRole: role('nodes'),
          subnets: ['subnet-a'],
          ...members,
        },
      ],
    });
  const notesOf = (members: Partial<ObservedNodegroup>) => {
    const notes: string[] = [];
    managedNodeGroups(seenGroup(members), (path, why) => notes.push(`${path}: ${why}`));
    return notes;
  };
  const groupOf = (members: Partial<ObservedNodegroup>) =>
    managedNodeGroups(seenGroup(members), () => undefined)[0];
  const expectNamed = (seen: SeenCluster, path: string) => {
    const { config, paths } = described(seen);
    expect(paths.filter((named) => !always.includes(named))).toContain(path);
    return config;
  };
  const withCluster = (members: Partial<SeenCluster['cluster']>) => {
    const seen = seenCluster();
    return { ...seen, cluster: { ...seen.cluster, ...members } };
  };

  it('names a version that EKS no longer supports, and leaves it out', () => {
    const config = expectNamed(withCluster({ version: '1.24' }), 'metadata.version');
    expect(config.metadata.version).toBeUndefined();
  });

  it('names an authentication mode that no document may ask for', () => {
    expectNamed(
      withCluster({ accessConfig: { authenticationMode: 'CONFIG_MAP' } }),
      'accessConfig.authenticationMode',
    );
  });

  it('names an IPv6 range of the public endpoint, and keeps the others', () => {
    const seen = seenCluster();
    const resourcesVpcConfig = {
      ...seen.cluster.resourcesVpcConfig,
      publicAccessCidrs: ['203.0.113.0/24', '2001:db8::/32'],
    };
    const config = expectNamed(withCluster({ resourcesVpcConfig }), 'vpc.publicAccessCIDRs[1]');
    expect(config.vpc?.publicAccessCIDRs).toEqual(['203.0.113.0/24']);
  });

  it('names labels that are Kubernetes’ own', () => {
    const [group] = everything().contents.nodeGroup;
    const labels = { tier: 'web', 'node.kubernetes.io/lifecycle': 'spot' };
    const seen = seenCluster({ nodeGroup: group ? [{ ...group, labels }] : [] });
    const config = expectNamed(seen, 'managedNodeGroups[0].labels.node.kubernetes.io/lifecycle');
    expect(config.managedNodeGroups[0]?.labels).toEqual({ tier: 'web' });
  });

  it('names which subnets are public where there is a single one of a kind', () => {
    const seen = seenCluster();
    const subnets = seen.subnets.map((subnet, index) => ({ ...subnet, MapPublicIpOnLaunch: index === 0 }));
    const config = expectNamed({ ...seen, subnets }, 'vpc.subnets.public');
    expect(Object.keys(config.vpc?.subnets?.private ?? {})).toEqual(['subnet-a', 'subnet-b']);
  });

  it('names nodes that are behind their control plane, and tags of access entries', () => {
    const [group] = everything().contents.nodeGroup;
    const [entry] = everything().contents.accessEntry;
    const seen = seenCluster({
      nodeGroup: group ? [{ ...group, version: '1.34' }] : [],
      accessEntry: entry ? [{ ...entry, tags: { owner: 'sre' } }] : [],
    });
    expectNamed(seen, 'managedNodeGroups.web.version');
    expectNamed(seen, `accessConfig.accessEntries.${role('operators')}.tags`);
  });

  it.each([
    ['AL2023_ARM_64_STANDARD', 'AmazonLinux2023'],
    ['AL2_x86_64', 'AmazonLinux2'],
    ['BOTTLEROCKET_x86_64_FIPS', 'BottlerocketFips'],
    ['BOTTLEROCKET_ARM_64_NVIDIA', 'Bottlerocket'],
    ['WINDOWS_FULL_2025_x86_64', 'WindowsServer2025FullContainer'],
    ['WINDOWS_CORE_2019_x86_64', 'WindowsServer2019CoreContainer'],
  ])('knows the family of %s', (amiType, family) => {
    expect(notesOf({ amiType })).toEqual([NO_TEMPLATE]);
    expect(groupOf({ amiType })).toMatchObject({ amiFamily: family });
  });

  it.each([
    [{ amiType: 'NEW_TYPE' }, 'amiFamily', 'its image type is NEW_TYPE'],
    [{}, 'amiFamily', 'its image type is unknown'],
    [
      { amiType: 'AL2023_x86_64_STANDARD', version: '1.34' },
      'version',
      'its nodes are at 1.34, and a document has one version for all',
    ],
    [
      { amiType: 'AL2023_x86_64_STANDARD', updateConfig: { maxUnavailable: 1, updateStrategy: 'MINIMAL' } },
      'updateConfig.updateStrategy',
      'eksctl has no field for it (MINIMAL)',
    ],
  ])('names what it cannot say of the group %j', (members, member, why) => {
    expect(notesOf(members).filter((note) => note !== NO_TEMPLATE)).toEqual([
      `managedNodeGroups.web.${member}: ${why}`,
    ]);
  });

  it('says of a group what EKS does not give by itself, and no more', () => {
    const own = { 'alpha.eksctl.io/cluster-name': 'shop', 'alpha.eksctl.io/nodegroup-name': 'web' };
    const amiType = 'AL2023_x86_64_STANDARD';
    const updateConfig = { updateStrategy: 'DEFAULT' };
    expect(groupOf({ amiType, labels: own, updateConfig } as Partial<ObservedNodegroup>)).toEqual({
      name: 'web',
      iam: { instanceRoleARN: role('nodes') },
      subnets: ['subnet-a'],
      minSize: 1,
      maxSize: 2,
      desiredCapacity: 1,
      amiFamily: 'AmazonLinux2023',
      updateConfig: {},
    });
    const more = {
      amiType,
      version: '1.35',
      labels: { ...own, tier: 'web' },
      capacityType: 'SPOT',
      updateConfig: { maxUnavailablePercentage: 20 },
      remoteAccess: { ec2SshKey: 'ops' },
    };
    expect(groupOf(more)).toMatchObject({
      labels: { tier: 'web' },
      spot: true,
      updateConfig: { maxUnavailablePercentage: 20 },
      ssh: { allow: true, publicKeyName: 'ops' },
    });
    expect(groupOf({ amiType, capacityType: 'ON_DEMAND' })).not.toHaveProperty('spot');
  });

  it('describes any cluster validly, however it is put together', () => {
    const all = everything().contents;
    const kinds = ['nodeGroup', 'fargateProfile', 'addon', 'accessEntry', 'identityProviderConfig'] as const;
    const members = [
      ['fargateProfile', 'fargateProfiles'],
      ['addon', 'addons'],
      ['identityProviderConfig', 'identityProviders'],
    ] as const;
    for (let mask = 0; mask < 2 ** kinds.length; mask++) {
      const chosen = kinds.filter((_, bit) => (mask & (1 << bit)) !== 0);
      const parts = Object.fromEntries(chosen.map((kind) => [kind, all[kind]]));
      const { config, document } = described(seenCluster(parts));
      expect(parseClusterConfig(config, 'again', on).config).toEqual(config);
      for (const [kind, member] of members.filter(([one]) => chosen.includes(one)))
        expect(document[member]).toHaveLength(all[kind].length);
    }
  });
});
