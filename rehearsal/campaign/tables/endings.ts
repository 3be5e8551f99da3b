import type { Step } from '../../scenario/steps/all.ts';
import { allGroupsOf, canSleep, type DrawnCluster, groupsOf } from '../clusters.ts';
import { ask, scale, sized, succeeded } from '../liveness.ts';
import type { Story } from '../story.ts';
import { type DrawTable, drawFrom, type Row } from '../table.ts';
import { kept } from './kept.ts';
import { app, budget, inside, karpenter } from './manifests.ts';
import { ORDEALS } from './operations.ts';
import { upgradeOrdeals } from './upgrade-ordeals.ts';

/** A row is about all clusters that fit together. */
const row = (
  name: string,
  weight: number,
  steps: (clusters: readonly DrawnCluster[], story: Story) => readonly Step[],
  fits: (cluster: DrawnCluster) => boolean,
): Row<Story, readonly Step[]> => ({
  name,
  weight,
  fits: ({ clusters }) => clusters.some(fits),
  draw: (story) => steps(story.clusters.filter(fits), story),
});
const isMade = ({ origin }: DrawnCluster): boolean => origin === 'fleet';
const isSleepy = (cluster: DrawnCluster): boolean => isMade(cluster) && canSleep(cluster);
const isScalable = (cluster: DrawnCluster): boolean => isMade(cluster) && allGroupsOf(cluster).length > 0;
const hasManaged = (cluster: DrawnCluster): boolean =>
  isMade(cluster) && groupsOf(cluster).managed.length > 0;

const BUDGET = [app('shop'), budget('shop', { minAvailable: 1 })];
const HELD = [app('report', { labels: { 'eks-fleet.dev/hold': 'true' } })];

/** Marks of the tools that bring objects from Git. */
const GIT_MARKS = [
  { annotations: { 'argocd.argoproj.io/tracking-id': 'pools:karpenter.sh/NodePool:/default' } },
  { labels: { 'argocd.argoproj.io/instance': 'pools' } },
  { labels: { 'kustomize.toolkit.fluxcd.io/name': 'pools' } },
];

const slept = (clusters: readonly DrawnCluster[]): readonly Step[] => [
  ...ask(clusters, scale({ action: 'hibernate' })),
  ...succeeded('scale', clusters),
  ...ask(clusters, scale({ action: 'wake' })),
  ...succeeded('scale', clusters),
];

/** The last steps of clusters that are up, while nothing goes wrong: all of them must work. */
export const endings: DrawTable<Story, readonly Step[]> = {
  name: 'endings',
  rows: [
    { name: 'nothing more', weight: 2, draw: () => [] },
    row('a sleep and a waking', 4, (clusters) => slept(clusters), isSleepy),
    row(
      'a resize',
      4,
      (clusters) => [
        // For a cluster that sleeps, it would be the sizes to which it wakes.
        ...ask(clusters, scale({ action: 'wake' })),
        ...ask(
          clusters,
          scale({
            action: 'resize',
            groups: [{ select: { all: true }, minSize: 1, desiredCapacity: 2, maxSize: 3 }],
          }),
        ),
        ...succeeded('scale', clusters),
        ...sized(clusters, '2 of 1-3'),
      ],
      isScalable,
    ),
    row(
      'a sleep until some time',
      2,
      (clusters, story) => [
        ...ask(
          clusters,
          scale({
            action: 'resize',
            groups: [{ select: { all: true }, minSize: 1, desiredCapacity: 1, maxSize: 2 }],
          }),
        ),
        ...ask(clusters, scale({ action: 'hibernate', until: story.later(14 * 24 * 3600) })),
        ...succeeded('scale', clusters),
      ],
      isScalable,
    ),
    row(
      "a sleep of Karpenter's nodes",
      2,
      (clusters) => [...inside(clusters, karpenter()), ...slept(clusters)],
      hasManaged,
    ),
    row(
      'a sleep that a budget holds up',
      1,
      (clusters) => [...inside(clusters, BUDGET), ...slept(clusters)],
      hasManaged,
    ),
    row(
      'a sleep that pods hold up',
      2,
      (clusters) => [...inside(clusters, HELD), ...slept(clusters)],
      hasManaged,
    ),
    // What stands in the way of an upgrade may be true: it comes to an end, whichever.
    {
      name: upgradeOrdeals.name,
      weight: 10,
      fits: ({ clusters }) => clusters.some(isMade),
      draw: (story) => drawFrom(upgradeOrdeals, story),
    },
    {
      name: kept.name,
      weight: 12,
      fits: ({ clusters }) => clusters.some(isMade),
      draw: (story) => drawFrom(kept, story),
    },
    row(
      'a sleep of pools that Git keeps',
      2,
      (clusters, { random }) => [
        ...inside(clusters, karpenter({}, random.pick(GIT_MARKS)), random.chance(0.5)),
        ...ask(clusters, scale({ action: 'hibernate' })),
      ],
      hasManaged,
    ),
    row(
      'a sleep under GitOps',
      1,
      (clusters) => [
        ...inside(clusters, karpenter(), true),
        ...ask(clusters, scale({ action: 'hibernate' })),
      ],
      hasManaged,
    ),
  ],
};

