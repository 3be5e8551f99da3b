import type { ObservedNodegroup } from '../contents/node-group/observed.ts';
import type { UpgradeFacts } from './facts.ts';
import type { NodeGroupPin } from './hop.ts';
import { releaseOf } from './image-releases.ts';

/** A group as it will be by then, and the images that were given. */
interface Asked {
  readonly to: string;
  readonly images: readonly { readonly nodeGroup: string; readonly image: string }[];
}

export const isWindowsGroup = ({ amiType = '' }: Pick<ObservedNodegroup, 'amiType'>): boolean =>
  amiType.startsWith('WINDOWS_');

export const isCustom = ({ amiType }: Pick<ObservedNodegroup, 'amiType'>): boolean => amiType === 'CUSTOM';

function pinOf(group: ObservedNodegroup, { to, images }: Asked, facts: UpgradeFacts): NodeGroupPin {
  const of = { name: group.nodegroupName, isWindows: isWindowsGroup(group) };
  const given = images.find(({ nodeGroup }) => nodeGroup === group.nodegroupName);
  if (isCustom(group))
    return given
      ? { ...of, image: given.image }
      : { ...of, leftBehind: 'its AMI is a custom one, and no image was given for it' };
  const { amiType = '' } = group;
  const releaseVersion = releaseOf(amiType, to, facts.parameters);
  return releaseVersion === undefined
    ? { ...of, leftBehind: `there is no release of ${amiType || 'its AMI type'} for ${to}` }
    : { ...of, release: { version: to, releaseVersion } };
}

const isThere = ({ version, releaseVersion }: ObservedNodegroup, { release }: NodeGroupPin): boolean =>
  release !== undefined && release.version === version && release.releaseVersion === releaseVersion;

/** Windows last; else the group with the fewest nodes first, which is tried alone, and the others by their names. */
export function inOrder(groups: readonly ObservedNodegroup[]): readonly ObservedNodegroup[] {
  const byName = [...groups].sort((left, right) => (left.nodegroupName < right.nodegroupName ? -1 : 1));
  const linux = byName.filter((group) => !isWindowsGroup(group) && !isCustom(group));
  const size = ({ scalingConfig }: ObservedNodegroup): number => scalingConfig.desiredSize;
  // An empty group proves nothing: it is the first only where all are empty.
  const tried = linux.filter((group) => size(group) > 0);
  const first = [...(tried.length > 0 ? tried : linux)].sort((left, right) => size(left) - size(right))[0];
  const others = byName.filter((group) => group !== first);
  return [
    ...(first ? [first] : []),
    ...others.filter((group) => !isWindowsGroup(group)),
    ...others.filter(isWindowsGroup),
  ];
}

/**
 * The targets of all managed groups with one minor, without those that are there already. An image that was given is of
 * the last minor, and no node may be newer than its control plane: it waits for that.
 */
export function nodeGroupPins(
  facts: UpgradeFacts,
  asked: Asked & { readonly isLast: boolean },
): readonly NodeGroupPin[] {
  return inOrder(facts.nodeGroups).flatMap((group) => {
    if (isCustom(group) && !asked.isLast) return [];
    const pin = pinOf(group, asked, facts);
    return isThere(group, pin) ? [] : [pin];
  });
}
