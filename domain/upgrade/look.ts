import type { KubernetesAccess } from '../access/kubernetes-access.ts';
import type { ByName } from '../account-facts/facts.ts';
import type { ObservedAddon } from '../contents/addon/decide.ts';
import type { ObservedNodegroup } from '../contents/node-group/observed.ts';
import type { AlarmsPort } from '../ports/alarms.ts';
import type { ContentsPort, EksKind, ObservedByKind } from '../ports/contents.ts';
import type { DescribedCluster, EksPort } from '../ports/eks.ts';
import type { InsightsPort } from '../ports/insights.ts';
import type { KubernetesApi, KubernetesPort } from '../ports/kubernetes.ts';
import type { OwnGroup, OwnGroupsPort } from '../ports/own-groups.ts';
import type { ProbesPort } from '../ports/probes.ts';
import type { UpgradeOffersPort } from '../ports/upgrade-offers.ts';
import { isReached } from '../scale/inside/inside.ts';
import { provisioningFromOutside } from '../scale/inside/outside.ts';
import { unlessUnreached } from '../scale/inside/unless-unreached.ts';
import type { InsideForUpgrade, LastUpgrade, UpgradeFacts } from './facts.ts';
import { versionsToInstall } from './findings/addons.ts';
import { givenPins, withGivenPins } from './given-pins.ts';
import type { Hop } from './hop.ts';
import { goesOn, minorBefore, wayTo } from './hops.ts';
import { releaseParameter } from './image-releases.ts';
import { lookForOwnImages } from './nodes/own-groups.ts';
import { boundOf } from './nodes/replaced.ts';
import { hopsOf } from './plan-of.ts';
import { askProbes } from './probes.ts';
import type { UpgradeRequest } from './request.ts';
import { askRights } from './rights.ts';

/** The ports of a look before an upgrade: the workflow's and a dry run's are the same. */
export interface UpgradeLookPorts {
  readonly eks: Pick<EksPort, 'describeCluster' | 'updates'>;
  readonly contents: Pick<ContentsPort, 'list' | 'read'>;
  readonly insights: Pick<InsightsPort, 'insights'>;
  readonly upgradeOffers: UpgradeOffersPort;
  readonly kubernetes: Pick<
    KubernetesPort,
    'can' | 'nodes' | 'pods' | 'disruptionBudgets' | 'webhooks' | 'controllers' | 'nodePools' | 'nodeClasses'
  >;
  readonly alarms: AlarmsPort;
  readonly probes: ProbesPort;
  readonly deployment: { readonly stage: string };
  /** The last upgrade of the fleet's, asked for where it is to be taken back. */
  readonly last: (version: string) => Promise<LastUpgrade | undefined>;
  readonly ownGroups: OwnGroupsPort;
}

export interface LookedAt {
  readonly clusterName: string;
  /** ISO 8601. */
  readonly at: string;
  readonly access: KubernetesAccess | undefined;
  readonly isAsleep: boolean;
  /** The minors of a plan that are still before it, where there is one. */
  readonly hops?: readonly Hop[];
}

const unique = (names: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(names)].filter((name) => name !== undefined);

async function byName<Value>(
  names: readonly string[],
  ask: (name: string) => Promise<Value>,
): Promise<ByName<Value>> {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await ask(name)] as const)));
}

async function all<Kind extends EksKind>(
  kind: Kind,
  clusterName: string,
  { contents }: UpgradeLookPorts,
): Promise<readonly ObservedByKind[Kind][]> {
  const names = (await contents.list(kind, clusterName)) ?? [];
  const read = await Promise.all(names.map((name) => contents.read(kind, clusterName, name)));
  return read.filter((content) => content !== undefined);
}

