import { type ClusterConfig, hasGivenNetwork } from '../../cluster-config/config.ts';
import { nearestName } from '../../cluster-config/nearest.ts';
import { fargateSubnetIds } from '../../contents/node-group/subnets.ts';
import {
  type DescribedSubnet,
  givenNetwork,
  givenSubnets,
  givenVpcId,
  networkFacts,
} from '../../desired/network/facts.ts';
import { type DescribedNetwork, givenNetworkFindings } from '../../desired/network/given-network.ts';
import { knownOf } from '../answer.ts';
import type { ByName } from '../facts.ts';
import { namedSecurityGroups, namedSubnetIds, namedZones } from '../named.ts';
import type { FactFinding, FactRule, Judged } from './rule.ts';

const controlPlane = ['controlPlane'];
/** Those of `vpc.subnets` and of the control plane: a group's may be of any VPC, by mistake. */
const ofNetwork = (config: ClusterConfig, subnets: ByName<DescribedSubnet>): readonly DescribedSubnet[] =>
  (givenNetwork(config)?.subnetIds ?? []).flatMap((id) => subnets[id] ?? []);
const inVpc = (config: ClusterConfig, subnets: ByName<DescribedSubnet>) =>
  givenVpcId(config, ofNetwork(config, subnets));

/** The VPC and the subnets of `vpc.subnets`, and the document's words about them. */
const given: FactRule = ({ config, facts }) => {
  const subnets = knownOf(facts.subnets);
  if (!subnets || !hasGivenNetwork(config)) return [];
  const vpcCidrs = knownOf(facts.vpcCidrs);
  const described: DescribedNetwork = {
    subnets: ofNetwork(config, subnets),
    ...(vpcCidrs ? { vpcCidrs } : {}),
  };
  const isMissing = 'known' in facts.vpcCidrs && !vpcCidrs && config.vpc?.id !== undefined;
  const vpc: FactFinding[] = isMissing
    ? [
        {
          path: 'vpc.id',
          found: config.vpc?.id,
          allowed: 'a VPC that exists in this account and region',
          message: 'there is no such VPC',
          parts: controlPlane,
        },
      ]
    : [];
  return [
    ...vpc,
    ...givenNetworkFindings(config, described).map((finding) => ({ ...finding, parts: controlPlane })),
  ];
};

/** Subnets that are named elsewhere: of the control plane, of groups, of Fargate profiles. */
const elsewhere: FactRule = ({ config, facts }) => {
  const subnets = knownOf(facts.subnets);
  if (!subnets) return [];
  const vpcId = inVpc(config, subnets);
  return namedSubnetIds(config)
    .filter(({ path }) => !path.startsWith('vpc.subnets.'))
    .flatMap(({ id, path, parts }): FactFinding[] => {
      const subnet = subnets[id];
      const common = { path, found: id, parts };
      if (!subnet)
        return [
          {
            ...common,
            allowed: 'a subnet that exists',
            message: 'there is no such subnet in this account and region',
          },
        ];
      if (!hasGivenNetwork(config) || subnet.VpcId === vpcId) return [];
      return [
        {
          ...common,
          allowed: `a subnet of ${vpcId}`,
          message: `the subnet is in another VPC, ${subnet.VpcId}`,
        },
      ];
    });
};

/** The subnets that a control plane of a given network is made in. */
function ofControlPlane({ config, facts }: Judged) {
  const subnets = knownOf(facts.subnets) ?? {};
  const ids = config.vpc?.controlPlaneSubnetIDs;
  if (ids) return { path: 'vpc.controlPlaneSubnetIDs', subnets: ids.flatMap((id) => subnets[id] ?? []) };
  const all = givenSubnets(config, ofNetwork(config, subnets)).flatMap(
    ({ subnetId }) => subnets[subnetId] ?? [],
  );
  return { path: 'vpc.subnets', subnets: all };
}