/** One of each that a deletion has to see to. */
const EVERYTHING: Partial<Plant> = {
  loadBalancers: [
    {
      name: 'shop',
      type: 'application',
      securityGroups: ['shop'],
      targetGroups: ['shop'],
      deletionProtection: false,
    },
  ],
  securityGroups: [{ name: 'shop', mentionedBy: ['cluster'] }],
  networkInterfaces: [{ name: 'pod', status: 'available', securityGroups: ['shop'] }],
  instances: 1,
};
const deletedInTime = ({ name, region }: DrawnCluster): Step => ({
  delete: { cluster: name, region },
  followForSeconds: 5400,
});

/** Leftovers of Kubernetes in a cluster's network by the time that it is deleted. */
export const leftovers: DrawTable<Story, readonly Step[]> = {
  name: 'leftovers',
  rows: [
    { name: 'none', weight: 5, draw: () => [] },
    left('a balancer of each kind', 2, {
      loadBalancers: [
        {
          name: 'shop',
          type: 'application',
          securityGroups: ['shop'],
          targetGroups: ['shop'],
          deletionProtection: false,
        },
        { name: 'classic', type: 'classic', securityGroups: [], targetGroups: [], deletionProtection: false },
        {
          name: 'tcp',
          type: 'network',
          securityGroups: [],
          targetGroups: ['tcp'],
          deletionProtection: false,
        },
      ],
      securityGroups: [{ name: 'shop', mentionedBy: ['cluster'] }],
    }),
    left('groups that mention one another', 1, {
      securityGroups: [
        { name: 'front', mentionedBy: ['cluster'] },
        { name: 'back', mentionedBy: ['front', 'cluster'] },
      ],
      networkInterfaces: [{ name: 'pod', status: 'available', securityGroups: ['back'] }],
    }),
    left('nodes and volumes', 2, { instances: 1, volumes: ['vol-data'] }),
    // A deletion that cannot go on ends, and goes through once somebody has taken the obstacle away.
    left(
      'an interface that is in use',
      1.5,
      { networkInterfaces: [{ name: 'used', status: 'in-use', securityGroups: [] }] },
      (cluster) => [
        ...ask([cluster], ({ name, region }) => ({ delete: { cluster: name, region } })),
        { release: { region: cluster.region, networkInterfaces: ['used'], instanceProfiles: [] } },
      ],
    ),
    left('while its tasks run twice', 2, EVERYTHING, (cluster, story) => [
      ...(ORDEALS.delete?.changes ?? [])
        .filter(() => story.random.chance(0.7))
        .map((functionName): Step => ({ fault: { kind: 'lose-result', functionName } })),
      deletedInTime(cluster),
    ]),
    left(
      'while it is paused in its steps',
      2,
      EVERYTHING,
      (cluster, { random }) => [
        ...(ORDEALS.delete?.states ?? []).map(
          (state): Step => ({ fault: { kind: 'pause', state, heldSeconds: random.integer(60, 300) } }),
        ),
        deletedInTime(cluster),
      ],
      ({ hasOtherStage }) => !hasOtherStage,
    ),
    left('an interface', 1, {
      networkInterfaces: [{ name: 'leaked', status: 'available', securityGroups: [] }],
    }),
  ],
};

type Plant = Extract<Step, { plant: unknown }>['plant'];
function left(
  name: string,
  weight: number,
  plant: Partial<Plant>,
  then: (cluster: DrawnCluster, story: Story) => readonly Step[] = () => [],
  isFit: (story: Story) => boolean = () => true,
): Row<Story, readonly Step[]> {
  return {
    name,
    weight,
    fits: (story) => story.clusters.some(isMade) && isFit(story),
    draw: (story) => {
      const made = story.cluster(isMade);
      const { name: cluster, region } = made;
      return [
        {
          plant: {
            cluster,
            region,
            loadBalancers: [],
            securityGroups: [],
            networkInterfaces: [],
            instances: 0,
            volumes: [],
            maybe: true,
            ...plant,
          },
        },
        ...then(made, story),
      ];
    },
  };
}
