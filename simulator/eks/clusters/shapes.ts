import * as z from 'zod';
import { clientRequestToken, flag, oneOf, resourceName, roleArn, stringList, tags } from '../validate.ts';

/**
 * Shapes of the requests about clusters (SDK typings, models_0.d.ts). Members that are missing here are not modelled.
 */
const LOG_TYPES = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'] as const;
const TIERS = ['standard', 'tier-xl', 'tier-2xl', 'tier-4xl', 'tier-8xl'] as const;
const MODES = ['API', 'API_AND_CONFIG_MAP', 'CONFIG_MAP'] as const;

const logging = z
  .strictObject({
    clusterLogging: z
      .array(
        z.strictObject({
          types: z.array(z.enum(LOG_TYPES, { error: `Log types should be among ${LOG_TYPES.join(', ')}` })),
          enabled: flag,
        }),
      )
      .optional(),
  })
  .optional();

const vpcConfig = z.strictObject({
  subnetIds: stringList,
  securityGroupIds: stringList,
  endpointPublicAccess: flag,
  endpointPrivateAccess: flag,
  publicAccessCidrs: stringList,
});

const networkConfig = z
  .strictObject({
    serviceIpv4Cidr: z.string().optional(),
    ipFamily: oneOf('ipFamily', ['ipv4', 'ipv6']),
    elasticLoadBalancing: z.strictObject({ enabled: flag }).optional(),
  })
  .optional();

const computeConfig = z
  .strictObject({
    enabled: flag,
    nodePools: z
      .array(
        z.enum(['general-purpose', 'system'], {
          error: 'Invalid value for nodePools; valid values are general-purpose, system',
        }),
      )
      .optional(),
    nodeRoleArn: roleArn('nodeRoleArn').optional(),
  })
  .optional();

const storageConfig = z
  .strictObject({ blockStorage: z.strictObject({ enabled: flag }).optional() })
  .optional();
const cidrs = z.array(z.strictObject({ cidrs: stringList })).optional();
const remoteNetworkConfig = z
  .strictObject({ remoteNodeNetworks: cidrs, remotePodNetworks: cidrs })
  .optional();
const upgradePolicy = z
  .strictObject({ supportType: oneOf('supportType', ['STANDARD', 'EXTENDED']) })
  .optional();
const zonalShiftConfig = z.strictObject({ enabled: flag }).optional();
const controlPlaneScalingConfig = z.strictObject({ tier: oneOf('tier', TIERS) }).optional();

export const encryptionConfig = z
  .array(
    z.strictObject({
      resources: z.array(z.literal('secrets', { error: 'Invalid k8s resource for encryption' })).optional(),
      provider: z.strictObject({ keyArn: z.string().optional() }).optional(),
    }),
  )
  .max(1, { error: 'encryptionConfig list size should be at most 1' });

export const CREATE_CLUSTER = z.strictObject({
  name: resourceName('name', 100),
  version: z.string().optional(),
  roleArn: roleArn('roleArn'),
  resourcesVpcConfig: vpcConfig,
  kubernetesNetworkConfig: networkConfig,
  logging,
  clientRequestToken,
  tags,
  encryptionConfig: encryptionConfig.optional(),
  accessConfig: z
    .strictObject({
      bootstrapClusterCreatorAdminPermissions: flag,
      authenticationMode: oneOf('authenticationMode', MODES),
    })
    .optional(),
  bootstrapSelfManagedAddons: flag,
  upgradePolicy,
  zonalShiftConfig,
  remoteNetworkConfig,
  computeConfig,
  storageConfig,
  deletionProtection: flag,
  controlPlaneScalingConfig,
});

export const UPDATE_CLUSTER_CONFIG = z.strictObject({
  name: z.string(),
  clientRequestToken,
  resourcesVpcConfig: vpcConfig.optional(),
  logging,
  accessConfig: z.strictObject({ authenticationMode: oneOf('authenticationMode', MODES) }).optional(),
  upgradePolicy,
  zonalShiftConfig,
  computeConfig,
  kubernetesNetworkConfig: networkConfig,
  storageConfig,
  remoteNetworkConfig,
  deletionProtection: flag,
  controlPlaneScalingConfig,
});

export const UPDATE_CLUSTER_VERSION = z.strictObject({
  name: z.string(),
  version: z.string({ error: "version can't be null" }),
  clientRequestToken,
  force: flag,
  rollbackConfig: z
    .strictObject({
      timeoutMinutes: z
        .number()
        .int()
        .min(120, { error: 'timeoutMinutes should be between 120 and 10080' })
        .max(10080, { error: 'timeoutMinutes should be between 120 and 10080' })
        .optional(),
    })
    .optional(),
});

export const ASSOCIATE_ENCRYPTION_CONFIG = z.strictObject({
  clusterName: z.string(),
  encryptionConfig,
  clientRequestToken,
});
