import { type AnyNodeGroup, allNodeGroups, type ClusterConfig } from '../cluster-config/config.ts';
import { instanceTypesOf } from '../cluster-config/instance-types.ts';
import { type Problem, toProblem } from '../cluster-config/problem.ts';

/** Each instance type with the zones that offer it; a type that none offers is absent. */
export type OfferedInstanceTypes = ReadonlyMap<string, readonly string[]>;

/** Every instance type that a document names, once, sorted. */
export const namedInstanceTypes = (config: ClusterConfig): readonly string[] =>
  [...new Set(allNodeGroups(config).flatMap(instanceTypesOf))].sort();

function pathOf(config: ClusterConfig, group: AnyNodeGroup, index: number): string {
  const managed = config.managedNodeGroups.length;
  const path = index < managed ? `managedNodeGroups[${index}]` : `nodeGroups[${index - managed}]`;
  if ('instancesDistribution' in group && group.instancesDistribution)
    return `${path}.instancesDistribution.instanceTypes`;
  return 'instanceTypes' in group && group.instanceTypes?.length
    ? `${path}.instanceTypes`
    : `${path}.instanceType`;
}

/**
 * Instance types that EC2 does not offer where a group would run: found before a network and a control plane are made
 * for it. A group in local zones is left to EC2, whose answer here is about availability zones.
 */
export function instanceTypeProblems(
  config: ClusterConfig,
  document: string,
  offered: OfferedInstanceTypes,
): readonly Problem[] {
  const { region } = config.metadata;
  return allNodeGroups(config).flatMap((group, index) => {
    if ('localZones' in group && group.localZones?.length) return [];
    const asked = group.availabilityZones ?? [];
    return instanceTypesOf(group).flatMap((instanceType) => {
      const zones = offered.get(instanceType) ?? [];
      const fits = asked.length === 0 ? zones.length > 0 : asked.some((zone) => zones.includes(zone));
      if (fits) return [];
      const where = zones.length === 0 ? region : asked.join(', ');
      const finding = {
        path: pathOf(config, group, index),
        found: instanceType,
        allowed: zones.length === 0 ? `a type that EC2 offers in ${region}` : `in ${zones.join(', ')}`,
        message: `EC2 does not offer this instance type in ${where}`,
        alternative: `look with: aws ec2 describe-instance-type-offerings --region ${region} --location-type availability-zone`,
      };
      return [toProblem(document, finding)];
    });
  });
}
