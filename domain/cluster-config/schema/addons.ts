import * as z from 'zod';
import {
  flag,
  inlineDocument,
  name,
  names,
  object,
  policyArn,
  refused,
  roleArn,
  tags,
  text,
} from './fields.ts';
import { podIdentityAssociationSchema, wellKnownPoliciesSchema } from './iam.ts';

const marketplace = (field: string) =>
  refused(`${field} only filters what eksctl lists, and chooses nothing for a named add-on`, 'remove it');

export const addonSchema = object({
  name,
  version: text.optional(),
  configurationValues: text.optional(),
  resolveConflicts: z.enum(['none', 'overwrite', 'preserve', 'NONE', 'OVERWRITE', 'PRESERVE']).optional(),
  namespaceConfig: object({ namespace: name }).optional(),
  tags: tags.optional(),
  serviceAccountRoleARN: roleArn.optional(),
  attachPolicy: inlineDocument.optional(),
  attachPolicyARNs: z.array(policyArn).optional(),
  wellKnownPolicies: wellKnownPoliciesSchema.optional(),
  permissionsBoundary: policyArn.optional(),
  podIdentityAssociations: z.array(podIdentityAssociationSchema).optional(),
  useDefaultPodIdentityAssociations: flag.optional(),
  owners: marketplace('owners'),
  publishers: marketplace('publishers'),
  types: marketplace('types'),
});

export const addonsConfigSchema = object({
  autoApplyPodIdentityAssociations: flag.optional(),
  disableDefaultAddons: flag.optional(),
});

export const fargateProfileSchema = object({
  name: name.max(100),
  selectors: z
    .array(object({ namespace: name, labels: z.record(z.string(), z.string()).optional() }))
    .min(1)
    .max(5),
  podExecutionRoleARN: roleArn.optional(),
  subnets: names.optional(),
  tags: tags.optional(),
  status: refused('it is what EKS reports of an existing profile, not a wish', 'remove it'),
});
