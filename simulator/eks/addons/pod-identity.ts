import * as z from 'zod';
import { type ErrorMembers, invalidParameter } from '../errors.ts';
import { roleArn } from '../validate.ts';
import type { AddonDefinition } from './catalogue.ts';

/** The associations of an add-on, in requests (SDK typing AddonPodIdentityAssociations). */
export const podIdentityAssociations = z
  .array(z.strictObject({ serviceAccount: z.string(), roleArn: roleArn('roleArn') }))
  .optional();

/**
 * Refuses associations of an add-on that takes no roles, and of service accounts that it does not name: those of
 * DescribeAddonConfiguration are the ones that it takes (SDK typing AddonPodIdentityConfiguration). The words were seen
 * by others (terraform-aws-eks#3520, containers-roadmap#2712).
 */
export function checkServiceAccounts(
  { name, serviceAccounts }: AddonDefinition,
  version: string,
  associations: readonly { readonly serviceAccount?: string | undefined }[] = [],
  members: ErrorMembers,
): void {
  if (associations.length === 0) return;
  if (serviceAccounts.length === 0) {
    throw invalidParameter(`Pod Identity feature is not supported for addon version: ${version}`, members);
  }
  const taken = new Set(serviceAccounts.map((account) => account.name));
  const stranger = associations.find(({ serviceAccount = '' }) => !taken.has(serviceAccount));
  if (stranger === undefined) return;
  throw invalidParameter(
    `Service account ${stranger.serviceAccount} in pod identity configuration is not supported for addon ${name}`,
    members,
  );
}
