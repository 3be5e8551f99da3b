import { EC2Client } from '@aws-sdk/client-ec2';
import { EKSClient } from '@aws-sdk/client-eks';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { describe, expect, it } from '@jest/globals';
import { Ec2Offers } from '../../aws/account-facts/ec2-offers.ts';
import { EksOffers } from '../../aws/account-facts/eks-offers.ts';
import { NamedIdentities } from '../../aws/account-facts/identities.ts';
import { AccountQuotas } from '../../aws/account-facts/quotas.ts';
import { factsWanted } from '../../domain/account-facts/wanted.ts';
import { account, configOf } from '../domain/desired/fixtures.ts';

const here = { region: 'us-west-2' };
type Input = Readonly<Record<string, unknown>>;
type Answers = Readonly<Record<string, (input: Input) => object>>;

/** Makes a client answer commands by their names; keeps the names of the commands. */
function answering<Client extends object>(client: Client, answers: Answers) {
  const asked: string[] = [];
  const send = async (command: { readonly input: Input }) => {
    const name = command.constructor.name.replace('Command', '');
    asked.push(name);
    const answer = answers[name];
    if (!answer) throw new Error(`nobody answers ${name}`);
    return answer(command.input);
  };
  return { client: Object.assign(client, { send }), asked };
}
const refuse = (name: string) => () => {
  throw Object.assign(new Error(name), { name });
};
const wanted = (more: Record<string, unknown>) => factsWanted(configOf(more, { version: '1.35' }), account);
const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const withRole = (name: string) => wanted({ iam: { serviceRoleARN: arn(name) } });
const trust = (...statements: readonly object[]) =>
  encodeURIComponent(JSON.stringify({ Statement: statements }));

const identities = (answers: Answers) =>
  new NamedIdentities(answering(new IAMClient(here), answers).client, new KMSClient(here));

