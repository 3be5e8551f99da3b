import { describe, expect, it } from '@jest/globals';
import { desiredContents } from '../../../domain/desired/contents.ts';
import type { DesiredResource } from '../../../domain/desired/resource.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { account, configOf } from './fixtures.ts';

function contentsOf(
  more: Record<string, unknown>,
  facts: Record<string, unknown> = {},
): readonly DesiredResource[] {
  const config = configOf(more, { version: '1.35' });
  return desiredContents(config, { ...plannedFacts(config, account, '2026-11-24'), ...facts });
}

function find<Kind extends DesiredResource['kind']>(
  contents: readonly DesiredResource[],
  kind: Kind,
  key: string,
): Extract<DesiredResource, { kind: Kind }> {
  const found = contents.find((resource) => resource.key === key);
  if (found?.kind !== kind)
    throw new Error(`${key} is not among ${contents.map((resource) => resource.key).join()}`);
  return found as Extract<DesiredResource, { kind: Kind }>;
}

const needsOf = (contents: readonly DesiredResource[], key: string) =>
  contents.find((resource) => resource.key === key)?.needs ?? [];

function launchTemplateOf(contents: readonly DesiredResource[], group: string) {
  const { stack } = find(contents, 'stack', `stack/nodegroup-${group}`);
  return stack.template.Resources.LaunchTemplate?.Properties?.LaunchTemplateData as Record<string, unknown>;
}

function userDataOf(contents: readonly DesiredResource[], group: string): string {
  const data = launchTemplateOf(contents, group).UserData as { 'Fn::Base64': string };
  return data['Fn::Base64'];
}

describe('the order of contents', () => {
  const contents = contentsOf({
    managedNodeGroups: [{ name: 'web' }],
    fargateProfiles: [
      { name: 'a', selectors: [{ namespace: 'a' }] },
      { name: 'b', selectors: [{ namespace: 'b' }] },
    ],
    iam: { withOIDC: true },
  });

  it('has every need among the contents, and keys that are unique', () => {
    const keys = contents.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(
      contents
        .flatMap(({ needs }) => needs.flatMap((need) => need.keys))
        .filter((key) => !keys.includes(key)),
    ).toEqual([]);
  });

  it('begins networking before nodes, and lets neither wait for the other to finish', () => {
    expect(needsOf(contents, 'nodeGroup/web')).toContainEqual({
      keys: ['addon/kube-proxy'],
      until: 'started',
    });
    // The network waits for its role here, and nodes boot meanwhile.
    expect(needsOf(contents, 'addon/vpc-cni')).not.toEqual([]);
    expect(needsOf(contents, 'nodeGroup/web')).not.toContainEqual({
      keys: ['addon/vpc-cni'],
      until: 'started',
    });
    expect(needsOf(contents, 'addon/kube-proxy')).toEqual([]);
  });

  it('asks for add-ons that run on nodes once any nodes are on their way', () => {
    expect(needsOf(contents, 'addon/coredns')).toEqual([{ keys: ['nodeGroup/web'], until: 'started' }]);
  });

  it('makes Fargate profiles one at a time', () => {
    expect(needsOf(contents, 'fargateProfile/b')).toEqual([{ keys: ['fargateProfile/a'], until: 'ready' }]);
  });

  it('gives the VPC CNI a role of its own first, where there is an issuer to trust', () => {
    expect(needsOf(contents, 'addon/vpc-cni')).toEqual([
      { keys: ['stack/service-accounts'], until: 'ready' },
    ]);
    expect(find(contents, 'addon', 'addon/vpc-cni').request.serviceAccountRoleArn).toContain('addon-vpc-cni');
  });

  it('does not wait for nodes that never come', () => {
    const coredns = find(contentsOf({}), 'addon', 'addon/coredns');
    expect(coredns).toMatchObject({ mayStayDegraded: true, needs: [] });
    const automatic = find(
      contentsOf({ autoModeConfig: { enabled: true } }),
      'addon',
      'addon/metrics-server',
    );
    expect(automatic).toMatchObject({ mayStayDegraded: false, needs: [] });
  });

  it('runs CoreDNS on Fargate where a profile is for it, as eksctl does beside nodes too', () => {
    const only = contentsOf({
      nodeGroups: [{ name: 'own' }],
      fargateProfiles: [{ name: 'all', selectors: [{ namespace: 'kube-system' }] }],
    });
    expect(find(only, 'addon', 'addon/coredns')).toMatchObject({
      request: { configurationValues: '{"computeType":"Fargate"}' },
      needs: [{ keys: ['fargateProfile/all'], until: 'ready' }],
    });
  });
});