async function lookInside(api: KubernetesApi, { kubernetes }: UpgradeLookPorts): Promise<InsideForUpgrade> {
  const [nodes, pods, budgets, webhooks, controllers, nodePools, nodeClasses] = await Promise.all([
    kubernetes.nodes(api),
    kubernetes.pods(api, {}),
    kubernetes.disruptionBudgets(api),
    kubernetes.webhooks(api),
    kubernetes.controllers(api),
    kubernetes.nodePools(api),
    kubernetes.nodeClasses(api),
  ]);
  return { nodes, pods, budgets, webhooks, controllers, nodePools, nodeClasses };
}

/** True where the control plane is to move, forward or back. */
const movesControlPlane = (request: UpgradeRequest): boolean =>
  request.action === 'rollBack' || request.only === undefined || request.only === 'controlPlane';

/** The cluster as EKS has it, and its inside. */
async function lookAtCluster(
  request: UpgradeRequest,
  cluster: DescribedCluster,
  { access }: LookedAt,
  ports: UpgradeLookPorts,
) {
  const { name } = cluster;
  const { api, inside } = provisioningFromOutside(cluster, access, ports.deployment.stage);
  const isBack = request.action === 'rollBack';
  // While EKS rolls the nodes of Auto Mode back, a cluster is ACTIVE.
  const asksUpdates = isBack || cluster.computeConfig?.enabled === true;
  const [addons, nodeGroups, fargateProfiles, insights, updates, seen, last, ownGroups] = await Promise.all([
    all('addon', name, ports),
    all('nodeGroup', name, ports),
    ports.contents.list('fargateProfile', name),
    movesControlPlane(request)
      ? ports.insights.insights(name, isBack ? 'ROLLBACK_READINESS' : 'UPGRADE_READINESS')
      : [],
    asksUpdates ? ports.eks.updates(name) : [],
    api ? unlessUnreached(lookInside(api, ports)) : 'why' in inside ? inside : { why: 'nobody can ask it' },
    isBack ? ports.last(cluster.version) : undefined,
    ports.ownGroups.groups(name),
  ]);
  const nodes = {
    fargateProfiles: fargateProfiles ?? [],
    ownGroups: ownGroups.map((group) => ({
      ...group,
      maxSize: boundOf(group.maxSize, nodesOf(group, seen)),
    })),
  };
  const allowed = api ? await askRights(seen, nodes, api, ports.kubernetes) : { inside: seen, denied: [] };
  return {
    cluster,
    addons,
    nodeGroups,
    ...nodes,
    insights,
    updates,
    ...allowed,
    ...(api ? { api } : {}),
    ...(last ? { last } : {}),
  };
}

/** The nodes of a group, as far as the cluster could be looked into. */
const nodesOf = ({ instances }: OwnGroup, inside: UpgradeFacts['inside']) =>
  (isReached(inside) ? inside.nodes : []).filter(({ instanceId = '' }) => instances.includes(instanceId));

/** The minors whose images may be installed. */
function minorsAhead(
  request: UpgradeRequest,
  { version }: DescribedCluster,
  { minors, hops }: Pick<UpgradeFacts, 'minors'> & Pick<LookedAt, 'hops'>,
): readonly string[] {
  if (hops) return hops.map(({ to }) => to);
  if (request.action === 'rollBack') return [minorBefore(version)];
  if (request.to === undefined || goesOn(request, version)) return [version];
  const way = wayTo(version, request.to, minors);
  return 'minors' in way ? way.minors : [];
}

