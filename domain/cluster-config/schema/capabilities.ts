import * as z from 'zod';
import { arn, inlineDocument, name, object, policyArn, roleArn, tags } from './fields.ts';
import { accessPoliciesSchema } from './iam.ts';

const argocdSchema = object({
  namespace: name.optional(),
  awsIdc: object({ idcInstanceArn: arn, idcRegion: name.optional() }),
  networkAccess: object({ vpceIds: z.array(name).optional() }).optional(),
  rbacRoleMappings: z
    .array(
      object({
        role: z.enum(['ADMIN', 'EDITOR', 'VIEWER']),
        identities: z.array(object({ id: name, type: z.enum(['SSO_USER', 'SSO_GROUP']) })).min(1),
      }),
    )
    .optional(),
});

export const capabilitySchema = object({
  name,
  type: z.enum(['ACK', 'KRO', 'ARGOCD']),
  roleArn: roleArn.optional(),
  deletePropagationPolicy: z.enum(['RETAIN']).optional(),
  attachPolicy: inlineDocument.optional(),
  attachPolicyARNs: z.array(policyArn).optional(),
  permissionsBoundary: policyArn.optional(),
  accessPolicies: accessPoliciesSchema.optional(),
  configuration: object({ argocd: argocdSchema.optional() }).optional(),
  tags: tags.optional(),
});