describe('managed node groups', () => {
  it.each([
    [{ instanceType: 'm5.large' }, 'AL2023_x86_64_STANDARD'],
    [{ instanceType: 'm7g.large' }, 'AL2023_ARM_64_STANDARD'],
    [{ instanceType: 'g5.xlarge' }, 'AL2023_x86_64_NVIDIA'],
    [{ instanceType: 'inf2.xlarge' }, 'AL2023_x86_64_NEURON'],
    [{ instanceType: 'g5g.xlarge' }, 'AL2023_ARM_64_NVIDIA'],
    [{ amiFamily: 'Bottlerocket', instanceType: 't4g.large' }, 'BOTTLEROCKET_ARM_64'],
    [{ amiFamily: 'BottlerocketFips' }, 'BOTTLEROCKET_x86_64_FIPS'],
    [{ amiFamily: 'WindowsServer2022CoreContainer' }, 'WINDOWS_CORE_2022_x86_64'],
    [{ amiFamily: 'Ubuntu2404' }, undefined],
  ])('%j is of AMI type %s', (group, amiType) => {
    const contents = contentsOf({ managedNodeGroups: [{ name: 'web', ...group }] });
    expect(find(contents, 'nodeGroup', 'nodeGroup/web').request.amiType).toBe(amiType);
  });

  it('have encrypted-metadata templates with eksctl’s volume', () => {
    expect(launchTemplateOf(contentsOf({ managedNodeGroups: [{ name: 'web' }] }), 'web')).toMatchObject({
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 80, VolumeType: 'gp3', Iops: 3000, Throughput: 125 } },
      ],
    });
  });

  it('name the template’s version once its stack says which is the latest', () => {
    const more = { managedNodeGroups: [{ name: 'web' }] };
    const before = find(contentsOf(more), 'nodeGroup', 'nodeGroup/web');
    expect(before.request.launchTemplate).toEqual({ name: 'eks-fleet-shop-web' });
    const stackOutputs = { 'stack/nodegroup-web': { LaunchTemplateVersion: '2' } };
    const after = find(contentsOf(more, { stackOutputs }), 'nodeGroup', 'nodeGroup/web');
    expect(after.request.launchTemplate).toEqual({ name: 'eks-fleet-shop-web', version: '2' });
  });

  it('keep EKS’s own security group beside those that are attached', () => {
    const contents = contentsOf({
      managedNodeGroups: [{ name: 'web', securityGroups: { attachIDs: ['sg-9'] } }],
    });
    expect(launchTemplateOf(contents, 'web').SecurityGroupIds).toEqual(['<clusterSecurityGroup>', 'sg-9']);
  });

  it('use a launch template of the user as it is', () => {
    const contents = contentsOf({
      managedNodeGroups: [{ name: 'web', launchTemplate: { id: 'lt-1', version: '3' } }],
    });
    const { request, needs } = find(contents, 'nodeGroup', 'nodeGroup/web');
    expect(request).toMatchObject({ launchTemplate: { id: 'lt-1', version: '3' } });
    expect(request).not.toHaveProperty('amiType');
    expect(needs.flatMap(({ keys }) => keys)).not.toContain('stack/nodegroup-web');
  });

  it('stay out of local zones and in their own', () => {
    const contents = contentsOf({
      localZones: ['us-west-2-lax-1a'],
      managedNodeGroups: [{ name: 'web', availabilityZones: ['us-west-2b'], privateNetworking: true }],
    });
    expect(find(contents, 'nodeGroup', 'nodeGroup/web').request.subnets).toEqual(['<SubnetPrivateUSWEST2B>']);
  });
});

