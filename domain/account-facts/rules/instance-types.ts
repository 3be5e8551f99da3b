import { isIpv6 } from '../../cluster-config/config.ts';
import { nearestName } from '../../cluster-config/nearest.ts';
import { knownOf } from '../answer.ts';
import { type PlacedGroup, placedGroups } from '../groups.ts';
import type { InstanceTypeFacts, OfferedInstanceTypes } from '../instance-type-facts.ts';
import type { FactFinding, FactRule, Judged } from './rule.ts';

const perGroup =
  (judge: (judged: Judged, placed: PlacedGroup) => readonly Omit<FactFinding, 'parts'>[]): FactRule =>
  (judged) =>
    placedGroups(judged.config).flatMap((placed) =>
      judge(judged, placed).map((finding) => ({ ...finding, parts: placed.parts })),
    );

/** A group in local zones is left to EC2, whose answer here is about availability zones. */
const inLocalZones = ({ group }: PlacedGroup): boolean =>
  'localZones' in group && (group.localZones?.length ?? 0) > 0;

/** The zones that a group's subnets are in, where the document says so. */
function zonesOf({ config, facts }: Judged, { group }: PlacedGroup): readonly string[] {
  if (group.availabilityZones?.length) return group.availabilityZones;
  const subnets = knownOf(facts.subnets) ?? {};
  const named = (group.subnets ?? []).flatMap((id) => subnets[id]?.AvailabilityZone ?? []);
  return named.length > 0 ? named : (config.availabilityZones ?? []);
}

function notOffered(
  region: string,
  instanceType: string,
  offered: OfferedInstanceTypes,
  path: string,
): Omit<FactFinding, 'parts'> {
  const family = `${instanceType.split('.')[0]}.`;
  const sizes = [...offered.keys()].filter((name) => name.startsWith(family)).sort();
  const nearest = nearestName(instanceType, sizes);
  return {
    path,
    found: instanceType,
    allowed: sizes.length > 0 ? `one of ${sizes.join(', ')}` : `a type that EC2 offers in ${region}`,
    message: `EC2 does not offer this instance type in ${region}`,
    alternative: nearest
      ? `did you mean ${nearest}?`
      : `look with: aws ec2 describe-instance-type-offerings --region ${region} --location-type availability-zone`,
  };
}

/** Instance types that EC2 does not offer where a group would run. */
const offerings = perGroup((judged, placed) => {
  const offered = knownOf(judged.facts.offered);
  const { region } = judged.config.metadata;
  if (!offered || inLocalZones(placed)) return [];
  const asked = zonesOf(judged, placed);
  return placed.instanceTypes.flatMap((instanceType): Omit<FactFinding, 'parts'>[] => {
    const zones = offered.get(instanceType) ?? [];
    if (zones.length === 0) return [notOffered(region, instanceType, offered, placed.instanceTypesPath)];
    const without = asked.filter((zone) => !zones.includes(zone));
    if (without.length === 0) return [];
    const all = without.length === asked.length;
    return [
      {
        path: placed.instanceTypesPath,
        found: instanceType,
        allowed: `in ${zones.join(', ')}`,
        message: `EC2 does not offer this instance type in ${without.join(', ')}`,
        ...(all ? {} : { alternative: 'its nodes come up in the other zones', isWarning: true }),
      },
    ];
  });
});

const factsOf = (
  { facts }: Judged,
  { instanceTypes }: PlacedGroup,
): readonly (readonly [name: string, facts: InstanceTypeFacts])[] => {
  const known = knownOf(facts.instanceTypes) ?? {};
  return instanceTypes.flatMap((name) => {
    const of = known[name];
    return of ? [[name, of] as const] : [];
  });
};

/** One image starts every node of a group. */
const oneArchitecture = perGroup((judged, placed) => {
  const types = factsOf(judged, placed);
  const [first] = types;
  if (!first) return [];
  const others = types.filter(
    ([, { architectures }]) => !architectures.some((one) => first[1].architectures.includes(one)),
  );
  if (others.length === 0) return [];
  const of = (list: typeof types) =>
    list.map(([name, { architectures }]) => `${name} (${architectures.join(', ')})`).join(', ');
  return [
    {
      path: placed.instanceTypesPath,
      found: placed.instanceTypes,
      allowed: 'types of one architecture in a group',
      message: `${of([first])} and ${of(others)} need different images, and a group has one`,
      alternative: 'make a group of its own for each architecture',
    },
  ];
});

const usage = perGroup((judged, placed) => {
  const { group, instanceTypesPath: path } = placed;
  const isSpot =
    ('spot' in group && group.spot === true) || group.instanceMarketOptions?.marketType === 'spot';
  const isBlock = group.instanceMarketOptions?.marketType === 'capacity-block';
  const wanted = isSpot ? 'spot' : isBlock ? 'capacity-block' : 'on-demand';
  return factsOf(judged, placed)
    .filter(([, { usageClasses }]) => usageClasses.length > 0 && !usageClasses.includes(wanted))
    .map(([name, { usageClasses }]) => ({
      path,
      found: name,
      allowed: `a type that is sold as ${wanted}`,
      message: `EC2 sells this instance type as ${usageClasses.join(', ')} only`,
    }));
});

/** Abilities that only the Nitro System has, and those that only burstable types have. */
const abilities = perGroup((judged, placed) => {
  const { group, path, instanceTypesPath } = placed;
  const types = factsOf(judged, placed);
  const xen = isIpv6(judged.config) ? types.filter(([, { isNitro }]) => !isNitro) : [];
  const credits = 'cpuCredits' in group ? group.cpuCredits : undefined;
  const isBurstable = types.some(([, facts]) => facts.isBurstable);
  return [
    ...xen.map(([name]) => ({
      path: instanceTypesPath,
      found: name,
      allowed: 'types of the Nitro System in an IPv6 cluster',
      message: 'pods get IPv6 addresses by prefix, which this type cannot have',
    })),
    ...(credits !== undefined && types.length > 0 && !isBurstable
      ? [
          {
            path: `${path}.cpuCredits`,
            found: credits,
            allowed: 'credits for burstable types only',
            message: 'none of the types is burstable',
          },
        ]
      : []),
  ];
});

export const instanceTypeRules: readonly FactRule[] = [offerings, oneArchitecture, usage, abilities];