/** AWS's offers for it, and the room that there is. */
async function lookAtOffers(
  request: UpgradeRequest,
  seen: {
    readonly cluster: DescribedCluster;
    readonly addons: readonly ObservedAddon[];
    readonly nodeGroups: readonly ObservedNodegroup[];
    readonly ownGroups: readonly OwnGroup[];
  },
  ahead: readonly string[],
  { upgradeOffers, ownGroups: own }: UpgradeLookPorts,
) {
  const { cluster, addons, nodeGroups, ownGroups } = seen;
  const parameters = ahead.flatMap((minor) =>
    nodeGroups.map(({ amiType = '' }) => releaseParameter(amiType, minor)),
  );
  const subnets = [
    ...(cluster.resourcesVpcConfig.subnetIds ?? []),
    ...nodeGroups.flatMap(({ subnets: ids }) => ids),
  ];
  const given = request.action === 'upgrade' ? request.images.map(({ image }) => image) : [];
  const [addonOffers, values, images, freeAddresses, allowed, running, ownImages] = await Promise.all([
    byName(
      addons.map(({ addonName }) => addonName),
      (name) => upgradeOffers.addonVersions(name),
    ),
    upgradeOffers.parameters(unique(parameters)),
    upgradeOffers.images(unique(given)),
    upgradeOffers.freeAddresses(unique(subnets)),
    nodeGroups.length > 0 ? upgradeOffers.vcpuQuota() : undefined,
    nodeGroups.length > 0 ? upgradeOffers.runningInstances() : ({} as ByName<number>),
    lookForOwnImages(ownGroups, ahead, own, givenPins(request)),
  ]);
  const types = [...nodeGroups.flatMap(({ instanceTypes = [] }) => instanceTypes), ...Object.keys(running)];
  const instanceTypes = await upgradeOffers.instanceTypes(unique(types));
  const vcpus = Object.entries(running).reduce(
    (sum, [type, count]) => sum + count * (instanceTypes[type]?.vcpus ?? 0),
    0,
  );
  return {
    ...withGivenPins(request, { addonOffers, parameters: values }),
    images,
    ownImages,
    freeAddresses,
    instanceTypes,
    vcpus: { running: vcpus, ...(allowed === undefined ? {} : { allowed }) },
  };
}

/** Schemas of the versions that would be installed, of add-ons that have a configuration. */
async function lookAtSchemas(
  hops: readonly Hop[],
  addons: readonly ObservedAddon[],
  { upgradeOffers }: UpgradeLookPorts,
): Promise<ByName<string>> {
  const configured = new Set(
    addons.flatMap(({ addonName, configurationValues }) => (configurationValues ? [addonName] : [])),
  );
  const wanted = versionsToInstall({ hops }).filter(([name]) => configured.has(name));
  const found = await Promise.all(
    wanted.map(
      async ([name, version]) =>
        [`${name}@${version}`, await upgradeOffers.addonSchema(name, version)] as const,
    ),
  );
  return Object.fromEntries(
    found.flatMap(([key, schema]) => (schema === undefined ? [] : [[key, schema] as const])),
  );
}

/** Everything that an upgrade is decided on; undefined where EKS has no such cluster. It changes nothing. */
export async function lookForUpgrade(
  request: UpgradeRequest,
  about: LookedAt,
  ports: UpgradeLookPorts,
): Promise<UpgradeFacts | undefined> {
  const cluster = await ports.eks.describeCluster(about.clusterName);
  if (!cluster) return undefined;
  const { alarms: names, probes: sites = [] } = request.health;
  // Not beside the lists of the cluster: which of two lists is asked for first would be left to chance.
  const minors = await ports.upgradeOffers.kubernetesVersions();
  const [seen, alarms, probes] = await Promise.all([
    lookAtCluster(request, cluster, about, ports),
    names.length > 0 ? ports.alarms.states(names) : [],
    askProbes(sites, ports.probes),
  ]);
  const ahead = minorsAhead(request, cluster, { minors, ...about });
  const offers = await lookAtOffers(request, seen, ahead, ports);
  const { at, isAsleep } = about;
  const facts: UpgradeFacts = { at, isAsleep, ...seen, minors, alarms, probes, ...offers, schemas: {} };
  const hops = about.hops ?? (request.action === 'upgrade' ? hopsOf(request, facts, ahead) : []);
  return { ...facts, schemas: await lookAtSchemas(hops, seen.addons, ports) };
}