describe('nodes learn how to join', () => {
  it('Amazon Linux 2023 by nodeadm', () => {
    const contents = contentsOf({
      nodeGroups: [
        { name: 'own', labels: { a: 'b' }, taints: { dedicated: 'x:NoSchedule' }, maxPodsPerNode: 20 },
      ],
    });
    const text = userDataOf(contents, 'own');
    const config = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
    expect(config.spec).toMatchObject({
      cluster: { name: 'shop', apiServerEndpoint: '<endpoint>', cidr: '10.100.0.0/16' },
      kubelet: { config: { maxPods: 20, clusterDNS: ['10.100.0.10'] } },
    });
    expect(config.spec.kubelet.flags).toEqual([
      '--node-labels=alpha.eksctl.io/cluster-name=shop,alpha.eksctl.io/nodegroup-name=own,a=b',
      '--register-with-taints=dedicated=x:NoSchedule',
    ]);
  });

  it('Bottlerocket by its settings, with those of the document', () => {
    const contents = contentsOf({
      nodeGroups: [
        {
          name: 'own',
          amiFamily: 'Bottlerocket',
          bottlerocket: {
            enableAdminContainer: true,
            settings: { motd: 'say "hi"', kernel: { lockdown: 'integrity' } },
          },
        },
      ],
    });
    const text = userDataOf(contents, 'own');
    expect(text).toContain('[settings]\nmotd = "say \\"hi\\""');
    expect(text).toContain('[settings.kubernetes]\napi-server = "<endpoint>"');
    expect(text).toContain('[settings.host-containers.admin]\nenabled = true');
    expect(text).toContain('[settings.kernel]\nlockdown = "integrity"');
    expect(text).toContain('"alpha.eksctl.io/cluster-name" = "shop"');
  });

  it('Windows by EKS’s script, or by the document’s command with the same variables', () => {
    const group = { name: 'own', amiFamily: 'WindowsServer2022CoreContainer' };
    expect(userDataOf(contentsOf({ nodeGroups: [group] }), 'own')).toMatch(
      /^<powershell>[\s\S]*Start-EKSBootstrap[\s\S]*<\/powershell>$/,
    );
    const override = { ...group, ami: 'ami-1', overrideBootstrapCommand: '& $EKSBootstrapScriptFile' };
    const text = userDataOf(contentsOf({ nodeGroups: [override] }), 'own');
    expect(text).toContain("[string]$EKSClusterName = 'shop'");
    expect(text.trimEnd().endsWith('& $EKSBootstrapScriptFile\n</powershell>')).toBe(true);
  });

  it('nothing more where EKS joins them itself', () => {
    expect(launchTemplateOf(contentsOf({ managedNodeGroups: [{ name: 'web' }] }), 'web')).not.toHaveProperty(
      'UserData',
    );
  });
});

describe('self-managed node groups', () => {
  it('spread over spot and on-demand as the document says', () => {
    const contents = contentsOf({
      nodeGroups: [
        {
          name: 'own',
          minSize: 2,
          maxSize: 5,
          instancesDistribution: {
            instanceTypes: ['t3.small', 't3.medium'],
            maxPrice: 0.017,
            onDemandPercentageAboveBaseCapacity: 50,
          },
        },
      ],
    });
    const { stack, nodeGroup } = find(contents, 'stack', 'stack/nodegroup-own');
    expect(nodeGroup).toBe('own');
    expect(stack.template.Resources.NodeGroup?.Properties).toMatchObject({
      MinSize: '2',
      MaxSize: '5',
      DesiredCapacity: '2',
      MixedInstancesPolicy: {
        InstancesDistribution: {
          OnDemandPercentageAboveBaseCapacity: 50,
          SpotMaxPrice: '0.017',
          SpotInstancePools: 2,
        },
        LaunchTemplate: { Overrides: [{ InstanceType: 't3.small' }, { InstanceType: 't3.medium' }] },
      },
    });
  });

  it('are let in by an entry of their role, once for groups that share it', () => {
    const iam = { instanceRoleARN: 'arn:aws:iam::111122223333:role/nodes' };
    const contents = contentsOf({
      nodeGroups: [
        { name: 'a', iam },
        { name: 'b', iam },
      ],
    });
    const entries = contents.filter(({ kind }) => kind === 'accessEntry');
    expect(entries).toMatchObject([{ request: { principalArn: iam.instanceRoleARN, type: 'EC2_LINUX' } }]);
    expect(needsOf(contents, 'stack/nodegroup-b')).toContainEqual({
      keys: [entries[0]?.key],
      until: 'ready',
    });
  });

  it('of Windows are let in as such, with addresses for their pods', () => {
    const contents = contentsOf({
      nodeGroups: [{ name: 'win', amiFamily: 'WindowsServer2022CoreContainer' }],
    });
    expect(contents.find(({ kind }) => kind === 'accessEntry')).toMatchObject({
      request: { type: 'EC2_WINDOWS' },
    });
    expect(find(contents, 'addon', 'addon/vpc-cni').request.configurationValues).toBe(
      '{"enableWindowsIpam":"true"}',
    );
  });
});

