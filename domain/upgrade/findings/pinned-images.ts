import type { Finding } from '../finding.ts';
import { type GivenPins, givenPins } from '../given-pins.ts';
import { pinnedImage } from '../nodes/image-names.ts';
import { finding, type Judge, type Judged } from './judged.ts';

/** Managed groups of an AMI type of which the fleet has resolved no release. */
const ofManaged = ({ facts, hops }: Judged, { to, releases }: GivenPins): readonly Finding[] =>
  hops
    .filter((hop) => hop.to === to)
    .flatMap(({ nodeGroups }) => nodeGroups)
    .flatMap(({ name, release }) => {
      const amiType = facts.nodeGroups.find(({ nodegroupName }) => nodegroupName === name)?.amiType;
      return release === undefined || amiType === undefined || releases[amiType] !== undefined
        ? []
        : [
            finding(
              'image-not-pinned',
              `${amiType} has no pin: ${release.releaseVersion} is installed`,
              name,
            ),
          ];
    });

/** Self-managed groups of images that no release of the fleet's is for, such as Ubuntu's. */
const ofOwn = ({ facts, hops, request }: Judged, pins: GivenPins): readonly Finding[] => {
  const given = request.action === 'upgrade' ? request.images : [];
  return hops
    .filter((hop) => hop.to === pins.to)
    .flatMap(({ autoScalingGroups }) => autoScalingGroups)
    .flatMap((pin) => {
      const group = facts.ownGroups.find(({ name }) => name === pin.name);
      const image = group?.template?.image;
      if (pin.leftBehind !== undefined || !pin.change || !group || !image || pinnedImage(image, pins))
        return [];
      if (given.some(({ nodeGroup }) => nodeGroup === group.nodeGroup)) return [];
      return [
        finding(
          'image-not-pinned',
          `${image.name} has no pin: ${pin.change.image} is installed`,
          group.nodeGroup,
        ),
      ];
    });
};

/** Groups whose nodes move without a pin, in the upgrade of a fleet. */
const notPinned: Judge = (judged) => {
  const pins = givenPins(judged.request);
  return pins === undefined ? [] : [...ofManaged(judged, pins), ...ofOwn(judged, pins)];
};

export const pinnedImageJudges: readonly Judge[] = [notPinned];
