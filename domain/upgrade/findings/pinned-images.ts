import type { Finding } from '../finding.ts';
import { type GivenPins, givenPins } from '../given-pins.ts';
import { pinnedImage } from '../nodes/image-names.ts';
import { finding, type Judge, type Judged } from './judged.ts';

/** Managed groups of an AMI type of which the fleet has resolved no release. */
const ofManaged = ({ facts, hops }: Judged, { releases }: GivenPins): readonly Finding[] => {
  const types = new Map(facts.nodeGroups.map(({ nodegroupName, amiType = '' }) => [nodegroupName, amiType]));
  return hops
    .flatMap(({ nodeGroups }) => nodeGroups)
    .flatMap(({ name, release }) => {
      const amiType = types.get(name) ?? '';
      return !release || releases[amiType] !== undefined
        ? []
        : [
            finding(
              'image-not-pinned',
              `${amiType} has no pin: ${release.releaseVersion} is installed`,
              name,
            ),
          ];
    });
};

/** Self-managed groups of images that no release of the fleet's is for, such as Ubuntu's; given ones are a person's wish. */
const ofOwn = ({ facts, hops }: Judged, pins: GivenPins, given: ReadonlySet<string>): readonly Finding[] =>
  hops
    .flatMap(({ autoScalingGroups }) => autoScalingGroups)
    .flatMap((pin) => {
      const group = facts.ownGroups.find(({ name }) => name === pin.name);
      const image = 'change' in pin ? pin.change?.image : undefined;
      const present = group?.template?.image;
      return !image || !present || given.has(group.nodeGroup) || pinnedImage(present, pins)
        ? []
        : [finding('image-not-pinned', `${present.name} has no pin: ${image} is installed`, group.nodeGroup)];
    });

/** Groups whose nodes move without a pin, in the upgrade of a fleet. */
const notPinned: Judge = (judged) => {
  const { request } = judged;
  const pins = givenPins(request);
  if (pins === undefined || request.action !== 'upgrade') return [];
  const given = new Set(request.images.map(({ nodeGroup }) => nodeGroup));
  return [...ofManaged(judged, pins), ...ofOwn(judged, pins, given)];
};

export const pinnedImageJudges: readonly Judge[] = [notPinned];
