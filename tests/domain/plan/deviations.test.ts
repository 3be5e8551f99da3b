import { describe, expect, it } from '@jest/globals';
import { type Deviation, deviations } from '../../../domain/plan/deviations.ts';
import { karpenterInstallation, karpenterNodeIdentity } from '../../../domain/plan/karpenter.ts';
import { account, configOf } from '../desired/fixtures.ts';

const told = (more: Record<string, unknown>, metadata: Record<string, unknown> = {}) =>
  deviations(configOf(more, metadata), account);
const said: Readonly<Record<string, unknown>> = {
  accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
};
const inAny = {
  path: 'accessConfig.accessEntries',
  eksctl: 'none but those of the document',
  eksFleet:
    "one more, for the fleet's role in the group eks-fleet-operators, which the ClusterRole eks-fleet lets list nodes and pods, limit NodePools and end NodeClaims",
  why: 'a cluster is put to sleep and woken by what is inside of it; the role is made by an administrator who is gone again',
};
const is = (path: string, eksctl: string, eksFleet: string, why: string): Deviation => ({
  path,
  eksctl,
  eksFleet,
  why,
});

const UPGRADES = 'an upgrade is asked for by itself: applying a file changes no version';
const INSTALLS = 'eks-fleet installs nothing in clusters';
const PLUGIN = [
  'installs the device plugin of NVIDIA or Neuron into the cluster',
  'leaves that to you: helm install nvidia-device-plugin, or the Neuron Helm chart',
  INSTALLS,
] as const;
const KEY = [
  'imports ~/.ssh/id_rsa.pub of the machine it runs on',
  'EC2 makes a key pair; its private key is the SSM parameter /ec2/keypair/KEY_PAIR_ID',
  'a cluster is created where your files are not',
] as const;
const WINDOWS = is(
  'addons',
  'sets enable-windows-ipam in the ConfigMap amazon-vpc-cni',
  'sets enableWindowsIpam in the configuration values of the vpc-cni add-on',
  'the add-on owns that ConfigMap, and would set it back',
);
const ENTRY = [
  'a line of the aws-auth ConfigMap',
  'an access entry for the same principal, user and groups',
  'the ConfigMap is not read in authentication mode API',
] as const;
const MAXIMUM = ['0, which EKS refuses', '1', 'EKS wants a maximum of at least 1'] as const;
const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const empty = { minSize: 0, desiredCapacity: 0 };

