import type { ResponseLaunchTemplateData, Tag } from '@aws-sdk/client-ec2';
import { AwsError } from '../aws-error.ts';
import { contains, overlaps, parseCidr } from './cidr.ts';
import { addKeyPair } from './instances/key-pairs.ts';
import { addLaunchTemplate } from './instances/launch-templates.ts';
import { addNetworkInterface, type NewNetworkInterface } from './network-interfaces/network-interfaces.ts';
import { addSecurityGroup } from './security-groups/records.ts';
import type { Ec2State } from './state.ts';
import { addIpv6Block, ipv4BlocksOf, parseVpcCidr } from './vpcs/cidr-blocks.ts';
import { addSubnet } from './vpcs/subnets.ts';
import { addVpc } from './vpcs/vpcs.ts';

type Tags = Readonly<Record<string, string>>;

const tagList = (tags: Tags | undefined): Tag[] =>
  Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));

/**
 * Resources that a scenario may put into a region beforehand, with ids of its own: those that a user's file names,
 * and those that Kubernetes left behind. Not an API: quotas and IAM do not apply. A record that EC2 could not hold (a
 * subnet outside its VPC, an interface without an address) throws as EC2 would.
 */
export interface Ec2Plants {
  plantVpc(given: {
    readonly vpcId: string;
    readonly cidrBlock: string;
    readonly secondaryCidrBlocks?: readonly string[];
    readonly ipv6?: boolean;
    /** `domain-name-servers` of a DHCP options set of its own. */
    readonly domainNameServers?: readonly string[];
    readonly tags?: Tags;
  }): void;
  plantSubnet(given: {
    readonly subnetId: string;
    readonly vpcId: string;
    readonly cidrBlock: string;
    readonly availabilityZone: string;
    readonly mapPublicIpOnLaunch?: boolean;
    readonly ipv6CidrBlock?: string;
    readonly tags?: Tags;
  }): void;
  plantSecurityGroup(given: {
    readonly groupId: string;
    readonly groupName: string;
    readonly vpcId: string;
    readonly description?: string;
    readonly tags?: Tags;
  }): void;
  plantLaunchTemplate(given: {
    readonly launchTemplateId: string;
    readonly launchTemplateName: string;
    /** LaunchTemplateData of versions 1, 2, …; the first is the default. */
    readonly versions: readonly ResponseLaunchTemplateData[];
    readonly tags?: Tags;
  }): void;
  plantKeyPair(keyName: string): void;
  plantImage(given: {
    readonly imageId: string;
    readonly name: string;
    readonly architecture?: 'x86_64' | 'arm64';
    readonly platform?: 'Windows';
    readonly ownerId?: string;
  }): void;
  plantNetworkInterface(given: NewNetworkInterface): { readonly networkInterfaceId: string };
  plantVolume(given: {
    readonly volumeId: string;
    readonly availabilityZone: string;
    readonly tags?: Tags;
  }): void;
  /** Opts the account in to a group of local zones, for example `us-west-2-lax-1`. */
  plantZoneGroupOptIn(groupName: string): void;
}

export function ec2Plants(ec2: Ec2State): Ec2Plants {
  return {
    plantVpc: ({ vpcId, cidrBlock, secondaryCidrBlocks, ipv6, domainNameServers, tags }) => {
      const vpc = addVpc(ec2, {
        id: vpcId,
        cidr: parseVpcCidr(cidrBlock),
        ...(domainNameServers && { domainNameServers }),
        tags: tagList(tags),
      });
      for (const secondary of secondaryCidrBlocks ?? []) {
        parseVpcCidr(secondary);
        vpc.CidrBlockAssociationSet?.push({
          AssociationId: ec2.newId('vpc-cidr-assoc'),
          CidrBlock: secondary,
          CidrBlockState: { State: 'associated' },
        });
      }
      vpc.dnsHostnames = true;
      if (ipv6) addIpv6Block(ec2, vpc);
    },
    plantSubnet: ({
      subnetId,
      vpcId,
      cidrBlock,
      availabilityZone,
      mapPublicIpOnLaunch,
      ipv6CidrBlock,
      tags,
    }) => {
      const vpc = ec2.vpc(vpcId);
      const zone = ec2.zones.find((held) => held.name === availabilityZone);
      const cidr = parseCidr(cidrBlock);
      if (!zone)
        throw new AwsError('InvalidParameterValue', `${ec2.region.name} has no zone ${availabilityZone}`);
      if (!cidr || !ipv4BlocksOf(vpc).some((block) => contains(block, cidr))) {
        throw new AwsError('InvalidSubnet.Range', `The CIDR '${cidrBlock}' is invalid.`);
      }
      for (const other of ec2.subnets.values()) {
        const held = parseCidr(other.CidrBlock);
        if (other.VpcId === vpcId && held && overlaps(held, cidr)) {
          throw new AwsError(
            'InvalidSubnet.Conflict',
            `The CIDR '${cidrBlock}' conflicts with another subnet`,
          );
        }
      }
      addSubnet(ec2, {
        id: subnetId,
        vpcId,
        cidr,
        zone,
        mapPublicIp: mapPublicIpOnLaunch ?? false,
        ...(ipv6CidrBlock !== undefined && { ipv6: ipv6CidrBlock }),
        tags: tagList(tags),
      });
    },
    plantSecurityGroup: ({ groupId, groupName, vpcId, description, tags }) => {
      ec2.vpc(vpcId);
      addSecurityGroup(ec2, {
        id: groupId,
        name: groupName,
        vpcId,
        description: description ?? groupName,
        tags: tagList(tags),
      });
    },
    plantLaunchTemplate: ({ launchTemplateId, launchTemplateName, versions, tags }) => {
      addLaunchTemplate(ec2, {
        id: launchTemplateId,
        name: launchTemplateName,
        versions: versions.map((data) => ({ data })),
        createdBy: `arn:aws:iam::${ec2.region.accountId}:root`,
        tags: tagList(tags),
      });
    },
    plantKeyPair: (name) => {
      addKeyPair(ec2, { name, type: 'rsa', tags: [] });
    },
    plantImage: ({ imageId, name, architecture, platform, ownerId }) => {
      ec2.images.set(imageId, {
        ImageId: imageId,
        Name: name,
        OwnerId: ownerId ?? ec2.region.accountId,
        Architecture: architecture ?? 'x86_64',
        ...(platform !== undefined && { Platform: platform }),
        State: 'available',
        ImageType: 'machine',
        Public: false,
        RootDeviceType: 'ebs',
        RootDeviceName: platform === 'Windows' ? '/dev/sda1' : '/dev/xvda',
        VirtualizationType: 'hvm',
        CreationDate: ec2.now().toISOString(),
        Tags: [],
      });
    },
    plantNetworkInterface: (given) => ({
      networkInterfaceId: addNetworkInterface(ec2, given).NetworkInterfaceId,
    }),
    plantVolume: ({ volumeId, availabilityZone, tags }) => {
      ec2.volumes.set(volumeId, {
        VolumeId: volumeId,
        AvailabilityZone: availabilityZone,
        State: 'available',
        VolumeType: 'gp3',
        Size: 8,
        Attachments: [],
        CreateTime: ec2.now(),
        Tags: tagList(tags),
      });
    },
    plantZoneGroupOptIn: (groupName) => {
      ec2.scenario.optedInZoneGroups.add(groupName);
    },
  };
}
