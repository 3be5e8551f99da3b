import * as z from 'zod';
import {
  flag,
  ipv4Cidr,
  ipv6Cidr,
  name,
  object,
  refused,
  roleArn,
  securityGroupId,
  subnetId,
  text,
  vpcId,
} from './fields.ts';

const subnetsSchema = z.record(
  z.string(),
  object({ id: subnetId.optional(), az: name.optional(), cidr: ipv4Cidr.optional() }),
);

export const vpcSchema = object({
  id: vpcId.optional(),
  cidr: ipv4Cidr.optional(),
  extraCIDRs: z.array(ipv4Cidr).optional(),
  ipv6Cidr: ipv6Cidr.optional(),
  ipv6Pool: name.optional(),
  extraIPv6CIDRs: refused(
    'an additional IPv6 block needs a pool for each, which eksctl has no field for',
    'associate the block with the VPC yourself and give the VPC by vpc.id and vpc.subnets',
  ),
  autoAllocateIPv6: flag.optional(),
  hostnameType: z.enum(['ip-name', 'resource-name']).optional(),
  subnets: object({ private: subnetsSchema.optional(), public: subnetsSchema.optional() }).optional(),
  nat: object({ gateway: z.enum(['HighlyAvailable', 'Single', 'Disable']).optional() }).optional(),
  securityGroup: securityGroupId.optional(),
  sharedNodeSecurityGroup: securityGroupId.optional(),
  manageSharedNodeSecurityGroupRules: flag.optional(),
  controlPlaneSubnetIDs: z.array(subnetId).optional(),
  controlPlaneSecurityGroupIDs: z.array(securityGroupId).optional(),
  controlPlaneOnPrivateSubnets: flag.optional(),
  controlPlaneEgressMode: z.enum(['AWS_MANAGED', 'CUSTOMER_ROUTED']).optional(),
  clusterEndpoints: object({ publicAccess: flag.optional(), privateAccess: flag.optional() }).optional(),
  publicAccessCIDRs: z.array(ipv4Cidr).optional(),
});

export const kubernetesNetworkConfigSchema = object({
  ipFamily: z.enum(['IPv4', 'IPv6', 'ipv4', 'ipv6']).optional(),
  serviceIPv4CIDR: ipv4Cidr.optional(),
  serviceIPv6CIDR: refused(
    'EKS itself chooses the IPv6 service range of a cluster (CreateCluster has no member for it)',
    'leave it out; eks-fleet get clusters shows the range that EKS chose',
  ),
});

export const privateClusterSchema = object({
  enabled: flag.optional(),
  skipEndpointCreation: flag.optional(),
  additionalEndpointServices: z.array(z.enum(['cloudformation', 'autoscaling', 'logs'])).optional(),
});

const remoteNetworkSchema = object({ cidrs: z.array(ipv4Cidr).min(1) });

export const remoteNetworkConfigSchema = object({
  iam: object({
    provider: z.enum(['SSM', 'IRA', 'ssm', 'ira']).optional(),
    caBundleCert: text.optional(),
    roleARN: roleArn.optional(),
  }).optional(),
  vpcGatewayID: z
    .string()
    .refine((value) => /^(tgw|vgw)-[\w-]+$/.test(value), {
      error: 'neither a transit gateway nor a virtual private gateway',
      params: { allowed: 'tgw-… or vgw-…' },
    })
    .optional(),
  remoteNodeNetworks: z.array(remoteNetworkSchema).min(1).max(1),
  remotePodNetworks: z.array(remoteNetworkSchema).max(1).optional(),
});
