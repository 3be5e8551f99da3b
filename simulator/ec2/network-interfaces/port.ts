import { AwsError } from '../../aws-error.ts';
import type { NetworkPort, SubnetFacts } from '../../region.ts';
import { imageOf } from '../images/describe-images.ts';
import { terminateInstances } from '../instances/instances.ts';
import { LaunchThrottle, launchInstances } from '../instances/launch.ts';
import { addSecurityGroup } from '../security-groups/records.ts';
import { deleteSecurityGroup } from '../security-groups/security-groups.ts';
import type { Ec2State, LaunchTemplateRecord, SubnetRecord } from '../state.ts';
import { resolvesNames } from '../vpcs/name-servers.ts';
import {
  addNetworkInterface,
  type NewNetworkInterface,
  newPublicIp,
  removeNetworkInterface,
} from './network-interfaces.ts';
import { admits } from './traffic.ts';

/** A subnet as it is now. Most callers read its zone alone, so that costly members are computed only when read. */
class SubnetOfPort implements SubnetFacts {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly cidrBlock: string;
  readonly ipv6CidrBlock?: string;
  readonly mapPublicIpOnLaunch: boolean;
  readonly assignIpv6AddressOnCreation: boolean;
  readonly #ec2: Ec2State;
  readonly #subnet: SubnetRecord;

  constructor(ec2: Ec2State, subnet: SubnetRecord) {
    this.#ec2 = ec2;
    this.#subnet = subnet;
    this.subnetId = subnet.SubnetId;
    this.vpcId = subnet.VpcId;
    this.availabilityZone = subnet.AvailabilityZone;
    this.cidrBlock = subnet.CidrBlock;
    const ipv6 = subnet.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock;
    if (ipv6 !== undefined) this.ipv6CidrBlock = ipv6;
    this.mapPublicIpOnLaunch = subnet.MapPublicIpOnLaunch ?? false;
    this.assignIpv6AddressOnCreation = subnet.AssignIpv6AddressOnCreation ?? false;
  }

  get availableIpAddressCount(): number {
    return this.#ec2.freeAddresses(this.#subnet);
  }

