import type { FailoverPlan } from '../policy/failover.ts';
import type { SideContents, SideGroup } from '../ports/sides.ts';

/** Sentences about what differs between the sides begin so: while a side does not answer, those of the last look stand. */
export const PARITY = 'parity: ';

/** The same about what keeps no client from being served: it is told, and makes no plan ask. */
export const PARITY_BESIDE = 'parity, beside traffic: ';
export const isBesideTraffic = (sentence: string): boolean => sentence.startsWith(PARITY_BESIDE);

/** Both sides of a plan as EKS has them. */
export interface SeenSides {
  readonly plan: Pick<FailoverPlan, 'from' | 'to' | 'capacity'>;
  readonly primary: SideContents;
  readonly standby: SideContents;
  /** People and programs that have access to the primary alone. */
  readonly missing: readonly string[];
}

const calledOf = ({ cluster, region }: FailoverPlan['from']): string => `${cluster} in ${region}`;

/** Add-on versions are `v1.12.2-eksbuild.4`, numbers in order. */
const numbersOf = (version: string): readonly number[] => (version.match(/\d+/g) ?? []).map(Number);

/** True where a version comes before another one. */
export function isOlder(version: string, than: string): boolean {
  const [one, other] = [numbersOf(version), numbersOf(than)];
  const at = other.findIndex((number, index) => number !== (one[index] ?? 0));
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}

const missingAddons = ({ plan: { from, to }, primary, standby }: SeenSides): readonly string[] =>
  Object.entries(primary.addons)
    .filter(([name]) => standby.addons[name] === undefined)
    .map(([name, wanted]) => `${calledOf(to)} has no add-on ${name}, and ${calledOf(from)} ${wanted}`);

/** A newer add-on serves what an older one did; an older one may lack what the application asks of it, and most often does not. */
const olderAddons = ({ plan: { from, to }, primary, standby }: SeenSides): readonly string[] =>
  Object.entries(primary.addons).flatMap(([name, wanted]) => {
    const found = standby.addons[name];
    if (found === undefined || !isOlder(found, wanted)) return [];
    return [`${calledOf(to)} has add-on ${name} ${found}, and ${calledOf(from)} ${wanted}`];
  });

const typesOf = ({ instanceTypes }: SideGroup): string => [...instanceTypes].sort().join(', ');

/**
 * Nodes of other types are not as many nodes of the same size. Where the plan itself says how many it wants of a group, it has
 * chosen its types, too.
 */
function groupFaults({ plan: { from, to, capacity }, primary, standby }: SeenSides): readonly string[] {
  return primary.groups.flatMap((wanted) => {
    const found = standby.groups.find(({ name }) => name === wanted.name);
    const isOfPlan = capacity?.nodeGroups?.[wanted.name] !== undefined;
    const isUntold = !found || found.instanceTypes.length === 0 || wanted.instanceTypes.length === 0;
    if (isUntold || isOfPlan || found.instanceTypes.some((type) => wanted.instanceTypes.includes(type)))
      return [];
    return [
      `node group ${wanted.name} of ${calledOf(to)} has ${typesOf(found)}, and that of ${calledOf(from)} ${typesOf(wanted)}`,
    ];
  });
}

const accessFaults = ({ plan: { from, to }, missing }: SeenSides): readonly string[] =>
  missing.map((principal) => `${principal} has access to ${calledOf(from)}, and none to ${calledOf(to)}`);

/** Principals of the primary that the standby does not know. */
export const principalsMissing = (primary: SideContents, standby: SideContents): readonly string[] =>
  primary.principals.filter((one) => !standby.principals.includes(one));

/** Everything in which the standby is less than the primary, each in one sentence with what was found and what is wanted. */
export const parityFaults = (seen: SeenSides): readonly string[] => [
  ...[...missingAddons(seen), ...groupFaults(seen)].map((one) => `${PARITY}${one}`),
  ...[...olderAddons(seen), ...accessFaults(seen)].map((one) => `${PARITY_BESIDE}${one}`),
];

/** The sentences of a look before that a look which found nobody to ask leaves as they are. */
export const stillStanding = (
  sentences: readonly string[],
  ...prefixes: readonly string[]
): readonly string[] => sentences.filter((one) => prefixes.some((prefix) => one.startsWith(prefix)));
