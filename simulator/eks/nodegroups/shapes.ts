import * as z from 'zod';
import { clientRequestToken, flag, isQualified, oneOf, stringList, tags } from '../validate.ts';
import { AMI_TYPES } from './ami-types.ts';

/** Shapes of the requests about managed node groups (SDK typings, models_0.d.ts). */
const size = (what: string, min: number) =>
  z
    .number({ error: `${what} should be a number` })
    .int()
    .min(min, { error: `${what} can't be less than ${min}` })
    .optional();

const scalingConfig = z
  .strictObject({
    minSize: size('minSize', 0),
    maxSize: size('maxSize', 1),
    desiredSize: size('desiredSize', 0),
  })
  .optional();

/** Kubernetes' own words for names of labels and taints, which EKS repeats (observed: cdk-preflight). */
const MUST =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

/** An empty one is refused, too, though Kubernetes takes it (aws-controllers-k8s/community#2208). */
const labelText = z
  .string()
  .max(63, { error: 'Label value length should be between 1 and 63' })
  .refine((value) => !value.includes('/') && isQualified(value), {
    error: ({ input }) => `Invalid value: ${input} : field ${MUST}`,
  });

const labelKey = z
  .string()
  .min(1, { error: 'Label key length should be between 1 and 63' })
  .refine((key) => (key.split('/').at(-1)?.length ?? 0) <= 63, {
    error: 'Label key length should be between 1 and 63',
  })
  .refine((key) => !/(^|\.|\b)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//.test(key), {
    error: 'Label cannot contain reserved prefixes [kubernetes.io/, k8s.io/, eks.amazonaws.com/]',
  })
  .refine(isQualified, { error: ({ input }) => `Invalid value: ${input} : field ${MUST}` });

const labels = z.record(labelKey, labelText).optional();

const EFFECTS = ['NO_SCHEDULE', 'NO_EXECUTE', 'PREFER_NO_SCHEDULE'] as const;

const taint = z.strictObject({
  key: z
    .string()
    .min(1)
    .max(63, { error: 'Taint key length should be between 1 and 63' })
    .refine(isQualified, {
      error: ({ input }) => `invalid taint spec: ${input} , a qualified name ${MUST}`,
    }),
  value: z.string().max(63, { error: 'Taint value length should be between 0 and 63' }).optional(),
  effect: z.enum(EFFECTS, {
    error: ({ input }) => `Invalid taint effect: ${input}, must be one of these [${EFFECTS.join(', ')}]`,
  }),
});
const taints = z.array(taint).max(50, { error: 'Number of taints exceeds the limit of 50' }).optional();

const launchTemplate = z
  .strictObject({ id: z.string().optional(), name: z.string().optional(), version: z.string().optional() })
  .refine(({ id, name }) => id !== undefined || name !== undefined, {
    error: 'Either a launch template ID or a launch template name must be specified in the request.',
  })
  .refine(({ id, name }) => id === undefined || name === undefined, {
    error: 'Either provide launch template ID or launch template name in the request.',
  })
  .optional();

const updateConfig = z
  .strictObject({
    maxUnavailable: z
      .number()
      .int()
      .min(1)
      .max(100, { error: "maxUnavailable can't be greater than 100" })
      .optional(),
    maxUnavailablePercentage: z.number().int().min(1).max(100).optional(),
    updateStrategy: oneOf('updateStrategy', ['DEFAULT', 'MINIMAL']),
  })
  .refine((config) => config.maxUnavailable === undefined || config.maxUnavailablePercentage === undefined, {
    error: 'Either provide max-unavailable or max-unavailable-percentage in the request.',
  })
  .optional();