describe('where eks-fleet does not do as eksctl', () => {
  it('is told of access and version where the document says nothing of them', () => {
    expect(told({})).toEqual([
      is(
        'metadata.version',
        "the default of eksctl's release",
        "EKS's default on the day of creation, and no upgrade when that default rises",
        'CreateCluster without a version means just that',
      ),
      is(
        'accessConfig.authenticationMode',
        'API_AND_CONFIG_MAP',
        'API for a cluster that it creates; one that exists keeps what it has',
        'who may do what is then said in one place, which AWS records and a lost ConfigMap cannot lock you out of',
      ),
      is(
        'accessConfig.bootstrapClusterCreatorAdminPermissions',
        'true',
        'false',
        'the creator is a function of eks-fleet, which needs no rights inside; list yourself under accessConfig.accessEntries',
      ),
      inAny,
    ]);
    expect(told(said, { version: '1.35' })).toEqual([inAny]);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>, readonly Deviation[]]>([
    [
      'an upgrade that is forced',
      {},
      { forceUpdateVersion: true },
      [
        is(
          'metadata.forceUpdateVersion',
          'upgrades in spite of what EKS has found',
          'says nothing; eks-fleet upgrade NAME --to VERSION --consent skipInsights --waive …',
          UPGRADES,
        ),
      ],
    ],
    [
      'the time of a version that goes back',
      {},
      { rollbackConfig: { timeoutMinutes: 120 } },
      [
        is(
          'metadata.rollbackConfig.timeoutMinutes',
          '120, of a version that goes back',
          "says nothing; eks-fleet upgrade NAME --roll-back waits as long as EKS's own time lasts",
          UPGRADES,
        ),
      ],
    ],
    [
      'mappings of aws-auth',
      {
        iamIdentityMappings: [
          { arn: arn('a'), groups: ['ops'] },
          { arn: arn('b'), groups: ['ops'], noDuplicateARNs: true },
          { arn: arn('c'), groups: ['ops'], noDuplicateARNs: false },
        ],
      },
      {},
      [
        is('iamIdentityMappings[0]', ...ENTRY),
        is('iamIdentityMappings[1]', ...ENTRY),
        is(
          'iamIdentityMappings[1].noDuplicateARNs',
          'refuses a second mapping of an ARN',
          'a second mapping of an ARN is always refused',
          'a principal has one access entry',
        ),
        is('iamIdentityMappings[2]', ...ENTRY),
        is(
          'iamIdentityMappings[2].noDuplicateARNs',
          'writes a second mapping of an ARN',
          'a second mapping of an ARN is always refused',
          'a principal has one access entry',
        ),
      ],
    ],
    [
      'keys that nobody names',
      {
        managedNodeGroups: [
          { name: 'a', ssh: { allow: true } },
          { name: 'b', ssh: { allow: true, publicKey: 'ssh-rsa A' } },
          { name: 'c', ssh: { allow: true, publicKeyName: 'mine' } },
          { name: 'd', ssh: { allow: false } },
        ],
        nodeGroups: [{ name: 'e' }, { name: 'f', ssh: { allow: true } }],
      },
      {},
      [is('managedNodeGroups[0].ssh.allow', ...KEY), is('nodeGroups[1].ssh.allow', ...KEY)],
    ],
    [
      'a maximum that EKS refuses',
      {
        managedNodeGroups: [
          { name: 'a', ...empty },
          { name: 'b', ...empty, maxSize: 2 },
          { name: 'c', minSize: 0, desiredCapacity: 1, maxSize: 1 },
        ],
        nodeGroups: [{ name: 'd', ...empty, maxSize: 1 }],
      },
      {},
      [is('managedNodeGroups[0].maxSize', ...MAXIMUM)],
    ],
    [
      'accelerated nodes',
      {
        managedNodeGroups: [
          { name: 'a', instanceTypes: ['g5.xlarge', 'g5.2xlarge'] },
          { name: 'b', instanceType: 'g5.xlarge', amiFamily: 'Bottlerocket' },
          { name: 'c', instanceType: 'm5.large' },
        ],
        nodeGroups: [{ name: 'd', instanceType: 'inf2.xlarge' }],
      },
      {},
      [is('managedNodeGroups[0]', ...PLUGIN), is('nodeGroups[0]', ...PLUGIN)],
    ],
    [
      'Windows nodes',
      {
        managedNodeGroups: [{ name: 'a' }, { name: 'b', amiFamily: 'WindowsServer2022CoreContainer' }],
      },
      {},
      [WINDOWS],
    ],
    [
      'a private cluster',
      { privateCluster: { enabled: true } },
      {},
      [
        is(
          'privateCluster.enabled',
          'opens the public endpoint while it creates the cluster',
          'the endpoint is private from the beginning; endpoints for eks and eks-auth are made too',
          'nothing that the cluster is made of goes through the Kubernetes API',
        ),
      ],
    ],
    ['a cluster that is not private', { privateCluster: { enabled: false } }, {}, []],
    [
      'annotations of others',
      {},
      { annotations: { 'eks-fleet.dev/deletion-protection': 'true', owner: 'sre' } },
      [
        is(
          'metadata.annotations["owner"]',
          'keeps it in the file only',
          'kept with the document: "sre"',
          'no AWS resource has a place for it',
        ),
      ],
    ],
    [
      'a role of its own account, for a role that is made',
      {
        iam: {
          podIdentityAssociations: [
            { namespace: 'a', serviceAccountName: 'b', wellKnownPolicies: { externalDNS: true } },
            {
              namespace: 'a',
              serviceAccountName: 'c',
              targetRoleARN: arn('x'),
              wellKnownPolicies: { externalDNS: true },
            },
          ],
        },
      },
      {},
      [
        is(
          'iam.podIdentityAssociations[1].targetRoleARN',
          'makes a role that may take it',
          'makes a role that takes roles of other accounts alone: its pods get no credentials',
          'a role of this account that trusts the account would let every pod in; name the role under roleARN, or one of yours that may take it',
        ),
      ],
    ],
    [
      'service accounts, each with a manifest',
      {
        iam: {
          withOIDC: true,
          serviceAccounts: [
            { metadata: { name: 'reader' }, attachRoleARN: arn('reader') },
            { metadata: { name: 'role-only' }, roleOnly: true, wellKnownPolicies: { externalDNS: true } },
          ],
          podIdentityAssociations: [
            { namespace: 'a', serviceAccountName: 'b', roleARN: arn('b') },
            { namespace: 'a', serviceAccountName: 'c', roleARN: arn('c'), createServiceAccount: true },
          ],
        },
      },
      {},
      [
        is(
          'iam.serviceAccounts[0]',
          'creates the service account in the cluster',
          `creates the AWS side; apply the rest yourself: kubectl apply -f - <<< '{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"reader","namespace":"default","annotations":{"eks.amazonaws.com/role-arn":"${arn('reader')}"}}}'`,
          INSTALLS,
        ),
        is(
          'iam.podIdentityAssociations[1].createServiceAccount',
          'creates the service account in the cluster',
          `creates the AWS side; apply the rest yourself: kubectl apply -f - <<< '{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"c","namespace":"a"}}'`,
          INSTALLS,
        ),
      ],
    ],
  ])('is told of %s', (_, more, metadata, expected) => {
    expect(
      told({ ...said, ...more }, { version: '1.35', ...metadata }).filter((one) => one.path !== inAny.path),
    ).toEqual(expected);
  });
});

describe('what is left to do for Karpenter', () => {
  const withKarpenter = (karpenter: Record<string, unknown>) =>
    configOf({ ...said, iam: { withOIDC: true }, karpenter }, { version: '1.35' });
  const ROLE = arn('eks-fleet/shop-us-west-2-karpenter');
  const ENDPOINT =
    '$(aws eks describe-cluster --name shop --region us-west-2 --query cluster.endpoint --output text)';
  const command = (version: string, ...values: readonly string[]) =>
    [
      'helm upgrade --install karpenter oci://public.ecr.aws/karpenter/karpenter',
      `--version ${version} --namespace karpenter --create-namespace`,
      ...values.map((value) => `--set ${value}`),
      '--wait',
    ].join(' ');

  it('is the chart, and who its nodes are', () => {
    const config = withKarpenter({ version: '1.8.1' });
    const helm = command(
      '1.8.1',
      'settings.clusterName=shop',
      `"settings.clusterEndpoint=${ENDPOINT}"`,
      'serviceAccount.create=false',
      'serviceAccount.name=karpenter',
      `'serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn=${ROLE}'`,
    );
    const identity =
      " and name the nodes' role (spec.role: shop-us-west-2-karpenter-node) or profile (spec.instanceProfile: shop-us-west-2-karpenter-node) in your EC2NodeClass";
    expect(karpenterInstallation(config, account)).toBe(helm);
    expect(karpenterNodeIdentity(config)).toBe(identity);
    const metadata = `"metadata":{"name":"karpenter","namespace":"karpenter","annotations":{"eks.amazonaws.com/role-arn":"${ROLE}"}}`;
    expect(deviations(config, account)).toEqual([
      inAny,
      is(
        'karpenter.createServiceAccount',
        'creates the service account in the cluster',
        `creates the AWS side; apply the rest yourself: kubectl apply -f - <<< '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"karpenter"}}\n---\n{"apiVersion":"v1","kind":"ServiceAccount",${metadata}}'`,
        INSTALLS,
      ),
      is(
        'karpenter',
        'installs the chart of Karpenter into the cluster',
        `creates the AWS side; install the chart yourself: ${helm}${identity}`,
        INSTALLS,
      ),
    ]);
  });

  it('is said to the chart of before 0.32 where it looks', () => {
    const config = withKarpenter({
      version: 'v0.20.0',
      createServiceAccount: true,
      withSpotInterruptionQueue: true,
    });
    expect(karpenterInstallation(config, account)).toBe(
      command(
        'v0.20.0',
        'settings.aws.clusterName=shop',
        `"settings.aws.clusterEndpoint=${ENDPOINT}"`,
        'settings.aws.defaultInstanceProfile=shop-us-west-2-karpenter-node',
        'settings.aws.interruptionQueueName=eks-fleet-shop-karpenter',
        'serviceAccount.create=true',
        'serviceAccount.name=karpenter',
        `'serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn=${ROLE}'`,
      ),
    );
    expect(karpenterNodeIdentity(config)).toBe('');
    expect(karpenterInstallation(configOf(said), account)).toBeUndefined();
  });
});
