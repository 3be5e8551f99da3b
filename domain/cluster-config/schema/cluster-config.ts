import * as z from 'zod';
import { addonSchema, addonsConfigSchema, fargateProfileSchema } from './addons.ts';
import { capabilitySchema } from './capabilities.ts';
import {
  autoModeConfigSchema,
  availabilityZonesSchema,
  cloudWatchSchema,
  controlPlaneScalingConfigSchema,
  identityProviderSchema,
  kubeAPIServerConfigSchema,
  kubeControllerManagerConfigSchema,
  kubeSchedulerConfigSchema,
  secretsEncryptionSchema,
  upgradePolicySchema,
  zonalShiftConfigSchema,
} from './control-plane.ts';
import { object, refused } from './fields.ts';
import { accessConfigSchema, iamIdentityMappingsSchema, iamSchema } from './iam.ts';
import { karpenterSchema } from './karpenter.ts';
import { metadataSchema } from './metadata.ts';
import {
  kubernetesNetworkConfigSchema,
  privateClusterSchema,
  remoteNetworkConfigSchema,
  vpcSchema,
} from './network.ts';
import { managedNodeGroupSchema, nodeGroupSchema } from './node-group.ts';

/** eksctl's ClusterConfig (`eksctl.io/v1alpha5`), every field of it: carried out, or refused with a reason. */
export const clusterConfigSchema = object({
  apiVersion: z.enum(['eksctl.io/v1alpha5']),
  kind: z.enum(['ClusterConfig']),
  metadata: metadataSchema,
  kubernetesNetworkConfig: kubernetesNetworkConfigSchema.optional(),
  vpc: vpcSchema.optional(),
  privateCluster: privateClusterSchema.optional(),
  remoteNetworkConfig: remoteNetworkConfigSchema.optional(),
  availabilityZones: availabilityZonesSchema.optional(),
  localZones: availabilityZonesSchema.optional(),
  accessConfig: accessConfigSchema.optional(),
  iam: iamSchema.optional(),
  iamIdentityMappings: iamIdentityMappingsSchema.optional(),
  identityProviders: z.array(identityProviderSchema).optional(),
  cloudWatch: cloudWatchSchema.optional(),
  secretsEncryption: secretsEncryptionSchema.optional(),
  upgradePolicy: upgradePolicySchema.optional(),
  zonalShiftConfig: zonalShiftConfigSchema.optional(),
  controlPlaneScalingConfig: controlPlaneScalingConfigSchema.optional(),
  kubeAPIServerConfig: kubeAPIServerConfigSchema.optional(),
  kubeControllerManagerConfig: kubeControllerManagerConfigSchema.optional(),
  kubeSchedulerConfig: kubeSchedulerConfigSchema.optional(),
  autoModeConfig: autoModeConfigSchema.optional(),
  addons: z.array(addonSchema).optional(),
  addonsConfig: addonsConfigSchema.optional(),
  /** More than anybody has; Service Quotas is asked for an account's own number. */
  managedNodeGroups: z.array(managedNodeGroupSchema).max(500).optional(),
  /** Amazon EC2 Auto Scaling quotas: 500 groups a region. */
  nodeGroups: z.array(nodeGroupSchema).max(500).optional(),
  fargateProfiles: z.array(fargateProfileSchema).max(500).optional(),
  capabilities: z.array(capabilitySchema).optional(),
  gitops: refused(
    'eks-fleet does not install software into clusters yet, and Flux bootstraps from inside',
    'remove it and run `flux bootstrap` when the cluster is ACTIVE, or use the managed Argo CD under capabilities',
  ),
  karpenter: karpenterSchema.optional(),
  outpost: refused(
    'control planes on Outposts are not carried out yet',
    'remove it to create the cluster in the region, or create it with eksctl',
  ),
});

/** A ClusterConfig as it is written. */
export type ClusterConfigDocument = z.output<typeof clusterConfigSchema>;

/** The JSON Schema of the document, for editors. */
export function clusterConfigJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(clusterConfigSchema, { io: 'input', target: 'draft-7' });
}