  get routesToInternetGateway(): boolean {
    return routesToInternetGateway(this.#ec2, this.#subnet);
  }
}

/** Whether the subnet's route table, its own or the VPC's main one, leads to an internet gateway. */
function routesToInternetGateway(ec2: Ec2State, subnet: { SubnetId: string; VpcId: string }): boolean {
  const tables = [...ec2.routeTables.values()].filter((table) => table.VpcId === subnet.VpcId);
  const table =
    tables.find((held) => held.Associations?.some(({ SubnetId }) => SubnetId === subnet.SubnetId)) ??
    tables.find((held) => held.Associations?.some(({ Main }) => Main));
  return table?.Routes?.some(({ GatewayId }) => GatewayId?.startsWith('igw-')) ?? false;
}

/** AWS's own interfaces are told apart by their descriptions, as in the console: load balancers', Lambda's, EKS's. */
function attachmentOf(
  description: string,
): Pick<NewNetworkInterface, 'requesterId' | 'attachment' | 'interfaceType'> {
  if (description.startsWith('ELB ')) {
    return {
      requesterId: 'amazon-elb',
      attachment: { kind: 'ela-attach', ownerId: 'amazon-elb', deviceIndex: 1, deleteOnTermination: false },
      interfaceType: description.startsWith('ELB net/') ? 'network_load_balancer' : 'interface',
    };
  }
  if (description.startsWith('AWS Lambda VPC ENI')) {
    return {
      requesterId: 'amazon-lambda',
      attachment: { kind: 'ela-attach', ownerId: 'amazon-aws', deviceIndex: 1, deleteOnTermination: false },
      interfaceType: 'lambda',
    };
  }
  return {
    requesterId: 'amazon-eks',
    attachment: { kind: 'eni-attach', ownerId: 'amazon-eks', deviceIndex: 1, deleteOnTermination: false },
  };
}

function templateFacts(template: LaunchTemplateRecord) {
  return {
    launchTemplateId: template.LaunchTemplateId,
    launchTemplateName: template.LaunchTemplateName,
    defaultVersion: template.DefaultVersionNumber,
    latestVersion: template.LatestVersionNumber,
    data: (version: number) =>
      template.versions.get(version)?.data as Readonly<Record<string, unknown>> | undefined,
  };
}

/** EC2 as EKS, Auto Scaling and Elastic Load Balancing see it. */
export function networkPort(ec2: Ec2State): NetworkPort {
  const throttle = new LaunchThrottle(ec2.region.kernel.now());
  return {
    subnet: (id) => {
      const subnet = ec2.subnets.get(id);
      return subnet && new SubnetOfPort(ec2, subnet);
    },
    securityGroup: (id) => {
      const group = ec2.securityGroups.get(id);
      return group && { groupId: group.GroupId, vpcId: group.VpcId };
    },
    createSecurityGroup: ({ groupName, description, vpcId, tags, managedBy, letsItselfIn = false }) => {
      ec2.vpc(vpcId);
      for (const held of ec2.securityGroups.values()) {
        if (held.VpcId === vpcId && held.GroupName === groupName) {
          throw new AwsError(
            'InvalidGroup.Duplicate',
            `The security group '${groupName}' already exists for VPC '${vpcId}'`,
          );
        }
      }
      const group = addSecurityGroup(ec2, {
        name: groupName,
        description,
        vpcId,
        tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        ...(managedBy !== undefined && { managedBy }),
        letsItselfIn,
      });
      return { groupId: group.GroupId };
    },
    deleteSecurityGroup: (id) => {
      try {
        deleteSecurityGroup(ec2, id);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
      }
    },
    createNetworkInterface: ({
      subnetId,
      groupIds,
      description,
      requesterManaged,
      tags,
      associatePublicIp,
    }) => {
      const { NetworkInterfaceId } = addNetworkInterface(ec2, {
        subnetId,
        groupIds,
        description,
        ...(tags && { tags }),
        ...(requesterManaged && attachmentOf(description)),
        ...(associatePublicIp && { publicIp: newPublicIp(ec2) }),
      });
      return { networkInterfaceId: NetworkInterfaceId };
    },
    deleteNetworkInterface: (id) => removeNetworkInterface(ec2, id),
    launchTemplate: ({ id, name }) => {
      for (const template of ec2.launchTemplates.values()) {
        if (template.LaunchTemplateId === id || template.LaunchTemplateName === name)
          return templateFacts(template);
      }
      return undefined;
    },
    imageName: (id) => imageOf(ec2, id)?.Name,
    keyPairExists: (name) => ec2.keyPairs.has(name),
    launchInstances: async (request) =>
      (await launchInstances(ec2, throttle, request)).map((instance) => ({
        instanceId: instance.InstanceId,
        subnetId: instance.SubnetId,
        instanceType: instance.InstanceType,
        ...(instance.PrivateDnsName !== undefined && { privateDnsName: instance.PrivateDnsName }),
      })),
    interfacesOf: (instanceId) =>
      [...(ec2.interfacesOfInstances.get(instanceId) ?? [])].map(
        ({ NetworkInterfaceId }) => NetworkInterfaceId,
      ),
    admits: (from, to, port) => admits(ec2, from, to, port),
    resolvesNames: (vpcId, server) => {
      const vpc = ec2.vpcs.get(vpcId);
      return vpc !== undefined && resolvesNames(vpc, server);
    },
    addressesOf: (ids) =>
      ids.flatMap((id) => {
        const address = ec2.networkInterfaces.get(id)?.PrivateIpAddress;
        return address === undefined ? [] : [address];
      }),
    terminateInstances: (ids) => terminateInstances(ec2, ids),
  };
}
