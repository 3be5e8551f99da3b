import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { compileTemplates, type Templates } from '../../aws/deployment/compile-templates.ts';
import type { AppliedDocument } from '../../rehearsal/applied-document.ts';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import type { SimulationReport, SimulationSpec } from '../../rehearsal/simulation-spec.ts';
import { simulations } from '../simulations.ts';
import { account, dependent, documents, region } from './create-cluster/documents.ts';

const root = join(import.meta.dirname, '../..');
let templates: Templates;
function simulate(
  applied: readonly AppliedDocument[],
  more: Partial<SimulationSpec> = {},
): Promise<SimulationReport> {
  return simulations.run({
    ...BARE_FLEET,
    seed: 5,
    accountId: account,
    regions: [region],
    templates,
    root,
    documents: applied,
    settings: {
      quotas: {
        'ec2/vpcs': 50,
        'ec2/addresses': 50,
        'ec2/internet-gateways': 50,
        'ec2/nat-gateways-per-zone': 50,
      },
    },
    ...more,
  });
}

/** All values of a member in requests, at any depth, inside of templates too; ids of issuers are left out. */
function membersOf(value: unknown, member: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, held]): readonly unknown[] => {
    const read: unknown =
      name === 'TemplateBody' ? JSON.parse(String(held).replaceAll(/\/id\/[0-9A-F]{32}/g, '/id/<id>')) : held;
    return [...(name === member ? [read] : []), ...membersOf(read, member)];
  });
}

beforeAll(async () => {
  templates = await compileTemplates({ root, regions: [region], stage: 'prod' });
}, 60_000);

describe('creating clusters', () => {
  let report: SimulationReport;
  /** Every request that EKS and CloudFormation carried out. */
  let calls: NonNullable<SimulationReport['calls']>;

  beforeAll(async () => {
    report = await simulate(documents, { keepCalls: true });
    calls = report.calls ?? [];
  }, 120_000);

  it('brings each of them up', () => {
    expect(report.operations.filter(({ outcome }) => outcome !== 'Succeeded')).toEqual([]);
    expect(report.clusters.map(({ name }) => name).sort()).toEqual(
      documents.map(({ source }) => source.replace('.yaml', '')).sort(),
    );
    expect(report.clusters.filter(({ status }) => status !== 'ACTIVE')).toEqual([]);
  });

  it('takes little longer than AWS itself', () => {
    expect(report.clusters.filter(({ overheadPercent }) => overheadPercent > 5)).toEqual([]);
    expect(report.clusters.filter(({ overheadPercent }) => overheadPercent < 0)).toEqual([]);
  });

  it('violates no invariant', () => {
    expect(report.invariants.violated).toEqual([]);
  });

  it.each([
    ['the tags of a cluster', 'CreateCluster', 'tags', expect.objectContaining({ team: 'storefront' })],
    ['the kinds of logs', 'CreateCluster', 'clusterLogging', [{ types: ['api', 'audit'], enabled: true }]],
    [
      'the encryption key',
      'CreateCluster',
      'keyArn',
      `arn:aws:kms:${region}:${account}:key/5b0a4c9e-1111-4222-8333-444455556666`,
    ],
    [
      'an access entry with its policy',
      'AssociateAccessPolicy',
      'policyArn',
      'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
    ],
    [
      'the scope of an access policy',
      'AssociateAccessPolicy',
      'accessScope',
      { type: 'namespace', namespaces: ['shop'] },
    ],
    ['the groups of an access entry', 'CreateAccessEntry', 'kubernetesGroups', ['auditors']],
    [
      'an association with a role that is there',
      'CreatePodIdentityAssociation',
      'roleArn',
      `arn:aws:iam::${account}:role/orders`,
    ],
    [
      'a boundary of the document',
      'CreateStack',
      'PermissionsBoundary',
      `arn:aws:iam::${account}:policy/team-boundary`,
    ],
    ['the instance types of a managed group', 'CreateNodegroup', 'instanceTypes', ['m6i.large', 'm6a.large']],
    ['spot capacity', 'CreateNodegroup', 'capacityType', 'SPOT'],
    ['labels', 'CreateNodegroup', 'labels', expect.objectContaining({ tier: 'web' })],
    ['taints', 'CreateNodegroup', 'taints', [expect.objectContaining({ key: 'burst', value: 'yes' })]],
    ['how many nodes may be away', 'CreateNodegroup', 'updateConfig', { maxUnavailable: 2 }],
    ['a key pair', 'CreateStack', 'KeyName', 'operators'],
    ['a security group', 'CreateStack', 'SecurityGroupIds', expect.arrayContaining(['sg-0aa11bb22cc33dd44'])],
    ['a launch template', 'CreateNodegroup', 'launchTemplate', { id: 'lt-0123456789abcdef0', version: '2' }],
    ['the size of a volume', 'CreateStack', 'Ebs', expect.objectContaining({ VolumeSize: 120 })],
    [
      'Auto Mode and its pools',
      'CreateCluster',
      'computeConfig',
      expect.objectContaining({ enabled: true, nodePools: ['general-purpose', 'system'] }),
    ],
    ['zonal shift', 'CreateCluster', 'zonalShiftConfig', { enabled: true }],
    ['the upgrade policy', 'CreateCluster', 'upgradePolicy', { supportType: 'STANDARD' }],
    [
      'the labels of a Fargate selector',
      'CreateFargateProfile',
      'selectors',
      [{ namespace: 'jobs', labels: { kind: 'nightly' } }],
    ],
    [
      'a private endpoint',
      'CreateCluster',
      'resourcesVpcConfig',
      expect.objectContaining({ endpointPublicAccess: false, endpointPrivateAccess: true }),
    ],
    [
      'given subnets',
      'CreateCluster',
      'subnetIds',
      expect.arrayContaining(['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0aaaaaaaaaaaaaaa2']),
    ],
    ['a given node role', 'CreateNodegroup', 'nodeRole', `arn:aws:iam::${account}:role/node`],
    ['the IP family', 'CreateCluster', 'kubernetesNetworkConfig', { ipFamily: 'ipv6' }],
    [
      'the role of a service account',
      'CreateStack',
      'StringEquals',
      expect.objectContaining({
        [`oidc.eks.${region}.amazonaws.com/id/<id>:sub`]: 'system:serviceaccount:data:reader',
      }),
    ],
    ['GPU images', 'CreateNodegroup', 'amiType', 'AL2023_x86_64_NVIDIA'],
    ['local zones', 'CreateStack', 'AvailabilityZone', 'us-west-2-den-1a'],
    [
      'Windows nodes',
      'CreateStack',
      'ImageId',
      expect.stringContaining('/ami-windows-latest/Windows_Server-2022-English-Core-EKS_Optimized-1.34/'),
    ],
  ])('asks AWS for %s', (_what, operation, member, wanted) => {
    const inputs = calls.filter((call) => call.operation === operation).map(({ input }) => input);
    expect(membersOf(inputs, member)).toContainEqual(wanted);
  });

  it('lists what was there beforehand', () => {
    expect(report.prerequisites).toEqual(
      expect.arrayContaining([
        expect.stringContaining('vpc-0f00dfeed00dfeed0 (10.20.0.0/16)'),
        expect.stringContaining('subnet-0bbbbbbbbbbbbbbb1 (public, us-west-2a'),
        expect.stringContaining(`arn:aws:iam::${account}:role/teams/storefront`),
        expect.stringContaining(`arn:aws:iam::${account}:user/auditor`),
        expect.stringContaining('key pair operators'),
        expect.stringContaining('launch template lt-0123456789abcdef0 with 2 versions'),
        expect.stringContaining('opt-in to the local zones us-west-2-den-1'),
      ]),
    );
  });
});

