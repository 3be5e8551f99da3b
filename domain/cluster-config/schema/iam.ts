import * as z from 'zod';
import {
  arn,
  flag,
  inlineDocument,
  looseArn,
  name,
  object,
  policyArn,
  principalArn,
  refused,
  roleArn,
  roleName,
  tags,
  text,
} from './fields.ts';

/** Sets of permissions that eksctl writes for well known controllers. */
export const wellKnownPoliciesSchema = object({
  autoScaler: flag.optional(),
  awsLoadBalancerController: flag.optional(),
  certManager: flag.optional(),
  ebsCSIController: flag.optional(),
  efsCSIController: flag.optional(),
  externalDNS: flag.optional(),
  imageBuilder: flag.optional(),
});

export const podIdentityAssociationSchema = object({
  namespace: name.optional(),
  serviceAccountName: name,
  createServiceAccount: flag.optional(),
  roleARN: roleArn.optional(),
  targetRoleARN: roleArn.optional(),
  disableSessionTags: flag.optional(),
  policy: text.optional(),
  roleName: roleName.optional(),
  permissionPolicy: inlineDocument.optional(),
  permissionPolicyName: name.optional(),
  permissionPolicyARNs: z.array(policyArn).optional(),
  permissionsBoundaryARN: policyArn.optional(),
  wellKnownPolicies: wellKnownPoliciesSchema.optional(),
  tags: tags.optional(),
});

const serviceAccountSchema = object({
  metadata: object({
    name,
    namespace: name.optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  attachPolicy: inlineDocument.optional(),
  attachPolicyARNs: z.array(policyArn).optional(),
  // It is written into a manifest only, so that AWS never judges it: its form is all that can be checked.
  attachRoleARN: looseArn.optional(),
  permissionsBoundary: policyArn.optional(),
  roleName: roleName.optional(),
  roleOnly: flag.optional(),
  status: refused('it is what eksctl reports of an existing service account, not a wish', 'remove it'),
  subjectPattern: text.optional(),
  tags: tags.optional(),
  wellKnownPolicies: wellKnownPoliciesSchema.optional(),
});

export const iamSchema = object({
  withOIDC: flag.optional(),
  vpcResourceControllerPolicy: flag.optional(),
  serviceRoleARN: roleArn.optional(),
  serviceRolePermissionsBoundary: policyArn.optional(),
  fargatePodExecutionRoleARN: roleArn.optional(),
  fargatePodExecutionRolePermissionsBoundary: policyArn.optional(),
  serviceAccounts: z.array(serviceAccountSchema).optional(),
  podIdentityAssociations: z.array(podIdentityAssociationSchema).optional(),
});

const accessPolicySchema = object({
  policyARN: arn,
  accessScope: object({ type: z.enum(['cluster', 'namespace']), namespaces: z.array(name).optional() }),
});

export const accessPoliciesSchema = z.array(accessPolicySchema);

export const accessConfigSchema = object({
  authenticationMode: z.enum(['API', 'API_AND_CONFIG_MAP', 'CONFIG_MAP']).optional(),
  bootstrapClusterCreatorAdminPermissions: flag.optional(),
  accessEntries: z
    .array(
      object({
        principalARN: principalArn,
        type: z
          .enum([
            'STANDARD',
            'EC2_LINUX',
            'EC2_WINDOWS',
            'FARGATE_LINUX',
            'EC2',
            'HYBRID_LINUX',
            'HYPERPOD_LINUX',
          ])
          .optional(),
        kubernetesGroups: z.array(name).optional(),
        kubernetesUsername: name.optional(),
        accessPolicies: accessPoliciesSchema.optional(),
      }),
    )
    .optional(),
});

export const iamIdentityMappingsSchema = z.array(
  object({
    arn: principalArn.optional(),
    username: name.optional(),
    groups: z.array(name).optional(),
    noDuplicateARNs: flag.optional(),
    account: refused(
      'an access entry names one principal, so that a whole account cannot be mapped without the aws-auth ConfigMap',
      'list the roles of that account under accessConfig.accessEntries',
    ),
    serviceName: refused(
      "a service's mapping also needs Kubernetes roles inside the cluster, which eks-fleet does not write yet",
      'create an access entry for the service-linked role under accessConfig.accessEntries and apply its RBAC yourself',
    ),
    namespace: refused(
      'it belongs to serviceName, which is not carried out',
      'apply the RBAC of that namespace yourself',
    ),
  }),
);