const nodeRepairConfig = z
  .strictObject({
    enabled: flag,
    maxUnhealthyNodeThresholdCount: size('maxUnhealthyNodeThresholdCount', 1),
    maxUnhealthyNodeThresholdPercentage: size('maxUnhealthyNodeThresholdPercentage', 1),
    maxParallelNodesRepairedCount: size('maxParallelNodesRepairedCount', 1),
    maxParallelNodesRepairedPercentage: size('maxParallelNodesRepairedPercentage', 1),
    nodeRepairConfigOverrides: z
      .array(
        z.strictObject({
          nodeMonitoringCondition: z.string(),
          nodeUnhealthyReason: z.string(),
          minRepairWaitTimeMins: z.number().int().min(1),
          repairAction: z.enum(['Replace', 'Reboot', 'NoAction']),
        }),
      )
      .optional(),
  })
  .refine(
    (config) =>
      config.maxUnhealthyNodeThresholdCount === undefined ||
      config.maxUnhealthyNodeThresholdPercentage === undefined,
    { error: 'Either provide max parallel nodes to repair count or percentage in the request.' },
  )
  .refine(
    (config) =>
      config.maxParallelNodesRepairedCount === undefined ||
      config.maxParallelNodesRepairedPercentage === undefined,
    { error: 'Either provide max parallel nodes to repair count or percentage in the request.' },
  )
  .optional();

const warmPoolConfig = z
  .strictObject({
    enabled: flag,
    minSize: size('warmPoolConfig.minSize', 0),
    maxGroupPreparedCapacity: size('warmPoolConfig.maxGroupPreparedCapacity', 0),
    poolState: z.enum(['STOPPED', 'RUNNING', 'HIBERNATED']).optional(),
    reuseOnScaleIn: flag,
  })
  .optional();

/** Looked at before the cluster is, as the rest of the request is not (observed: cdk-preflight). */
export const NODEGROUP_NAME = z
  .string({ error: "nodegroupName can't be null" })
  .regex(/^[0-9A-Za-z][A-Za-z0-9\-_]*$/, {
    error:
      'The nodegroup name parameter contains invalid characters. It should conform to the regular expression "^[0-9A-Za-z][A-Za-z0-9-_]*"In other words, it should start with a number or letter, and can contain numbers, letters, dashes, and underscores.',
  })
  .max(63, { error: "nodeGroupName can't be longer than 63 characters!" });

export const CREATE_NODEGROUP = z.strictObject({
  clusterName: z.string(),
  nodegroupName: NODEGROUP_NAME,
  scalingConfig,
  diskSize: z.number().int().min(1, { error: 'Disk size must be at least 1 GiB' }).optional(),
  subnets: z.array(z.string()).min(1, { error: "subnets can't be empty" }),
  instanceTypes: z
    .array(z.string())
    .max(20, { error: 'At most 20 instance types can be specified' })
    .optional(),
  amiType: oneOf('amiType', AMI_TYPES),
  remoteAccess: z
    .strictObject({ ec2SshKey: z.string().optional(), sourceSecurityGroups: stringList })
    .optional(),
  nodeRole: z.string({ error: "nodeRole can't be null" }),
  labels,
  taints,
  tags,
  clientRequestToken,
  launchTemplate,
  updateConfig: updateConfig.refine(
    (config) => config === undefined || Object.values(config).some((value) => value !== undefined),
    { error: 'UpdateConfig cannot be empty if set in the request.' },
  ),
  nodeRepairConfig,
  capacityType: oneOf('capacityType', ['ON_DEMAND', 'SPOT', 'CAPACITY_BLOCK']),
  version: z.string().optional(),
  releaseVersion: z.string().optional(),
  warmPoolConfig,
});

export const UPDATE_NODEGROUP_CONFIG = z.strictObject({
  clusterName: z.string(),
  nodegroupName: z.string(),
  labels: z
    .strictObject({ addOrUpdateLabels: labels, removeLabels: stringList })
    .refine(
      ({ addOrUpdateLabels = {}, removeLabels = [] }) =>
        Object.keys(addOrUpdateLabels).length > 0 || removeLabels.length > 0,
      { error: 'Both or either addOrUpdateLabels or removeLabels must not be empty' },
    )
    .optional(),
  taints: z.strictObject({ addOrUpdateTaints: taints, removeTaints: taints }).optional(),
  scalingConfig,
  updateConfig,
  nodeRepairConfig,
  warmPoolConfig,
  clientRequestToken,
});

export const UPDATE_NODEGROUP_VERSION = z.strictObject({
  clusterName: z.string(),
  nodegroupName: z.string(),
  version: z.string().optional(),
  releaseVersion: z.string().optional(),
  launchTemplate,
  force: flag,
  clientRequestToken,
});
