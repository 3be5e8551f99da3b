import type { Cluster } from '@aws-sdk/client-eks';
import type { World } from '../../simulator/world.ts';
import { listNow, lookAt } from './own-look.ts';

type Json = unknown;
type Members = Readonly<Record<string, Json>>;
interface Named {
  readonly name: string;
}

/** The members of a ClusterConfig that the table below knows, as eksctl's schema names them. */
interface Config {
  readonly metadata?: { readonly version?: string; readonly tags?: Readonly<Record<string, string>> };
  readonly cloudWatch?: { readonly clusterLogging?: { readonly enableTypes?: readonly string[] } };
  readonly vpc?: {
    readonly clusterEndpoints?: { readonly publicAccess?: boolean; readonly privateAccess?: boolean };
    readonly publicAccessCIDRs?: readonly string[];
  };
  readonly upgradePolicy?: { readonly supportType?: string };
  readonly zonalShiftConfig?: { readonly enabled?: boolean };
  readonly accessConfig?: { readonly authenticationMode?: string };
  readonly managedNodeGroups?: readonly (Named & {
    readonly labels?: Readonly<Record<string, string>>;
    readonly updateConfig?: { readonly maxUnavailable?: number; readonly maxUnavailablePercentage?: number };
    readonly nodeRepairConfig?: { readonly enabled?: boolean };
  })[];
  readonly addons?: readonly (Named & { readonly version?: string })[];
  readonly fargateProfiles?: readonly Named[];
  readonly capabilities?: readonly Named[];
}

/** A member that AWS has, its value there, and its value in a document. */
export interface Member {
  /** As a difference names it: itself, or what is within it. */
  readonly path: string;
  readonly wanted: Json;
  readonly found: Json;
}

/** One row a member of the control plane: its path in the document, and in EKS. */
const CONTROL_PLANE: readonly (readonly [
  path: string,
  wanted: (config: Config) => Json,
  found: (cluster: Cluster) => Json,
])[] = [
  ['version', ({ metadata }) => metadata?.version, ({ version }) => version],
  ['tags', ({ metadata }) => metadata?.tags, ({ tags }) => tags],
  [
    'logging',
    ({ cloudWatch }) => {
      const types = cloudWatch?.clusterLogging?.enableTypes;
      // `*` and `all` stand for everything that there is.
      return types?.every((type) => /^[a-zA-Z]+$/.test(type) && type !== 'all')
        ? [...types].sort()
        : undefined;
    },
    ({ logging }) =>
      (logging?.clusterLogging ?? []).flatMap(({ enabled, types = [] }) => (enabled ? types : [])).sort(),
  ],
  [
    'resourcesVpcConfig.endpointPublicAccess',
    ({ vpc }) => vpc?.clusterEndpoints?.publicAccess,
    ({ resourcesVpcConfig }) => resourcesVpcConfig?.endpointPublicAccess,
  ],
  [
    'resourcesVpcConfig.endpointPrivateAccess',
    ({ vpc }) => vpc?.clusterEndpoints?.privateAccess,
    ({ resourcesVpcConfig }) => resourcesVpcConfig?.endpointPrivateAccess,
  ],
  [
    'resourcesVpcConfig.publicAccessCidrs',
    ({ vpc }) => vpc?.publicAccessCIDRs && [...vpc.publicAccessCIDRs].sort(),
    ({ resourcesVpcConfig }) => [...(resourcesVpcConfig?.publicAccessCidrs ?? [])].sort(),
  ],
  [
    'upgradePolicy.supportType',
    ({ upgradePolicy }) => upgradePolicy?.supportType,
    ({ upgradePolicy }) => upgradePolicy?.supportType,
  ],
  [
    'zonalShiftConfig.enabled',
    ({ zonalShiftConfig }) => zonalShiftConfig?.enabled,
    ({ zonalShiftConfig }) => zonalShiftConfig?.enabled,
  ],
  [
    'accessConfig.authenticationMode',
    ({ accessConfig }) => accessConfig?.authenticationMode,
    ({ accessConfig }) => accessConfig?.authenticationMode,
  ],
];

interface Part {
  /** As keys of the product begin, which differences name. */
  readonly key: string;
  readonly operation: string;
  readonly member: string;
  /** Lists the names, where parts are told that nobody has written. */
  readonly lists?: readonly [operation: string, list: string];
  readonly named: (config: Config) => readonly (Named & Members)[];
  /** The members of each that are compared, named as EKS names them. */
  readonly members: readonly string[];
}
const list = (of: readonly Named[] | undefined): readonly (Named & Members)[] =>
  (of ?? []) as readonly (Named & Members)[];

/** One row a kind of part of a cluster. */
const PARTS: readonly Part[] = [
  {
    key: 'nodeGroup',
    operation: 'DescribeNodegroup',
    member: 'nodegroupName',
    lists: ['ListNodegroups', 'nodegroups'],
    named: ({ managedNodeGroups }) => list(managedNodeGroups),
    members: ['labels', 'updateConfig', 'nodeRepairConfig'],
  },
  {
    key: 'addon',
    operation: 'DescribeAddon',
    member: 'addonName',
    named: ({ addons }) => list(addons),
    members: [],
  },
  {
    key: 'fargateProfile',
    operation: 'DescribeFargateProfile',
    member: 'fargateProfileName',
    lists: ['ListFargateProfiles', 'fargateProfileNames'],
    named: ({ fargateProfiles }) => list(fargateProfiles),
    members: [],
  },
  {
    key: 'capability',
    operation: 'DescribeCapability',
    member: 'capabilityName',
    named: ({ capabilities }) => list(capabilities),
    members: [],
  },
];

