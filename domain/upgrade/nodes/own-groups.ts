import type { OwnGroup, OwnGroupsPort } from '../../ports/own-groups.ts';
import type { GivenPins } from '../given-pins.ts';
import type { AutoScalingGroupPin } from '../hop.ts';
import { isLaterThan, type PinnedImage, pinnedImage, successorName } from './image-names.ts';

/** Images by the key of `imageKey`; one that is not there is not offered. */
export type OwnImages = Readonly<Record<string, string>>;
export const imageKey = ({ name }: OwnGroup, to: string): string => `${name}/${to}`;

type NewestImage = Pick<OwnGroupsPort, 'newestImage'>;

/** The image that a fleet has resolved for a group; undefined where it has resolved none for this minor. */
const pinnedOf = (
  { template }: OwnGroup,
  to: string,
  pins: GivenPins | undefined,
): PinnedImage | undefined => (template && pins?.to === to ? pinnedImage(template.image, pins) : undefined);

/** The image for a group and a minor: the fleet's, or one that is there already and later; without a pin the newest. */
async function lookForOne(
  group: OwnGroup,
  to: string,
  pins: GivenPins | undefined,
  ownGroups: NewestImage,
): Promise<string | undefined> {
  const { image } = group.template ?? {};
  const pinned = pinnedOf(group, to, pins);
  if (image && pinned && isLaterThan(image, pinned, to)) return image.id;
  const name = pinned?.name ?? (image && successorName(image, to));
  return name !== undefined && image?.owner ? ownGroups.newestImage(image.owner, name) : undefined;
}

/** The image for each group and each minor. */
export async function lookForOwnImages(
  groups: readonly OwnGroup[],
  minors: readonly string[],
  ownGroups: NewestImage,
  pins?: GivenPins,
): Promise<OwnImages> {
  const wanted = groups.flatMap((group) => minors.map((to) => ({ group, to })));
  const found = await Promise.all(
    wanted.map(async ({ group, to }) => {
      const id = await lookForOne(group, to, pins, ownGroups);
      return id === undefined ? [] : [[imageKey(group, to), id] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** The instances whose nodes these targets replace, one by one: of groups that are left behind there are none. */
export function replacedInstances(
  groups: readonly OwnGroup[],
  pins: readonly AutoScalingGroupPin[],
): ReadonlySet<string> {
  const moving = new Set(pins.flatMap(({ name, leftBehind }) => (leftBehind === undefined ? [name] : [])));
  return new Set(groups.flatMap(({ name, instances }) => (moving.has(name) ? instances : [])));
}

/** The hops of an upgrade in which nodes move, in their order, and the images that were given. */
interface Asked {
  readonly minors: readonly string[];
  readonly given: readonly { readonly nodeGroup: string; readonly image: string }[];
  readonly pins?: GivenPins | undefined;
}

function imageOf(group: OwnGroup, to: string, asked: Asked, images: OwnImages): string | undefined {
  const given = asked.given.find(({ nodeGroup }) => nodeGroup === group.nodeGroup);
  // An image that was given is of the last minor: no node may be newer than its control plane.
  if (given) return to === asked.minors.at(-1) ? given.image : undefined;
  return images[imageKey(group, to)];
}

/** The fleet's own roles: whoever gives a group a version of its template hands on the roles of its nodes (ADR 33). */
const OF_FLEET = /:role\/eks-fleet\//;

/** The roles of a group's nodes that the fleet may not hand on, so that it cannot give the group another image. */
export const foreignRoles = ({ template }: OwnGroup): readonly string[] =>
  (template?.roles ?? []).filter((role) => !OF_FLEET.test(role));

/** The image that the fleet has resolved for a group that it may move: where the group is left, the image is gone. */
export const resolvedFor = (
  group: OwnGroup,
  to: string,
  pins: GivenPins | undefined,
): PinnedImage | undefined =>
  group.isOfFleet && foreignRoles(group).length === 0 ? pinnedOf(group, to, pins) : undefined;

function whyLeft(group: OwnGroup, to: string, gone?: PinnedImage): string {
  const { isOfFleet, template } = group;
  if (!isOfFleet) return 'the fleet has not made its Auto Scaling group';
  if (!template) return 'its instances start from no launch template';
  const foreign = foreignRoles(group);
  if (foreign.length > 0)
    return `its nodes have ${foreign.join(', ')}, and the fleet may hand on roles under /eks-fleet/ alone: give its launch template an image for ${to} by yourself, and ask again`;
  if (gone)
    return `${gone.name}, the image of release ${gone.release} of ${gone.amiType}, is not public here any more`;
  return successorName(template.image, to) === undefined
    ? 'its AMI is a custom one, and no image was given for it'
    : `there is no image of its kind for ${to}`;
}

/**
 * The targets of a group of self-managed nodes, one for each minor with which nodes move. Each minor makes one version of
 * the launch template more.
 */
function pinsOfGroup(
  group: OwnGroup,
  asked: Asked,
  images: OwnImages,
): readonly (AutoScalingGroupPin | undefined)[] {
  const { name, nodeGroup, maxSize, template } = group;
  const isGiven = asked.given.some((given) => given.nodeGroup === nodeGroup);
  let present = { image: template?.image.id, version: template?.version ?? 0, latest: template?.latest ?? 0 };
  return asked.minors.map((to) => {
    const image = imageOf(group, to, asked, images);
    if (!group.isOfFleet || !template || image === undefined)
      return isGiven && group.isOfFleet && template
        ? undefined
        : { name: nodeGroup, leftBehind: whyLeft(group, to, resolvedFor(group, to, asked.pins)) };
    if (image === present.image) return { name, newFrom: present.version, maxSize };
    if (foreignRoles(group).length > 0) return { name: nodeGroup, leftBehind: whyLeft(group, to) };
    const newFrom = present.latest + 1;
    present = { image, version: newFrom, latest: newFrom };
    const like = { id: template.id, version: String(template.version) };
    return { name, change: { image, like }, newFrom, maxSize };
  });
}

/** The targets of all groups of self-managed nodes with one of the minors with which nodes move. */
export const autoScalingGroupPins = (
  groups: readonly OwnGroup[],
  to: string,
  asked: Asked,
  images: OwnImages,
): readonly AutoScalingGroupPin[] => {
  const index = asked.minors.indexOf(to);
  return index < 0
    ? []
    : groups.flatMap((group) => {
        const pin = pinsOfGroup(group, asked, images)[index];
        return pin ? [pin] : [];
      });
};