describe('a role that a document names', () => {
  const attached = () => ({ AttachedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/x' }] });
  const role = (document: string) => () => ({
    Role: { Arn: arn('eks'), AssumeRolePolicyDocument: document },
  });

  it('is told with whom it trusts, of statements that allow it', async () => {
    const document = trust(
      { Effect: 'Allow', Principal: { Service: ['eks.amazonaws.com', 'ec2.amazonaws.com'] } },
      { Effect: 'Allow', Principal: { Federated: 'arn:aws:iam::1:oidc-provider/x' } },
      { Effect: 'Deny', Principal: { Service: 'pods.eks.amazonaws.com' } },
    );
    const answers = { GetRole: role(document), ListAttachedRolePolicies: attached };
    expect((await identities(answers).read(withRole('eks'))).roles[arn('eks')]).toEqual({
      known: {
        arn: arn('eks'),
        services: ['eks.amazonaws.com', 'ec2.amazonaws.com'],
        trustsFederated: true,
        managedPolicies: ['arn:aws:iam::aws:policy/x'],
      },
    });
  });

  it('is absent where IAM has none, and unknown where IAM may not be asked', async () => {
    const missing = await identities({ GetRole: refuse('NoSuchEntityException') }).read(withRole('eks'));
    expect(missing.roles[arn('eks')]).toEqual({ known: undefined });
    const denied = await identities({ GetRole: refuse('AccessDenied') }).read(withRole('eks'));
    expect(denied.roles[arn('eks')]).toEqual({ denied: 'iam:GetRole' });
    const half = { GetRole: role(trust()), ListAttachedRolePolicies: refuse('AccessDenied') };
    expect((await identities(half).read(withRole('eks'))).roles[arn('eks')]).toEqual({
      denied: 'iam:ListAttachedRolePolicies',
    });
  });

  it('fails the look where IAM is throttled, so that it is tried again', async () => {
    const look = identities({ GetRole: refuse('ThrottlingException') }).read(withRole('eks'));
    await expect(look).rejects.toMatchObject({ name: 'Throttled' });
  });
});

describe('what EKS offers', () => {
  const versions = () => ({
    clusterVersions: [
      { clusterVersion: '1.36', defaultVersion: true, versionStatus: 'STANDARD_SUPPORT' },
      { clusterVersion: '1.33', versionStatus: 'EXTENDED_SUPPORT' },
      { clusterVersion: '1.20', versionStatus: 'UNSUPPORTED' },
    ],
  });
  const page = (addonName: string, nextToken?: string) => ({
    addons: [{ addonName, addonVersions: [{ addonVersion: 'v1.0.0-eksbuild.1' }] }],
    ...(nextToken === undefined ? {} : { nextToken }),
  });

  it('is read over all pages, for the version that EKS would choose where none is named', async () => {
    const kubernetes: unknown[] = [];
    const { client, asked } = answering(new EKSClient(here), {
      DescribeClusterVersions: versions,
      DescribeAddonVersions: ({ kubernetesVersion, nextToken }) => {
        kubernetes.push(kubernetesVersion);
        return nextToken === undefined ? page('coredns', 'more') : page('vpc-cni');
      },
      DescribeAddonConfiguration: () => ({ configurationSchema: '{}' }),
    });
    const offers = await new EksOffers(client).read(factsWanted(configOf(), account));
    expect(offers.kubernetesVersions).toEqual({
      known: [
        { version: '1.36', isDefault: true, isExtended: false },
        { version: '1.33', isDefault: false, isExtended: true },
      ],
    });
    expect(Object.keys('known' in offers.addons ? offers.addons.known : {})).toEqual(['coredns', 'vpc-cni']);
    expect(kubernetes).toEqual(['1.36', '1.36']);
    expect(asked.filter((name) => name === 'DescribeAddonVersions').length).toBe(2);
  });
});

describe('what EC2 offers', () => {
  it('is asked with the families of what is named, and told by zone', async () => {
    const filters: unknown[] = [];
    const { client } = answering(new EC2Client(here), {
      DescribeAvailabilityZones: () => ({ AvailabilityZones: [] }),
      DescribeInstanceTypes: () => ({
        InstanceTypes: [
          {
            InstanceType: 'm5.large',
            ProcessorInfo: { SupportedArchitectures: ['i386', 'x86_64'] },
            GpuInfo: { Gpus: [{ Manufacturer: 'AMD' }] },
            Hypervisor: 'xen',
          },
        ],
      }),
      DescribeInstanceTypeOfferings: ({ Filters }) => {
        filters.push(Filters);
        return {
          InstanceTypeOfferings: ['b', 'a'].map((zone) => ({ InstanceType: 'm5.large', Location: zone })),
        };
      },
    });
    const facts = await new Ec2Offers(client).read(
      wanted({ managedNodeGroups: [{ name: 'web', instanceType: 'm5.large' }] }),
    );
    expect(filters).toEqual([[{ Name: 'instance-type', Values: ['m5.large', 'm5.*'] }]]);
    expect(facts.offered).toEqual({ known: new Map([['m5.large', ['a', 'b']]]) });
    expect(facts.instanceTypes).toMatchObject({
      known: { 'm5.large': { architectures: ['x86_64'], hasNvidiaGpu: false, isNitro: false } },
    });
  });
});

describe('what an account may have', () => {
  const value = (Value?: number) => () => ({ Quota: { Value } });
  const ours = [{ Key: 'aws:cloudformation:stack-name', Value: 'eks-fleet-shop-network' }];
  const there = {
    eks: {
      ListClusters: ({ nextToken }: Input) =>
        nextToken === undefined ? { clusters: ['a'], nextToken: 'more' } : { clusters: ['b'] },
    },
    ec2: {
      DescribeVpcs: ({ NextToken }: Input) =>
        NextToken === undefined
          ? { Vpcs: [{}], NextToken: 'more' }
          : { Vpcs: [{ Tags: ours }, { Tags: [] }] },
      DescribeAddresses: () => ({ Addresses: [{}, { Tags: ours }] }),
    },
  };
  const read = (quotas: Answers, counted: Readonly<Record<'eks' | 'ec2', Answers>> = there) =>
    new AccountQuotas(
      answering(new ServiceQuotasClient(here), quotas).client,
      answering(new EKSClient(here), counted.eks).client,
      answering(new EC2Client(here), counted.ec2).client,
    ).read(wanted({}));

  it('is its own value, and where it has none the default', async () => {
    const none = {
      GetServiceQuota: ({ QuotaCode }: Input) =>
        QuotaCode === 'L-F678F1CE' ? { Quota: { Value: 9 } } : refuse('NoSuchResourceException')(),
      GetAWSDefaultServiceQuota: value(5),
    };
    const { quotas, counts } = await read(none);
    expect(quotas).toEqual({ addresses: { known: 5 }, clusters: { known: 5 }, vpcs: { known: 9 } });
    expect(counts).toEqual({ clusters: { known: 2 }, vpcs: { known: 2 }, addresses: { known: 1 } });
    const unreadable = { GetServiceQuota: value(), GetAWSDefaultServiceQuota: value(7) };
    expect((await read(unreadable)).quotas.vpcs).toEqual({ known: 7 });
  });

  it('is unknown where AWS knows of no such quota, or may not be asked', async () => {
    const missing = refuse('NoSuchResourceException');
    const nowhere = { GetServiceQuota: missing, GetAWSDefaultServiceQuota: missing };
    expect((await read(nowhere)).quotas.vpcs).toEqual({ known: undefined });
    const denied = refuse('AccessDeniedException');
    expect((await read({ GetServiceQuota: denied })).quotas.vpcs).toEqual({
      denied: 'servicequotas:GetServiceQuota',
    });
    const half = { GetServiceQuota: missing, GetAWSDefaultServiceQuota: denied };
    expect((await read(half)).quotas.vpcs).toEqual({ denied: 'servicequotas:GetAWSDefaultServiceQuota' });
    const uncounted = {
      eks: { ListClusters: denied },
      ec2: { DescribeVpcs: denied, DescribeAddresses: denied },
    };
    expect((await read({ GetServiceQuota: value(5) }, uncounted)).counts).toEqual({
      clusters: { denied: 'eks:ListClusters' },
      vpcs: { denied: 'ec2:DescribeVpcs' },
      addresses: { denied: 'ec2:DescribeAddresses' },
    });
  });

  it('fails the look where Service Quotas throttles, so that it is tried again', async () => {
    const look = read({ GetServiceQuota: refuse('TooManyRequestsException') });
    await expect(look).rejects.toMatchObject({ name: 'Throttled' });
  });
});
