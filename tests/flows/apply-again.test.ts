import { describe, expect, it } from '@jest/globals';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { imageOf } from './roll-back/kinds.ts';

const region = 'us-west-2';
const { run: simulate } = deployedFleet({ seed: 3, regions: [region], keepCalls: true });

type Change = Readonly<Record<string, unknown>>;

const cluster = (changes: Change = {}, group: Change = {}) => ({
  source: 'web.yaml',
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'web', region, version: '1.34' },
    managedNodeGroups: [{ name: 'web', instanceType: 'm6i.large', desiredCapacity: 2, maxSize: 4, ...group }],
    nodeGroups: [{ name: 'own', desiredCapacity: 1 }],
    iam: {
      podIdentityAssociations: [
        {
          namespace: 'shop',
          serviceAccountName: 'web',
          permissionPolicyARNs: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
        },
      ],
    },
    addons: [
      { name: 'vpc-cni' },
      { name: 'kube-proxy' },
      { name: 'coredns' },
      { name: 'eks-pod-identity-agent' },
    ],
    ...changes,
  },
});

const IS_READ = /:(Get|Describe|List|Query|Scan|Head)/;

/** The number of calls of each operation of EKS and CloudFormation that changes something. */
const changesIn = ({ awsCalls }: SimulationReport): Record<string, number> =>
  Object.fromEntries(
    Object.entries(awsCalls)
      .filter(([name]) => /^(eks|cloudformation|logs|ecr):/.test(name) && !IS_READ.test(name))
      .map(([name, { count }]) => [name, count]),
  );

const rejections = ({ operations }: SimulationReport) =>
  operations.filter(({ outcome }) => outcome === 'Rejected');