/**
 * True where the wanted value is there. Of a map, each wanted member must be; members beside them are in nobody's
 * document.
 */
function isThere(wanted: Json, found: Json): boolean {
  if (wanted === undefined) return true;
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))
    return JSON.stringify(wanted) === JSON.stringify(found);
  const has = (found ?? {}) as Members;
  return Object.entries(wanted).every(([name, value]) => isThere(value, has[name]));
}

async function partsOf(
  world: World,
  region: string,
  clusterName: string,
  config: Config,
): Promise<readonly Member[]> {
  const members: Member[] = [];
  for (const { key, operation, member, named, members: compared } of PARTS)
    for (const wanted of named(config)) {
      const { name } = wanted;
      const path = `${key}/${name}`;
      const answer = await lookAt<Members>(world, region, ['eks', operation], {
        clusterName,
        [member]: name,
      });
      const found = Object.values(answer ?? {})[0] as Members | undefined;
      members.push({ path, wanted: 'there', found: found ? 'there' : 'nothing' });
      const status = String(found?.status);
      if (found) members.push({ path: `${path}.status`, wanted: false, found: /FAILED/.test(status) });
      for (const one of compared)
        members.push({ path: `${path}.${one}`, wanted: wanted[one], found: found?.[one] });
    }
  return members;
}

/**
 * The members of a cluster that are not as its document says. The checker has a table of its own: the members of a
 * document that EKS shows under a name of theirs. Undefined where there is no such cluster. Members that a document
 * leaves out are compared with nothing.
 */
export async function differingMembers(
  world: World,
  region: string,
  clusterName: string,
  document: unknown,
): Promise<readonly Member[] | undefined> {
  const described = await lookAt<{ readonly cluster: Cluster }>(world, region, ['eks', 'DescribeCluster'], {
    name: clusterName,
  });
  if (!described) return undefined;
  const config = (document ?? {}) as Config;
  const ofControlPlane = CONTROL_PLANE.map(([name, wanted, found]) => ({
    path: `controlPlane.${name}`,
    wanted: wanted(config),
    found: found(described.cluster),
  }));
  const all = [...ofControlPlane, ...(await partsOf(world, region, clusterName, config))];
  return all.filter(({ wanted, found }) => !isThere(wanted, found));
}

export const inWords = ({ path, wanted, found }: Member): string =>
  `${path} is ${JSON.stringify(found)}, and its document says ${JSON.stringify(wanted)}`;

/** Parts of a cluster that are in no document: add-ons not, of which EKS and eksctl bring some by themselves. */
export async function unwrittenParts(
  world: World,
  region: string,
  clusterName: string,
  document: unknown,
): Promise<readonly Member[]> {
  const found: Member[] = [];
  for (const { key, lists, named } of PARTS) {
    if (!lists) continue;
    const written = new Set(named((document ?? {}) as Config).map(({ name }) => name));
    const there = await listNow<string>(world, region, ['eks', ...lists], { clusterName });
    for (const name of there)
      if (!written.has(name)) found.push({ path: `${key}/${name}`, wanted: 'nothing', found: 'there' });
  }
  return found;
}

/** A cluster as it is, as a document would say it: a cluster that others have made is compared with this. */
export async function describedNow(world: World, region: string, clusterName: string): Promise<Config> {
  const described = await lookAt<{ readonly cluster: Cluster }>(world, region, ['eks', 'DescribeCluster'], {
    name: clusterName,
  });
  const { version, resourcesVpcConfig, upgradePolicy, zonalShiftConfig, accessConfig, logging } =
    described?.cluster ?? {};
  const types = (logging?.clusterLogging ?? []).flatMap(({ enabled, types = [] }) => (enabled ? types : []));
  const names = await listNow<string>(world, region, ['eks', 'ListNodegroups', 'nodegroups'], {
    clusterName,
  });
  const groups = await Promise.all(
    names.map((nodegroupName) =>
      lookAt<{ readonly nodegroup: Members }>(world, region, ['eks', 'DescribeNodegroup'], {
        clusterName,
        nodegroupName,
      }),
    ),
  );
  const profiles = await listNow<string>(
    world,
    region,
    ['eks', 'ListFargateProfiles', 'fargateProfileNames'],
    { clusterName },
  );
  // The services' own objects go on changing: a document is of its day.
  return structuredClone({
    metadata: { ...(version === undefined ? {} : { version }) },
    cloudWatch: { clusterLogging: { enableTypes: types } },
    vpc: {
      clusterEndpoints: {
        publicAccess: resourcesVpcConfig?.endpointPublicAccess,
        privateAccess: resourcesVpcConfig?.endpointPrivateAccess,
      },
    },
    upgradePolicy,
    zonalShiftConfig,
    accessConfig: { authenticationMode: accessConfig?.authenticationMode },
    managedNodeGroups: groups.flatMap((group, index) =>
      group ? [{ name: names[index] as string, labels: group.nodegroup.labels }] : [],
    ),
    fargateProfiles: profiles.map((name) => ({ name })),
  }) as Config;
}
