import { describe, expect, it } from '@jest/globals';
import { contentsOf, find, launchTemplateOf, needsOf, userDataOf } from './contents.fixtures.ts';

describe('managed node groups', () => {
  it.each([
    [{ instanceType: 'm5.large' }, 'AL2023_x86_64_STANDARD'],
    [{ instanceType: 'm7g.large' }, 'AL2023_ARM_64_STANDARD'],
    [{ instanceType: 'g5.xlarge' }, 'AL2023_x86_64_NVIDIA'],
    [{ instanceType: 'inf2.xlarge' }, 'AL2023_x86_64_NEURON'],
    [{ instanceType: 'g5g.xlarge' }, 'AL2023_ARM_64_NVIDIA'],
    [{ instanceType: 'p6e-gb200.36xlarge' }, 'AL2023_ARM_64_NVIDIA'],
    [{ instanceType: 'p6-b200.48xlarge' }, 'AL2023_x86_64_NVIDIA'],
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

  it.each([
    ['from anywhere to public nodes, as eksctl', {}, [{ CidrIp: '0.0.0.0/0' }]],
    ['from the VPC to private ones', { privateNetworking: true }, [{ CidrIp: '192.168.0.0/16' }]],
    [
      'from the groups that are named alone',
      { ssh: { allow: true, sourceSecurityGroupIds: ['sg-1', 'sg-2'] } },
      [{ SourceSecurityGroupId: 'sg-1' }, { SourceSecurityGroupId: 'sg-2' }],
    ],
  ])('let SSH in %s', (_, group, sources) => {
    const groups = [{ name: 'web', ssh: { allow: true }, ...group }];
    const { stack } = find(contentsOf({ managedNodeGroups: groups }), 'stack', 'stack/nodegroup-web');
    expect(stack.template.Resources.SSH?.Properties?.SecurityGroupIngress).toEqual(
      sources.map((source) => ({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, ...source })),
    );
    expect(launchTemplateOf(contentsOf({ managedNodeGroups: groups }), 'web').SecurityGroupIds).toEqual([
      '<clusterSecurityGroup>',
      { 'Fn::GetAtt': ['SSH', 'GroupId'] },
    ]);
  });

  it.each([
    ['nobody', undefined, undefined, undefined],
    ['nobody, where it is not allowed', { allow: false }, undefined, undefined],
    ['who has the key that is named', { publicKeyName: 'mine' }, 'mine', undefined],
    ['who has the key that is given', { publicKey: 'ssh-rsa A ' }, { Ref: 'KeyPair' }, 'ssh-rsa A'],
    ['who has a key that EC2 makes', { allow: true }, { Ref: 'KeyPair' }, undefined],
  ])('let %s in by SSH', (_, ssh, KeyName, material) => {
    const contents = contentsOf({ managedNodeGroups: [{ name: 'web', ...(ssh ? { ssh } : {}) }] });
    const { Resources } = find(contents, 'stack', 'stack/nodegroup-web').stack.template;
    expect(launchTemplateOf(contents, 'web').KeyName).toEqual(KeyName);
    expect('SSH' in Resources).toBe(KeyName !== undefined);
    expect(Resources.KeyPair?.Properties?.PublicKeyMaterial).toBe(material);
    expect('KeyPair' in Resources).toBe(typeof KeyName === 'object');
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