describe('applying again', () => {
  it('leaves the image that an upgrade has given a group, until the document names another', async () => {
    const [old, given, next] = ['1.34', '1.35', '1.35'].map((minor) => imageOf(minor, BARE_FLEET.startAt));
    const golden = (ami: string | undefined, more: Change = {}) =>
      cluster(
        { nodeGroups: [] },
        { ami, overrideBootstrapCommand: '#!/bin/bash\n/etc/eks/bootstrap.sh', ...more },
      );
    const images = [{ nodeGroup: 'web', image: given ?? '' }];
    const kubelets = (minor: string) => ({
      expect: { inside: { cluster: 'web', region, kubelets: { [minor]: 2 } } },
    });
    const report = await simulate([
      { apply: [golden(old)] },
      kubelets('1.34'),
      {
        upgrade: {
          cluster: 'web',
          region,
          request: { action: 'upgrade', to: '1.35', soakMinutes: 0, images },
        },
      },
      kubelets('1.35'),
      ...[{ apply: [golden(old, { maxSize: 5 })] }, kubelets('1.35')],
      ...[{ apply: [golden(next, { maxSize: 5 })] }, kubelets('1.35')],
      ...[{ apply: [golden(old, { maxSize: 5 })] }, kubelets('1.34')],
    ]);
    expect(report.operations.map(({ outcome }) => outcome)).toEqual(Array(5).fill('Succeeded'));
    expect(report.invariants.violated).toEqual([]);
  }, 60_000);

  it('changes the rest of groups whose images an upgrade has given, and leaves the images', async () => {
    const [old = '', given = ''] = ['1.34', '1.35'].map((minor) => imageOf(minor, BARE_FLEET.startAt));
    const golden = { ami: old, overrideBootstrapCommand: '#!/bin/bash\n/etc/eks/bootstrap.sh' };
    const groups = (own: Change, volumeSize = 80) => {
      const self = { maxSize: 4, volumeSize, ...own };
      const nodeGroups = [
        { name: 'own', ...golden, ...self },
        { name: 'family', ...self },
      ];
      return cluster({ nodeGroups }, { ...golden, volumeSize });
    };
    const images = ['web', 'own'].map((nodeGroup) => ({ nodeGroup, image: given }));
    const kubelets = (minor: string, count: number) => ({
      expect: { inside: { cluster: 'web', region, kubelets: { [minor]: count } } },
    });
    const report = await simulate([
      { apply: [groups({ desiredCapacity: 1 })] },
      kubelets('1.34', 4),
      {
        upgrade: {
          cluster: 'web',
          region,
          request: { action: 'upgrade', to: '1.35', soakMinutes: 0, images },
        },
      },
      kubelets('1.35', 4),
      // Nodes of the managed group are made anew with it, and those of the others come with the next that are wanted.
      { apply: [groups({ desiredCapacity: 2 }, 100)] },
      kubelets('1.35', 6),
      { apply: [groups({ desiredCapacity: 3 }, 120)] },
      kubelets('1.35', 8),
    ]);
    expect(report.operations.map(({ outcome }) => outcome)).toEqual(Array(4).fill('Succeeded'));
    expect(report.invariants.violated).toEqual([]);
    expect(changesIn(report)).toMatchObject({ 'eks:UpdateNodegroupVersion': 3 });
  }, 60_000);

  it('never lowers a version: after an upgrade the file is behind, and diff says so', async () => {
    const older = cluster({ metadata: { name: 'web', region, version: '1.33' } });
    const [once, twice] = await Promise.all([
      simulate([{ apply: [cluster()] }]),
      simulate([{ apply: [cluster()] }, { apply: [older] }]),
    ]);
    expect(twice.operations.map(({ outcome }) => outcome)).toEqual(['Succeeded', 'Succeeded']);
    expect(changesIn(twice)).toEqual(changesIn(once));
  }, 60_000);

  it('leaves the version to upgrades: a file that is ahead changes all but that, and names the command', async () => {
    const newer = cluster({
      metadata: { name: 'web', region, version: '1.36' },
      cloudWatch: { clusterLogging: { enableTypes: ['audit'] } },
    });
    const report = await simulate([
      { apply: [cluster()] },
      { apply: [newer] },
      { expect: { cluster: { name: 'web', region, status: 'ACTIVE', version: '1.34' } } },
    ]);
    expect(report.operations.map(({ outcome }) => outcome)).toEqual(['Succeeded', 'Succeeded']);
    expect(report.operations[1]?.warnings).toEqual([
      {
        path: 'metadata.version',
        message:
          'the cluster is at 1.34, and the document says 1.36; applying does not upgrade: eks-fleet upgrade web --region us-west-2 --to 1.36',
      },
    ]);
    expect(changesIn(report)).toMatchObject({ 'eks:UpdateClusterConfig': 1 });
    expect(changesIn(report)).not.toHaveProperty('eks:UpdateClusterVersion');
  }, 60_000);

  it('changes nothing where the document is unchanged', async () => {
    const [once, twice] = await Promise.all([
      simulate([{ apply: [cluster()] }]),
      simulate([{ apply: [cluster()] }, { apply: [cluster()] }]),
    ]);
    expect(twice.operations.map(({ outcome }) => outcome)).toEqual(['Succeeded', 'Succeeded']);
    expect(changesIn(twice)).toEqual(changesIn(once));
  }, 60_000);

  it('makes in place what can be changed in place, and nothing else', async () => {
    const changed = cluster(
      { cloudWatch: { clusterLogging: { enableTypes: ['audit'] } } },
      { labels: { tier: 'web' }, maxSize: 6 },
    );
    const [once, twice] = await Promise.all([
      simulate([{ apply: [cluster()] }]),
      simulate([{ apply: [cluster()] }, { apply: [changed] }]),
    ]);
    expect(twice.operations.map(({ outcome }) => outcome)).toEqual(['Succeeded', 'Succeeded']);
    const before = changesIn(once);
    const more = Object.entries(changesIn(twice)).filter(([name, count]) => count !== before[name]);
    expect(more.map(([name]) => name).sort()).toEqual([
      'eks:UpdateClusterConfig',
      'eks:UpdateNodegroupConfig',
    ]);
  }, 60_000);

  it('leaves roles and rules to what its document no longer names, which stays', async () => {
    const fewer = cluster({ managedNodeGroups: [], nodeGroups: [], iam: {}, addons: [] });
    const report = await simulate([{ apply: [cluster()] }, { apply: [fewer] }]);
    expect(report.operations.map(({ outcome }) => outcome)).toEqual(['Succeeded', 'Succeeded']);
    const bodies = (report.calls ?? [])
      .filter(({ operation }) => operation === 'UpdateStack')
      .map(({ input }) => Object.keys(JSON.parse(String(Object(input).TemplateBody)).Resources));
    // The two are updated side by side, in whichever order.
    expect(bodies).toHaveLength(2);
    expect(bodies).toContainEqual(
      expect.arrayContaining(['ClusterSharedNodeSecurityGroup', 'IngressInterNodeGroupSG']),
    );
    expect(bodies).toContainEqual(
      expect.arrayContaining(['RoleNodegroupWeb', 'RoleNodegroupOwn', 'RolePodShopWeb']),
    );
  }, 60_000);

  it('tags what it has made anew where the document has other tags', async () => {
    const tagged = cluster({ metadata: { name: 'web', region, version: '1.34', tags: { team: 'shop' } } });
    const report = await simulate([{ apply: [cluster()] }, { apply: [tagged] }]);
    expect(report.operations.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
      'Succeeded',
      'Succeeded',
    ]);
    expect(changesIn(report)['eks:TagResource']).toBeGreaterThan(0);
  }, 60_000);

  it.each([
    ['the instance type of a node group', cluster({}, { instanceType: 'c6i.large' }), 'managedNodeGroups'],
    ['the address range of the VPC', cluster({ vpc: { cidr: '10.99.0.0/16' } }), 'vpc'],
  ])(
    'refuses %s by its path, before anything is changed',
    async (_what, changed, path) => {
      const [once, twice] = await Promise.all([
        simulate([{ apply: [cluster()] }]),
        simulate([{ apply: [cluster()] }, { apply: [changed] }]),
      ]);
      expect(rejections(twice)).toHaveLength(1);
      expect(changesIn(twice)).toEqual(changesIn(once));
      expect(JSON.stringify(twice)).toContain(path);
    },
    60_000,
  );
});
