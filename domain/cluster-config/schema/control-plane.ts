import * as z from 'zod';
import { duration, flag, kmsKeyArn, name, names, object, policyArn, roleArn, tags, text } from './fields.ts';

export const autoModeConfigSchema = object({
  enabled: flag.optional(),
  nodePools: z.array(z.enum(['general-purpose', 'system'])).optional(),
  nodeRoleARN: roleArn.optional(),
  permissionsBoundaryARN: policyArn.optional(),
});

export const cloudWatchSchema = object({
  clusterLogging: object({
    enableTypes: z
      .array(z.enum(['api', 'audit', 'authenticator', 'controllerManager', 'scheduler', '*', 'all']))
      .optional(),
    logRetentionInDays: z.int().min(0).optional(),
  }).optional(),
});

export const secretsEncryptionSchema = object({ keyARN: kmsKeyArn });

export const identityProviderSchema = object({
  type: z.enum(['oidc']),
  name,
  issuerURL: z.string().refine((value) => /^https:\/\/[^\s?#]+$/.test(value), {
    error: 'not an issuer that EKS accepts',
    params: { allowed: 'a public https URL without query or fragment' },
  }),
  clientID: name,
  usernameClaim: text.optional(),
  usernamePrefix: text.optional(),
  groupsClaim: text.optional(),
  groupsPrefix: text.optional(),
  requiredClaims: z.record(z.string(), z.string()).optional(),
  tags: tags.optional(),
});

export const upgradePolicySchema = object({ supportType: z.enum(['STANDARD', 'EXTENDED']).optional() });
export const zonalShiftConfigSchema = object({ enabled: flag.optional() });
export const controlPlaneScalingConfigSchema = object({
  tier: z.enum(['standard', 'tier-xl', 'tier-2xl', 'tier-4xl', 'tier-8xl']).optional(),
});

export const kubeAPIServerConfigSchema = object({
  eventTTL: duration.optional(),
  serviceNodePortRange: object({
    minPort: z.int().min(1).max(65535),
    maxPort: z.int().min(1).max(65535),
  }).optional(),
});

export const kubeControllerManagerConfigSchema = object({
  horizontalPodAutoscalerControllerConfig: object({
    horizontalPodAutoscalerSyncPeriod: duration.optional(),
  }).optional(),
});

export const kubeSchedulerConfigSchema = object({
  nodeResourcesFit: object({
    scoringStrategy: object({
      type: z.enum(['LeastAllocated', 'MostAllocated']).optional(),
      resources: z.array(object({ name, weight: z.int().min(1).max(100) })).optional(),
    }).optional(),
  }).optional(),
});

export const availabilityZonesSchema = names;
