import type { DesiredNodeGroup } from './managed.ts';
import type { ObservedNodegroup } from './observed.ts';

/** True where an upgrade has given a group a version of its launch template that is newer than its stack's newest. */
const isAhead = ({ request }: DesiredNodeGroup, { launchTemplate }: ObservedNodegroup): boolean =>
  Number(launchTemplate?.version) > Number(request.launchTemplate?.version);

/**
 * The image that an upgrade has given a group since its document named one, while the document has asked for no other. Of a
 * custom AMI, EKS shows the image as the release (SDK typing of releaseVersion). A family's image is not the document's to
 * say: it is given, and nothing is behind.
 */
export function givenImage(
  desired: DesiredNodeGroup,
  observed: ObservedNodegroup,
): { readonly wanted: string; readonly found: string } | undefined {
  const { image, keptImage } = desired;
  const { amiType, releaseVersion: found } = observed;
  if (image === undefined || found === undefined || amiType !== 'CUSTOM' || found === image) return undefined;
  return isAhead(desired, observed) || keptImage !== undefined ? { wanted: image, found } : undefined;
}

/**
 * True where the newest version of the stack's launch template would take a given image from the nodes: it was made before
 * the image was given, or has kept one that they no longer have.
 */
export const takesImage = (desired: DesiredNodeGroup, observed: ObservedNodegroup): boolean =>
  givenImage(desired, observed) !== undefined &&
  (isAhead(desired, observed) || desired.keptImage !== observed.releaseVersion);