describe('documents whose resources are not there', () => {
  let report: SimulationReport;

  beforeAll(async () => {
    report = await simulate(dependent, { withoutPrerequisites: true });
  }, 60_000);

  it('refuses subnets that EC2 does not know, by path', () => {
    const named = report.refused.map(({ document, path }) => `${document} ${path}`);
    expect(named).toContain('settled.yaml vpc.id');
    const subnets = report.refused.filter(({ path }) => path.startsWith('vpc.subnets'));
    expect(subnets.length).toBeGreaterThan(0);
    expect(subnets.every(({ reason }) => /subnet-/.test(reason))).toBe(true);
  });

  it('refuses a local zone without opt-in before anything is changed', () => {
    const failed = report.operations.find(({ cluster }) => cluster.endsWith('/edge'));
    expect(failed?.outcome).toBe('Rejected');
    expect(failed?.reason).toMatch(/localZones\[0\]: .*not opted in.*us-west-2-den-1a/);
  });

  it('lists nothing as there beforehand', () => {
    expect(report.prerequisites).toEqual([]);
  });
});

describe('documents that the workflow refuses', () => {
  it('reports each by document, path and reason', async () => {
    const [first] = documents as [AppliedDocument];
    const value = { ...(first.value as object), vpc: { cidr: 'no block' }, gitops: {} };
    const report = await simulate([{ source: 'bad.yaml', value }]);
    expect(report.outcome).toBe('failed');
    expect(report.refused).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          document: 'bad.yaml',
          path: 'vpc.cidr',
          reason: expect.stringContaining('CIDR'),
        }),
        expect.objectContaining({ document: 'bad.yaml', path: 'gitops' }),
      ]),
    );
  }, 60_000);
});