describe('permissions', () => {
  it('trust one service account of the cluster’s issuer', () => {
    const contents = contentsOf({
      iam: {
        withOIDC: true,
        serviceAccounts: [
          { metadata: { name: 'reader', namespace: 'shop' }, wellKnownPolicies: { externalDNS: true } },
        ],
      },
    });
    const { Resources } = find(contents, 'stack', 'stack/service-accounts').stack.template;
    expect(Resources.OIDCProvider?.Properties).toMatchObject({ ClientIdList: ['sts.amazonaws.com'] });
    expect(JSON.stringify(Resources.RoleSaShopReader)).toContain(
      '"oidc.eks.us-west-2.amazonaws.com/id/<id>:sub":"system:serviceaccount:shop:reader"',
    );
  });

  it('reach add-ons by Pod Identity where the document asks for what EKS recommends', () => {
    const contents = contentsOf({
      addons: [{ name: 'aws-ebs-csi-driver', useDefaultPodIdentityAssociations: true }],
    });
    expect(find(contents, 'addon', 'addon/aws-ebs-csi-driver').request.podIdentityAssociations).toMatchObject(
      [
        {
          serviceAccount: 'ebs-csi-controller-sa',
          roleArn: expect.stringContaining('addon-aws-ebs-csi-driver'),
        },
      ],
    );
    expect(contents.map(({ key }) => key)).toContain('addon/eks-pod-identity-agent');
  });

  it('of a mapped administrator become EKS’s admin policy, which system:masters cannot be', () => {
    const arn = 'arn:aws:iam::111122223333:role/admins';
    const contents = contentsOf({ iamIdentityMappings: [{ arn, groups: ['system:masters', 'ops'] }] });
    expect(find(contents, 'accessEntry', `accessEntry/${arn}`)).toMatchObject({
      request: { kubernetesGroups: ['ops'] },
      policies: [
        {
          policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
          accessScope: { type: 'cluster' },
        },
      ],
    });
  });

  it('of a capability are added to the entry that EKS makes', () => {
    const contents = contentsOf({
      capabilities: [
        {
          name: 'kro',
          type: 'KRO',
          accessPolicies: [
            {
              policyARN: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
              accessScope: { type: 'cluster' },
            },
          ],
        },
      ],
    });
    expect(contents.find(({ kind }) => kind === 'accessEntry')).toMatchObject({
      madeByEks: true,
      needs: [{ keys: ['capability/kro'], until: 'ready' }],
    });
  });

  it('of hybrid nodes come with their entry', () => {
    const contents = contentsOf({
      remoteNetworkConfig: { iam: { provider: 'SSM' }, remoteNodeNetworks: [{ cidrs: ['10.80.0.0/16'] }] },
    });
    expect(contents.find(({ kind }) => kind === 'accessEntry')).toMatchObject({
      request: { type: 'HYBRID_LINUX' },
    });
  });
});

describe('add-on versions', () => {
  const addonVersions = { coredns: ['v1.12.4-eksbuild.2', 'v1.12.4-eksbuild.1', 'v1.11.4-eksbuild.9'] };
  it.each([
    ['latest', 'v1.12.4-eksbuild.2'],
    ['1.11.4', 'v1.11.4-eksbuild.9'],
    ['v1.12.4', 'v1.12.4-eksbuild.2'],
    ['v1.12.4-eksbuild.1', 'v1.12.4-eksbuild.1'],
  ])('%s is asked for as %s', (version, asked) => {
    const contents = contentsOf({ addons: [{ name: 'coredns', version }] }, { addonVersions });
    expect(find(contents, 'addon', 'addon/coredns').request.addonVersion).toBe(asked);
  });
});

describe('images of other registries', () => {
  it('are cached in ECR, and nodes may fill the cache', () => {
    const rule = { ecrRepositoryPrefix: 'docker-hub', upstreamRegistryUrl: 'registry-1.docker.io' };
    const annotations = { 'eks-fleet.dev/ecr-pull-through-cache': JSON.stringify(rule) };
    const config = configOf({ managedNodeGroups: [{ name: 'web' }] }, { annotations });
    const contents = desiredContents(config, plannedFacts(config, account, '2026-11-24'));
    expect(find(contents, 'pullThroughCacheRule', 'pullThroughCacheRule/docker-hub').request).toEqual(rule);
  });
});
