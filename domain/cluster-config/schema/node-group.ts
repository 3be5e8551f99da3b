import * as z from 'zod';
import {
  arn,
  flag,
  inlineDocument,
  instanceProfileArn,
  launchTemplateId,
  name,
  names,
  object,
  policyArn,
  refused,
  roleArn,
  roleName,
  securityGroupId,
  tags,
  text,
  wholeNumber,
} from './fields.ts';

/** eksctl's AMI families. */
export const amiFamilies = [
  'AmazonLinux2023',
  'AmazonLinux2',
  'UbuntuPro2604',
  'Ubuntu2604',
  'UbuntuPro2404',
  'Ubuntu2404',
  'UbuntuPro2204',
  'Ubuntu2204',
  'UbuntuPro2004',
  'Ubuntu2004',
  'Bottlerocket',
  'BottlerocketFips',
  'WindowsServer2019CoreContainer',
  'WindowsServer2019FullContainer',
  'WindowsServer2022CoreContainer',
  'WindowsServer2022FullContainer',
  'WindowsServer2025CoreContainer',
  'WindowsServer2025FullContainer',
] as const;

const volumeShape = {
  volumeSize: z.int().min(1).max(65536).optional(),
  volumeType: z.enum(['gp2', 'gp3', 'io1', 'io2', 'sc1', 'st1']).optional(),
  volumeName: name.optional(),
  volumeEncrypted: flag.optional(),
  volumeKmsKeyID: name.optional(),
  volumeIOPS: z.int().min(100).max(256000).optional(),
  volumeThroughput: z.int().min(125).max(2000).optional(),
};

const taintsSchema = z.array(
  object({
    key: name.max(253),
    value: text.max(63).optional(),
    effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
  }),
);

const addonPoliciesSchema = object({
  albIngress: flag.optional(),
  appMesh: flag.optional(),
  appMeshPreview: flag.optional(),
  autoScaler: flag.optional(),
  awsLoadBalancerController: flag.optional(),
  certManager: flag.optional(),
  cloudWatch: flag.optional(),
  ebs: flag.optional(),
  efs: flag.optional(),
  externalDNS: flag.optional(),
  fsx: flag.optional(),
  imageBuilder: flag.optional(),
  xRay: flag.optional(),
});

const iamShape = {
  attachPolicy: inlineDocument.optional(),
  attachPolicyARNs: z.array(policyArn).optional(),
  instanceRoleARN: roleArn.optional(),
  instanceRoleName: roleName.optional(),
  instanceRolePermissionsBoundary: policyArn.optional(),
  withAddonPolicies: addonPoliciesSchema.optional(),
};

const sshSchema = object({
  allow: flag.optional(),
  enableSsm: flag.optional(),
  publicKey: text.optional(),
  publicKeyName: name.optional(),
  publicKeyPath: refused(
    'a file on your machine is not there where the cluster is created',
    'put the key itself under publicKey, or import it into EC2 and name it under publicKeyName',
  ),
  sourceSecurityGroupIds: z.array(securityGroupId).optional(),
});

const onOutposts = refused(
  'node groups on Outposts are not carried out yet',
  'remove it to place the group in the region, or create the group with eksctl',
);

const instanceSelectorSchema = refused(
  'a document has to say what it creates, and the selector answers differently as AWS adds instance types',
  'name the types (managedNodeGroups[].instanceTypes, nodeGroups[].instancesDistribution.instanceTypes); `ec2-instance-selector` lists what fits',
);

/** Members of both kinds of group. */
const baseShape = {
  name: name.max(63),
  ami: name.optional(),
  amiFamily: z.enum(amiFamilies).optional(),
  instanceType: name.optional(),
  instanceSelector: instanceSelectorSchema,
  instanceName: name.optional(),
  instancePrefix: name.optional(),
  instanceMarketOptions: object({ marketType: z.enum(['capacity-block', 'spot']).optional() }).optional(),
  availabilityZones: names.optional(),
  subnets: names.optional(),
  privateNetworking: flag.optional(),
  desiredCapacity: wholeNumber.optional(),
  minSize: wholeNumber.optional(),
  maxSize: z.int().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  tags: tags.optional(),
  propagateASGTags: flag.optional(),
  securityGroups: object({
    attachIDs: z.array(securityGroupId).optional(),
    withLocal: flag.optional(),
    withShared: flag.optional(),
  }).optional(),
  ssh: sshSchema.optional(),
  ...volumeShape,
  additionalVolumes: z.array(object({ ...volumeShape, snapshotID: name.optional() })).optional(),
  ebsOptimized: flag.optional(),
  enableDetailedMonitoring: flag.optional(),
  efaEnabled: refused(
    'the number of network cards depends on the instance type, which needs a look-up',
    'describe the interfaces in a launch template of your own and name it under managedNodeGroups[].launchTemplate',
  ),
  disableIMDSv1: flag.optional(),
  disablePodIMDS: flag.optional(),
  maxPodsPerNode: z.int().min(0).max(737).optional(),
  placement: object({
    groupName: name,
    spreadLevel: refused('it applies to control planes on Outposts only', 'remove it'),
  }).optional(),
  capacityReservation: object({
    capacityReservationPreference: z.enum(['open', 'none', 'capacity-reservations-only']).optional(),
    capacityReservationTarget: object({
      capacityReservationID: name.optional(),
      capacityReservationResourceGroupARN: arn.optional(),
    }).optional(),
  }).optional(),
  bottlerocket: object({
    enableAdminContainer: flag.optional(),
    settings: inlineDocument.optional(),
  }).optional(),
  preBootstrapCommands: z.array(text).optional(),
  overrideBootstrapCommand: text.optional(),
  asgSuspendProcesses: z
    .array(
      z.enum([
        'Launch',
        'Terminate',
        'AddToLoadBalancer',
        'AlarmNotification',
        'AZRebalance',
        'HealthCheck',
        'InstanceRefresh',
        'ReplaceUnhealthy',
        'ScheduledActions',
      ]),
    )
    .optional(),
  outpostARN: onOutposts,
};

