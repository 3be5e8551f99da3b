import { minorOf } from '../../kubernetes-versions.ts';
import type { LastUpgrade, UpgradeFacts } from '../facts.ts';
import type { NodeGroupPin } from '../hop.ts';
import { minorBefore } from '../hops.ts';

/** The versions that a minor had on the last way up, as its plan has them. */
interface Recorded {
  readonly addons: Readonly<Record<string, string>>;
  readonly nodeGroups: Readonly<Record<string, Omit<NodeGroupPin, 'name' | 'isWindows'>>>;
  /** Images of groups of self-managed nodes, by their Auto Scaling group. */
  readonly images: Readonly<Record<string, string>>;
}

/** The versions that the fleet's own last upgrade had at a minor: of the hop to it, or what was there before the first one. */
function recordedAt(minor: string, { plan: { former, hops } }: LastUpgrade): Recorded {
  const before = hops.filter(({ to }) => minorOf(to) <= minorOf(minor));
  const addons: Record<string, string> = { ...former.addons };
  for (const hop of before)
    for (const { name, before: good, after = good } of hop.addons)
      if (after !== undefined) addons[name] = after;
  const groups: Record<string, Omit<NodeGroupPin, 'name' | 'isWindows'>> = {};
  for (const [name, { version, releaseVersion, launchTemplateVersion }] of Object.entries(
    former.nodeGroups,
  )) {
    if (version !== undefined && releaseVersion !== undefined && !releaseVersion.startsWith('ami-'))
      groups[name] = { release: { version, releaseVersion } };
    else if (launchTemplateVersion !== undefined) groups[name] = { launchTemplateVersion };
  }
  for (const hop of before)
    for (const { name, release } of hop.nodeGroups) if (release) groups[name] = { release };
  const images: Record<string, string> = { ...former.autoScalingGroups };
  for (const { autoScalingGroups } of before)
    for (const pin of autoScalingGroups)
      if (pin.leftBehind === undefined && pin.change) images[pin.name] = pin.change.image;
  return { addons, nodeGroups: groups, images };
}

/** The recorded versions of a minor, or of the one before, where the last upgrade is the one that led to the version of now. */
export function recordedOf(
  { last, cluster }: UpgradeFacts,
  minor = minorBefore(cluster.version),
): Recorded | undefined {
  const isOfNow = last?.plan.hops.some(
    ({ to, movesControlPlane }) => movesControlPlane && to === cluster.version,
  );
  return last && isOfNow ? recordedAt(minor, last) : undefined;
}
