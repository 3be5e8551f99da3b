import type { OwnGroup, OwnGroupsPort, OwnImage } from '../../ports/own-groups.ts';
import type { AutoScalingGroupPin } from '../hop.ts';

/** Names of the AMIs for nodes that AWS and Canonical publish; whoever makes others has rules of his own. */
const PUBLISHED = /^(amazon-eks-|bottlerocket-aws-k8s-|Windows_Server-\d{4}-|ubuntu-eks)/;
/** The minor in the name of an AMI for nodes: `…-1.35-v20261105`, `ubuntu-eks/k8s_1.35/…`. */
const MINOR = /(^|[-_/])1\.\d{2}(?=[-_/.]|$)/;
/** The release at the name's end: `-v20261105`, `-2026.11.05`, `-v1.50.0-6d9ef7b8`, `-20261105`. */
const RELEASE = /-(v?)\d[\d.]*(-[0-9a-f]{8})?$/;

/**
 * The name of the images for a minor that are else like this one, with a `*` for the release; undefined of a custom
 * image.
 */
export function successorName({ name = '' }: OwnImage, to: string): string | undefined {
  const ofAll = name.replace(RELEASE, '-$1*');
  const isKnown = PUBLISHED.test(name) && ofAll !== name && MINOR.test(ofAll);
  return isKnown ? ofAll.replace(MINOR, `$1${to}`) : undefined;
}

/** Images by the key of `imageKey`; one that is not there is not offered. */
export type OwnImages = Readonly<Record<string, string>>;
export const imageKey = ({ name }: OwnGroup, to: string): string => `${name}/${to}`;

/** The newest image for each group and each minor. */
export async function lookForOwnImages(
  groups: readonly OwnGroup[],
  minors: readonly string[],
  ownGroups: Pick<OwnGroupsPort, 'newestImage'>,
): Promise<OwnImages> {
  const wanted = groups.flatMap((group) => minors.map((to) => ({ group, to })));
  const found = await Promise.all(
    wanted.map(async ({ group, to }) => {
      const { image } = group.template ?? {};
      const name = image && successorName(image, to);
      const id = name && image.owner ? await ownGroups.newestImage(image.owner, name) : undefined;
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

function whyLeft(group: OwnGroup, to: string): string {
  const { isOfFleet, template } = group;
  if (!isOfFleet) return 'the fleet has not made its Auto Scaling group';
  if (!template) return 'its instances start from no launch template';
  const foreign = foreignRoles(group);
  if (foreign.length > 0)
    return `its nodes have ${foreign.join(', ')}, and the fleet may hand on roles under /eks-fleet/ alone: give its launch template an image for ${to} by yourself, and ask again`;
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
        : { name: nodeGroup, leftBehind: whyLeft(group, to) };
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
