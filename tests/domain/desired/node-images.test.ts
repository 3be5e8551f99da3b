import { describe, expect, it } from '@jest/globals';
import type { AnyNodeGroup } from '../../../domain/cluster-config/config.ts';
import { amiType, imageParameter } from '../../../domain/contents/node-group/node-image.ts';
import { contentsOf, launchTemplateOf } from './contents.fixtures.ts';
import { configOf } from './fixtures.ts';

const AL2023 = '/aws/service/eks/optimized-ami/1.35/amazon-linux-2023';
const BOTTLEROCKET = '/aws/service/bottlerocket/aws-k8s-1.35';
const UBUNTU = '/aws/service/canonical/ubuntu';
const WINDOWS = '/aws/service/ami-windows-latest/Windows_Server';

/** A managed group of a cluster that Amazon Linux 2 still has images for. */
const groupOf = (group: Record<string, unknown>) =>
  configOf({ managedNodeGroups: [{ name: 'web', ...group }] }, { version: '1.32' })
    .managedNodeGroups[0] as AnyNodeGroup;

/** The launch template of a self-managed group. */
const templateOf = (group: Record<string, unknown>) =>
  launchTemplateOf(contentsOf({ nodeGroups: [{ name: 'own', ...group }] }), 'own');

// The public parameters that the EKS user guide ("Retrieve recommended AMI IDs"), Bottlerocket's and Canonical's name.
describe('the image of a self-managed group', () => {
  it.each([
    [{}, `${AL2023}/x86_64/standard/recommended/image_id`],
    [{ instanceType: 'm7g.large' }, `${AL2023}/arm64/standard/recommended/image_id`],
    [{ instanceType: 'g5.xlarge' }, `${AL2023}/x86_64/nvidia/recommended/image_id`],
    [{ instanceType: 'g4ad.xlarge' }, `${AL2023}/x86_64/standard/recommended/image_id`],
    [{ instanceType: 'inf2.xlarge' }, `${AL2023}/x86_64/neuron/recommended/image_id`],
    [{ amiFamily: 'Bottlerocket' }, `${BOTTLEROCKET}/x86_64/latest/image_id`],
    [
      { amiFamily: 'Bottlerocket', instanceType: 'g5g.xlarge' },
      `${BOTTLEROCKET}-nvidia/arm64/latest/image_id`,
    ],
    [{ amiFamily: 'BottlerocketFips' }, `${BOTTLEROCKET}-fips/x86_64/latest/image_id`],
    [{ amiFamily: 'Ubuntu2404' }, `${UBUNTU}/eks/24.04/1.35/stable/current/amd64/hvm/ebs-gp3/ami-id`],
    [
      { amiFamily: 'UbuntuPro2204', instanceType: 't4g.large' },
      `${UBUNTU}/eks-pro/22.04/1.35/stable/current/arm64/hvm/ebs-gp2/ami-id`,
    ],
    [
      { amiFamily: 'WindowsServer2022FullContainer' },
      `${WINDOWS}-2022-English-Full-EKS_Optimized-1.35/image_id`,
    ],
  ])('of %j is %s', (group, parameter) => {
    expect(templateOf(group).ImageId).toBe(`{{resolve:ssm:${parameter}}}`);
  });

  it.each([
    [{}, 'amazon-linux-2'],
    [{ instanceType: 'm7g.large' }, 'amazon-linux-2-arm64'],
    [{ instanceType: 'g5.xlarge' }, 'amazon-linux-2-gpu'],
    [{ instanceType: 'inf2.xlarge' }, 'amazon-linux-2-gpu'],
  ])('of Amazon Linux 2 and %j is %s', (more, name) => {
    const group = groupOf({ amiFamily: 'AmazonLinux2', ...more });
    const parameter = `/aws/service/eks/optimized-ami/1.32/${name}/recommended/image_id`;
    expect(imageParameter(group, '1.32')).toBe(parameter);
  });

  it('is looked up where the document says that it shall be', () => {
    const parameter = `${AL2023}/x86_64/standard/recommended/image_id`;
    for (const ami of ['auto', 'auto-ssm'])
      expect(templateOf({ ami }).ImageId).toBe(`{{resolve:ssm:${parameter}}}`);
  });

  it('is the one that the document names', () => {
    const own = { ami: 'ami-0123456789abcdef0', amiFamily: 'AmazonLinux2023' };
    expect(templateOf(own).ImageId).toBe('ami-0123456789abcdef0');
  });
});

