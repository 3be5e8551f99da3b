import type { World } from '../../../simulator/world.ts';
import type { Member } from '../members.ts';
import { lookAt } from '../own-look.ts';

type Json = unknown;
interface Taint {
  readonly key?: string;
  readonly value?: string;
  readonly effect?: string;
}
interface Written {
  readonly name: string;
  readonly minSize?: number;
  readonly maxSize?: number;
  readonly desiredCapacity?: number;
  readonly taints?: readonly Taint[] | Readonly<Record<string, string>>;
  readonly version?: string;
  readonly configurationValues?: string;
}
interface Config {
  readonly managedNodeGroups?: readonly Written[];
  readonly addons?: readonly Written[];
}
interface Found {
  readonly scalingConfig?: Readonly<Record<string, number>>;
  readonly taints?: readonly Taint[];
  readonly addonVersion?: string;
  readonly configurationValues?: string;
}

/** One row a member: its path, and its value in the document and in EKS; undefined where the document says nothing. */
type Rows = readonly (readonly [path: string, wanted: (one: Written) => Json, found: (one: Found) => Json])[];

const taintInWords = ({ key, value = '', effect = '' }: Taint): string =>
  `${key}=${value}:${effect.replaceAll('_', '').toLowerCase()}`;
/** A map of taints says its effect after the value (eksctl's older form): only lists are compared. */
const wordsOf = (taints: Written['taints']): readonly string[] | undefined =>
  Array.isArray(taints) ? taints.map(taintInWords).sort() : undefined;

const OF_GROUP: Rows = [
  ['scalingConfig.minSize', ({ minSize }) => minSize, ({ scalingConfig }) => scalingConfig?.minSize],
  ['scalingConfig.maxSize', ({ maxSize }) => maxSize, ({ scalingConfig }) => scalingConfig?.maxSize],
  [
    'scalingConfig.desiredSize',
    ({ desiredCapacity }) => desiredCapacity,
    ({ scalingConfig }) => scalingConfig?.desiredSize,
  ],
  ['taints', ({ taints }) => wordsOf(taints), ({ taints }) => wordsOf(taints ?? [])],
];
const OF_ADDON: Rows = [
  [
    'addonVersion',
    ({ version }) => (version?.startsWith('v') ? version : undefined),
    ({ addonVersion }) => addonVersion,
  ],
  [
    'configurationValues',
    ({ configurationValues }) => configurationValues,
    ({ configurationValues }) => configurationValues,
  ],
];

/**
 * The members that are not as its document says in a cluster that was made just now. Later on, others own these: who
 * scales it, and who upgrades its add-ons.
 */
export async function differingOfNew(
  world: World,
  region: string,
  clusterName: string,
  document: unknown,
): Promise<readonly Member[]> {
  const { managedNodeGroups = [], addons = [] } = (document ?? {}) as Config;
  const kinds = [
    ['nodeGroup', 'DescribeNodegroup', 'nodegroupName', managedNodeGroups, OF_GROUP],
    ['addon', 'DescribeAddon', 'addonName', addons, OF_ADDON],
  ] as const;
  const members: Member[] = [];
  for (const [kind, operation, member, all, rows] of kinds)
    for (const written of all) {
      const input = { clusterName, [member]: written.name };
      const answer = await lookAt<Readonly<Record<string, Found>>>(world, region, ['eks', operation], input);
      const there = Object.values(answer ?? {})[0];
      // One that is not there is told by the table of members.
      if (!there) continue;
      for (const [path, wanted, found] of rows)
        members.push({
          path: `${kind}/${written.name}.${path}`,
          wanted: wanted(written),
          found: found(there),
        });
    }
  return members.filter(
    ({ wanted, found }) => wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(found),
  );
}
