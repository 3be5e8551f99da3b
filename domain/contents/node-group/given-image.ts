import type { DesiredNodeGroup } from './managed.ts';
import type { ObservedNodegroup } from './observed.ts';

/**
 * The image that an upgrade has given a group since its document was applied: by a version of its launch template that is
 * newer than its stack's newest. Of a custom AMI, EKS shows the image as the release (SDK typing of releaseVersion).
 * Undefined where the group has the image of its document, or its document has asked for another one since.
 */
export function givenImage(
  { image, request }: DesiredNodeGroup,
  { amiType, releaseVersion, launchTemplate }: ObservedNodegroup,
): { readonly wanted: string; readonly found: string } | undefined {
  const isNewer = Number(launchTemplate?.version) > Number(request.launchTemplate?.version);
  if (image === undefined || releaseVersion === undefined || amiType !== 'CUSTOM') return undefined;
  return isNewer && releaseVersion !== image ? { wanted: image, found: releaseVersion } : undefined;
}