// AMITypes of EKS's API reference.
describe('the image type of a managed group', () => {
  it.each([
    [{ amiFamily: 'AmazonLinux2' }, 'AL2_x86_64'],
    [{ amiFamily: 'AmazonLinux2', instanceType: 'm7g.large' }, 'AL2_ARM_64'],
    [{ amiFamily: 'AmazonLinux2', instanceType: 'g5.xlarge' }, 'AL2_x86_64_GPU'],
    [{ amiFamily: 'AmazonLinux2', instanceType: 'inf2.xlarge' }, 'AL2_x86_64_GPU'],
    [{ amiFamily: 'Bottlerocket', instanceType: 'g5.xlarge' }, 'BOTTLEROCKET_x86_64_NVIDIA'],
    [{ amiFamily: 'BottlerocketFips', instanceType: 'm7g.large' }, 'BOTTLEROCKET_ARM_64_FIPS'],
    [{ amiFamily: 'WindowsServer2025FullContainer' }, 'WINDOWS_FULL_2025_x86_64'],
  ])('of %j is %s', (group, type) => {
    expect(amiType(groupOf(group))).toBe(type);
  });
});

describe('the volumes of a node', () => {
  const gp3 = { VolumeSize: 80, VolumeType: 'gp3', Iops: 3000, Throughput: 125 };
  it.each([
    ['/dev/xvda', {}],
    ['/dev/xvdb', { amiFamily: 'Bottlerocket' }],
    ['/dev/sda1', { amiFamily: 'Ubuntu2404' }],
    ['/dev/sda1', { amiFamily: 'WindowsServer2022CoreContainer' }],
    ['/dev/sdx', { volumeName: '/dev/sdx' }],
  ])('begin at %s for %j, of eksctl’s size and kind', (DeviceName, group) => {
    expect(templateOf(group).BlockDeviceMappings).toEqual([{ DeviceName, Ebs: gp3 }]);
  });

  it('are those of the document, and Bottlerocket’s system volume is as encrypted as the other', () => {
    const key = 'arn:aws:kms:us-west-2:111122223333:key/1';
    const group = {
      amiFamily: 'Bottlerocket',
      volumeEncrypted: true,
      volumeKmsKeyID: key,
      volumeSize: 20,
      volumeType: 'gp2',
      additionalVolumes: [
        { volumeName: '/dev/sdf', snapshotID: 'snap-1', volumeType: 'io2', volumeIOPS: 5000 },
      ],
    };
    const encrypted = { Encrypted: true, KmsKeyId: key };
    expect(templateOf(group).BlockDeviceMappings).toEqual([
      { DeviceName: '/dev/xvdb', Ebs: { VolumeSize: 20, VolumeType: 'gp2', ...encrypted } },
      { DeviceName: '/dev/xvda', Ebs: encrypted },
      { DeviceName: '/dev/sdf', Ebs: { VolumeType: 'io2', Iops: 5000, SnapshotId: 'snap-1' } },
    ]);
  });
});

describe('the system volume of Bottlerocket', () => {
  const volumes = (group: object) =>
    templateOf({ amiFamily: 'Bottlerocket', volumeEncrypted: true, ...group }).BlockDeviceMappings;
  it.each([
    ['is not for another family', { amiFamily: 'AmazonLinux2023' }, ['/dev/xvda']],
    ['is left alone where the document names the device', { volumeName: '/dev/xvda' }, ['/dev/xvda']],
    ['is left alone where nothing is encrypted', { volumeEncrypted: false }, ['/dev/xvdb']],
  ])('%s', (_, group, names) => {
    expect(volumes(group)).toEqual(names.map((DeviceName) => expect.objectContaining({ DeviceName })));
  });

  it('has the size that is asked for beside a snapshot, and eksctl’s where there is neither', () => {
    const additionalVolumes = [
      { volumeName: '/dev/sdf', volumeSize: 200, snapshotID: 'snap-1' },
      { volumeName: '/dev/sdg' },
    ];
    const [, , first, second] = volumes({ additionalVolumes }) as object[];
    expect(first).toMatchObject({ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 200 } });
    expect(second).toMatchObject({ DeviceName: '/dev/sdg', Ebs: { VolumeSize: 80 } });
  });
});

describe('an instance type whose name tells nothing', () => {
  it('gets the image for what EC2 says that it is', () => {
    const group = configOf({ managedNodeGroups: [{ name: 'web', instanceType: 'z1x.large' }] })
      .managedNodeGroups[0] as AnyNodeGroup;
    const kinds = { 'z1x.large': { architecture: 'arm64' as const, nvidia: true, neuron: false } };
    expect(amiType(group)).toBe('AL2023_x86_64_STANDARD');
    expect(amiType(group, kinds)).toBe('AL2023_ARM_64_NVIDIA');
    expect(imageParameter(group, '1.35', kinds)).toContain('/arm64/nvidia/');
  });
});