/** "Subnet requirements for clusters": in at least two zones. */
const twoZones: FactRule = (judged) => {
  if (!hasGivenNetwork(judged.config) || !knownOf(judged.facts.subnets)) return [];
  const { path, subnets } = ofControlPlane(judged);
  const zones = new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone));
  if (subnets.length < 2 || zones.size >= 2) return [];
  return [
    {
      path,
      found: subnets.map(({ SubnetId, AvailabilityZone }) => `${SubnetId} (${AvailabilityZone})`),
      allowed: 'subnets in at least two zones',
      message: `EKS wants subnets in at least two zones, and these are all in ${[...zones].join(', ')}`,
      parts: controlPlane,
    },
  ];
};

/** "Fargate Pod execution": pods run in private subnets, which no route leads from to an internet gateway. */
const privateFargate: FactRule = ({ config, facts, account }) => {
  const open = knownOf(facts.openSubnets);
  const subnets = knownOf(facts.subnets);
  if (!open || !subnets || !hasGivenNetwork(config)) return [];
  const network = networkFacts(config, account, {}, ofNetwork(config, subnets));
  return (config.fargateProfiles ?? []).flatMap(({ name, subnets: named }, index): FactFinding[] => {
    const found = fargateSubnetIds(network, named).filter((id) => open.includes(id));
    if (found.length === 0) return [];
    return [
      {
        path: named ? `fargateProfiles[${index}].subnets` : `fargateProfiles[${index}]`,
        found,
        allowed: 'private subnets',
        message: `Fargate runs pods in private subnets alone, and a route leads from ${found.join(', ')} to an internet gateway`,
        parts: [`fargateProfile/${name}`],
      },
    ];
  });
};

/** Security groups are of one VPC. Those of a VPC that is still to be made cannot be there yet. */
const securityGroups: FactRule = ({ config, facts, clusterVersion }) => {
  const known = knownOf(facts.securityGroups);
  const subnets = knownOf(facts.subnets);
  if (!known || !subnets) return [];
  const isMade = hasGivenNetwork(config);
  const vpcId = isMade ? inVpc(config, subnets) : undefined;
  return namedSecurityGroups(config).flatMap(({ id, path, parts }): FactFinding[] => {
    const common = { path, found: id, parts };
    const vpc = known[id];
    if (vpc === undefined)
      return [
        {
          ...common,
          allowed: 'a security group that exists',
          message: 'there is no such security group in this account and region',
          ...(isMade || clusterVersion !== undefined
            ? {}
            : {
                alternative:
                  'groups of a VPC that is still to be made can be named once the cluster is there',
                isWarning: true,
              }),
        },
      ];
    if (vpcId === undefined || vpc === vpcId) return [];
    return [{ ...common, allowed: `a security group of ${vpcId}`, message: `it is of another VPC, ${vpc}` }];
  });
};

const zones: FactRule = ({ config, facts }) => {
  const known = knownOf(facts.zones);
  if (!known) return [];
  const names = known.filter(({ isUsable }) => isUsable).map(({ zone }) => zone);
  return namedZones(config).flatMap(({ id, path, parts }): FactFinding[] => {
    const isLocal = path.startsWith('localZones');
    const wanted = isLocal ? 'local-zone' : 'availability-zone';
    const ofKind = known.filter(({ type, isUsable }) => type === wanted && isUsable).map(({ zone }) => zone);
    if (ofKind.includes(id) || (!isLocal && path !== 'availabilityZones' && names.includes(id))) return [];
    const there = known.find(({ zone }) => zone === id);
    const nearest = nearestName(id, ofKind);
    return [
      {
        path,
        found: id,
        allowed: ofKind.join(', ') || `a zone that this account has opted in to`,
        message:
          there && !there.isUsable && isLocal
            ? 'this account has not opted in to the local zone'
            : `this account has no such ${isLocal ? 'local' : 'availability'} zone for clusters`,
        ...(nearest && !there ? { alternative: `did you mean ${nearest}?` } : {}),
        parts,
      },
    ];
  });
};

export const networkRules: readonly FactRule[] = [
  given,
  elsewhere,
  twoZones,
  privateFargate,
  securityGroups,
  zones,
];