const countOrPercentage = z.int().min(1).max(100);

export const managedNodeGroupSchema = object({
  ...baseShape,
  asgSuspendProcesses: refused(
    'the Auto Scaling group of a managed group is EKS’s own, and EKS has no member for suspended processes',
    'use a self-managed group (nodeGroups), or suspend them yourself after the group is ready',
  ),
  iam: object({
    ...iamShape,
    instanceProfileARN: refused(
      'EKS makes the instance profile of a managed group itself',
      'give the role under iam.instanceRoleARN',
    ),
  }).optional(),
  instanceTypes: names.max(20).optional(),
  spot: flag.optional(),
  taints: taintsSchema.max(50).optional(),
  releaseVersion: name.optional(),
  launchTemplate: object({
    id: launchTemplateId,
    version: text
      .refine((value) => /^[1-9]\d*$/.test(value), {
        error: 'not a number of a launch template version',
        params: {
          allowed: 'a whole number in quotes, such as "3"',
          alternative: 'leave it out for the default version',
        },
      })
      .optional(),
  }).optional(),
  updateConfig: object({
    maxUnavailable: countOrPercentage.optional(),
    maxUnavailablePercentage: countOrPercentage.optional(),
  }).optional(),
  nodeRepairConfig: object({
    enabled: flag.optional(),
    maxParallelNodesRepairedCount: z.int().min(1).optional(),
    maxParallelNodesRepairedPercentage: countOrPercentage.optional(),
    maxUnhealthyNodeThresholdCount: z.int().min(1).optional(),
    maxUnhealthyNodeThresholdPercentage: countOrPercentage.optional(),
    nodeRepairConfigOverrides: z
      .array(
        object({
          nodeMonitoringCondition: name,
          nodeUnhealthyReason: name,
          minRepairWaitTimeMins: z.int().min(1),
          repairAction: z.enum(['Replace', 'Reboot', 'NoAction']),
        }),
      )
      .optional(),
  }).optional(),
});

/** eksctl also takes taints as `key: value:effect`. */
function taintList(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value).map(([key, text]) => {
    const [first = '', second] = String(text).split(':');
    return second === undefined ? { key, effect: first } : { key, value: first, effect: second };
  });
}

export const nodeGroupSchema = object({
  ...baseShape,
  iam: object({ ...iamShape, instanceProfileARN: instanceProfileArn.optional() }).optional(),
  taints: z.preprocess(taintList, taintsSchema.optional()),
  instancesDistribution: object({
    instanceTypes: names.min(1).max(40),
    maxPrice: z.number().positive().optional(),
    onDemandBaseCapacity: wholeNumber.optional(),
    onDemandPercentageAboveBaseCapacity: z.int().min(0).max(100).optional(),
    spotAllocationStrategy: z
      .enum([
        'lowest-price',
        'capacity-optimized',
        'capacity-optimized-prioritized',
        'price-capacity-optimized',
      ])
      .optional(),
    spotInstancePools: z.int().min(1).max(20).optional(),
    capacityRebalance: flag.optional(),
  }).optional(),
  asgMetricsCollection: z
    .array(object({ granularity: z.enum(['1Minute']), metrics: names.optional() }))
    .optional(),
  classicLoadBalancerNames: names.optional(),
  targetGroupARNs: z.array(arn).optional(),
  clusterDNS: name.optional(),
  containerRuntime: z.enum(['containerd']).optional(),
  cpuCredits: z.enum(['standard', 'unlimited']).optional(),
  enclaveEnabled: flag.optional(),
  kubeletExtraConfig: inlineDocument.optional(),
  localZones: names.optional(),
  maxInstanceLifetime: z.int().min(86400).max(31536000).optional(),
  updateConfig: refused(
    'nothing updates the nodes of a self-managed group in place, so that it would limit nothing',
    'use a managed group (managedNodeGroups), whose updateConfig EKS keeps',
  ),
});
