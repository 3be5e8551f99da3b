import { clusterZones } from '../../desired/network/subnets.ts';
import { type Answer, knownOf } from '../answer.ts';
import { type PlacedGroup, placedGroups } from '../groups.ts';
import { isStandardType, QUOTAS, type QuotaName, quotasWanted } from '../quotas.ts';
import type { FactFinding, FactRule, Judged } from './rule.ts';

/** The quota that the document could exceed. Undefined where it could not be asked, or AWS knows of none. */
const allowedBy = ({ config, facts, clusterVersion }: Judged, name: QuotaName): number | undefined =>
  quotasWanted(config, clusterVersion === undefined).includes(name) ? knownOf(facts.quotas[name]) : undefined;

/** Names the quota, and how to ask for a higher one. */
function request({ config }: Judged, name: QuotaName, wanted: number): { readonly alternative: string } {
  const { service, code, title } = QUOTAS[name];
  return {
    alternative:
      `ask for a higher quota "${title}": aws service-quotas request-service-quota-increase ` +
      `--region ${config.metadata.region} --service-code ${service} --quota-code ${code} --desired-value ${wanted}`,
  };
}

interface Counted {
  readonly quota: QuotaName;
  readonly path: string;
  /** In the plural, for example `clusters`. */
  readonly what: string;
  readonly there: Answer<number>;
  readonly more: number;
}

/**
 * A finding where the document needs more than is left of a quota of the whole account: AWS would refuse it when the
 * cluster is half made.
 */
function beyondTheAccounts(judged: Judged, { quota, path, what, there, more }: Counted): FactFinding[] {
  const allowed = allowedBy(judged, quota);
  const count = knownOf(there);
  if (allowed === undefined || count === undefined || count + more <= allowed) return [];
  const { region } = judged.config.metadata;
  return [
    {
      path,
      found: `${more} more of ${what}`,
      allowed: `${allowed} ${what} in ${region}, of which ${count} are there`,
      message: `this account may have ${allowed} ${what} in ${region}, and has ${count}`,
      ...request(judged, quota, count + more),
      parts: [],
    },
  ];
}

/** One, or one a zone. */
function addressesOf({ config, account }: Judged): number {
  return config.vpc?.nat?.gateway === 'HighlyAvailable' ? clusterZones(config, account).length : 1;
}

/**
 * Quotas of the whole account, held against a new cluster. A cluster that is there has made its resources already.
 */
const accountWide: FactRule = (judged) => {
  const { clusters, vpcs, addresses } = judged.facts.counts;
  return [
    ...beyondTheAccounts(judged, {
      quota: 'clusters',
      path: 'metadata.region',
      what: 'EKS clusters',
      there: clusters,
      more: 1,
    }),
    ...beyondTheAccounts(judged, { quota: 'vpcs', path: 'vpc', what: 'VPCs', there: vpcs, more: 1 }),
    ...beyondTheAccounts(judged, {
      quota: 'addresses',
      path: 'vpc.nat.gateway',
      what: 'Elastic IP addresses',
      there: addresses,
      more: addressesOf(judged),
    }),
  ];
};

interface OfCluster {
  readonly quota: QuotaName;
  readonly path: string;
  readonly what: string;
  readonly found: number;
  readonly parts: readonly string[];
}

function beyondTheClusters(judged: Judged, { quota, path, what, found, parts }: OfCluster): FactFinding[] {
  const allowed = allowedBy(judged, quota);
  if (allowed === undefined || found <= allowed) return [];
  return [
    {
      path,
      found,
      allowed: `at most ${allowed} ${what}`,
      message: `this account's quota is ${allowed} ${what}`,
      ...request(judged, quota, found),
      parts,
    },
  ];
}

const ofManagedGroups: FactRule = (judged) => {
  const groups = placedGroups(judged.config).filter(({ managed }) => managed);
  return [
    ...beyondTheClusters(judged, {
      quota: 'managedNodeGroups',
      path: 'managedNodeGroups',
      what: 'managed node groups a cluster',
      found: groups.length,
      parts: groups.flatMap(({ parts }) => parts),
    }),
    ...groups.flatMap(({ group, path, parts }) =>
      beyondTheClusters(judged, {
        quota: 'nodesOfGroup',
        path: `${path}.maxSize`,
        what: 'nodes a managed node group',
        found: group.maxSize,
        parts,
      }),
    ),
  ];
};

const ofFargate: FactRule = (judged) => {
  const profiles = judged.config.fargateProfiles ?? [];
  return beyondTheClusters(judged, {
    quota: 'fargateProfiles',
    path: 'fargateProfiles',
    what: 'Fargate profiles a cluster',
    found: profiles.length,
    parts: profiles.map(({ name }) => `fargateProfile/${name}`),
  });
};

/**
 * True for on-demand instances. Spot and capacity blocks count elsewhere, and the part of a distribution that is
 * bought on demand is not known beforehand.
 */
function isOnDemand({ group }: PlacedGroup): boolean {
  const isSpot = 'spot' in group && group.spot === true;
  const isShared = 'instancesDistribution' in group && group.instancesDistribution !== undefined;
  return !isSpot && !isShared && group.instanceMarketOptions?.marketType === undefined;
}

/** The fewest vCPUs that on-demand nodes of the standard families need at their groups' desired sizes. */
function onDemandVcpus({ config, facts }: Judged): number {
  const types = knownOf(facts.instanceTypes) ?? {};
  return placedGroups(config)
    .filter((placed) => isOnDemand(placed) && placed.instanceTypes.every(isStandardType))
    .reduce((sum, { group, instanceTypes }) => {
      const each = instanceTypes.map((name) => types[name]?.vcpus ?? 0);
      return sum + group.desiredCapacity * (each.length === 0 ? 0 : Math.min(...each));
    }, 0);
}

/**
 * The quota of vCPUs. Instances that run already are not counted, and a group can wait with fewer nodes. So it is
 * told, and stops nothing.
 */
const vcpus: FactRule = (judged) => {
  const allowed = allowedBy(judged, 'onDemandVcpus');
  const found = onDemandVcpus(judged);
  if (allowed === undefined || found <= allowed) return [];
  return [
    {
      path: '',
      found: `${found} vCPUs`,
      allowed: `at most ${allowed} vCPUs of standard families on demand in ${judged.config.metadata.region}`,
      message: `the node groups need ${found} vCPUs at their desired sizes, beside what runs in this account already`,
      ...request(judged, 'onDemandVcpus', found),
      parts: [],
      isWarning: true,
    },
  ];
};

export const quotaRules: readonly FactRule[] = [accountWide, ofManagedGroups, ofFargate, vcpus];
