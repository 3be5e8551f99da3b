import type { Step } from '../../../rehearsal/scenario/steps/all.ts';
import { type Kind, kindsOf, region } from './kinds.ts';

type Json = Readonly<Record<string, unknown>>;

/** The state of an upgrade when its way back is asked for. */
export type Phase =
  /** The control plane has not moved. */
  | 'before'
  /** An alarm goes in the soak: it turns back by itself, or asks. */
  | 'soak'
  /** Add-ons have come to their pins, and no node has moved. */
  | 'addons'
  /** One of two groups has moved, and a budget has held the other. */
  | 'partly'
  | 'done'
  | 'day 3'
  | 'day 6'
  | 'day 8'
  /** Of another upgrade, to the next minor, whose way back is made once, and asked for once more. */
  | 'next minor'
  /** Of one upgrade by two minors. */
  | 'two minors'
  /** AWS has made the upgrade, at the end of support. */
  | 'forced';

/** One world of clusters of many kinds, which all come to one phase. */
export interface RollBackWorld {
  readonly phase: Phase;
  readonly from: '1.33' | '1.34';
  readonly supportType: 'STANDARD' | 'EXTENDED';
  /** EKS's answers where its sources conflict. */
  readonly eks: { readonly goesBack: boolean; readonly takesOldReleases: boolean };
  readonly startAt: string;
  /** The names of their kinds; all of them if absent. */
  readonly kinds?: readonly string[];
}

const HOUR = 3600;
const DAY = 24 * HOUR;
const next = (minor: string): string => `1.${Number(minor.slice(2)) + 1}`;

/** The minor that a way back in this phase comes to. */
export const formerOf = ({ phase, from }: RollBackWorld): string =>
  phase === 'next minor' || phase === 'two minors' ? next(from) : from;

export const clustersOf = ({ from, startAt, kinds }: RollBackWorld): readonly (readonly [string, Kind])[] =>
  Object.entries(kindsOf(from, next(from), startAt)).filter(([name]) => kinds?.includes(name) ?? true);

export const documentsOf = (world: RollBackWorld) =>
  clustersOf(world).map(([name, { document }]) => ({
    source: `${name}.yaml`,
    value: {
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name, region, version: world.from },
      addons: 'autoModeConfig' in document ? [] : [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
      upgradePolicy: { supportType: world.supportType },
      ...document,
    },
  }));

type Request = Extract<Step, { upgrade: unknown }>['upgrade']['request'];
/** Asks it of all clusters at once. */
const ask = (world: RollBackWorld, request: (kind: Kind) => Json): readonly Step[] =>
  clustersOf(world).map(([cluster, kind]) => ({
    upgrade: { cluster, region, request: request(kind) as Request },
    followForSeconds: 1,
  }));
const wait = (seconds: number): Step => ({ wait: seconds });

const upgrade = (world: RollBackWorld, more: Json = {}) =>
  ask(world, ({ images = {} }) => ({
    ...{ action: 'upgrade', to: next(world.from), soakMinutes: 5 },
    images: Object.entries(images).map(([nodeGroup, image]) => ({ nodeGroup, image })),
    ...more,
  }));

/** A person asks EKS itself: it answers what the fleet has been right or wrong about. */
const byHand = (world: RollBackWorld, operation: string, request: Json): readonly Step[] =>
  clustersOf(world).map(([name]) => ({
    administrator: {
      region,
      maybe: true,
      calls: [{ service: 'eks', operation, request: { name, ...request } as never }],
    },
  }));

const asked = (world: RollBackWorld): readonly Step[] => [
  ...ask(world, () => ({ action: 'rollBack' })),
  wait(12 * HOUR),
];
const askedOfEks = (world: RollBackWorld, version = formerOf(world)): readonly Step[] => [
  ...byHand(world, 'UpdateClusterVersion', { version }),
  wait(2 * HOUR),
];
const back = (world: RollBackWorld): readonly Step[] => [...asked(world), ...askedOfEks(world)];

const alarm = (state: 'OK' | 'ALARM', afterSeconds: number): Step => ({
  alarm: { name: 'slo', region, state, afterSeconds },
});
/** A pod that nobody may evict, on the second of two groups. */
const held = (world: RollBackWorld): readonly Step[] =>
  clustersOf(world).map(([cluster]) => ({
    workloads: {
      cluster,
      region,
      selfHeals: false,
      manifests: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'held', namespace: 'default' },
          spec: {
            replicas: 1,
            selector: { matchLabels: { app: 'held' } },
            template: {
              metadata: { labels: { app: 'held' } },
              spec: { nodeSelector: { 'eks.amazonaws.com/nodegroup': 'b' } },
            },
          },
        },
        {
          apiVersion: 'policy/v1',
          kind: 'PodDisruptionBudget',
          metadata: { name: 'held', namespace: 'default' },
          spec: { selector: { matchLabels: { app: 'held' } }, minAvailable: 1 },
        },
      ],
    },
  }));
const waiver = { finding: 'pdb-blocks-drain', until: '2027-01-01T00:00:00Z', reason: 'a trial' };

const COURSES: Readonly<Record<Phase, (world: RollBackWorld) => readonly Step[]>> = {
  before: back,
  soak: (world) => [
    ...[alarm('OK', 0), alarm('ALARM', 110 * 60)],
    ...upgrade(world, { soakMinutes: 240, health: { alarms: ['slo'] } }),
    ...[wait(8 * HOUR), ...askedOfEks(world)],
  ],
  addons: (world) => [
    ...upgrade(world, { only: 'controlPlane', images: [] }),
    wait(3 * HOUR),
    ...ask(world, () => ({ action: 'upgrade', only: 'addons' })),
    ...[wait(2 * HOUR), ...back(world)],
  ],
  partly: (world) => [
    ...[...held(world), wait(600)],
    ...upgrade(world, { waivers: [waiver] }),
    ...[wait(12 * HOUR), ...back(world)],
  ],
  done: (world) => [...upgrade(world), wait(12 * HOUR), ...back(world)],
  'day 3': (world) => [...upgrade(world), wait(3 * DAY), ...back(world)],
  'day 6': (world) => [...upgrade(world), wait(6 * DAY), ...back(world)],
  'day 8': (world) => [...upgrade(world), wait(7 * DAY + 2 * HOUR), ...back(world)],
  'next minor': (world) => [
    ...[...upgrade(world), wait(12 * HOUR)],
    ...upgrade(world, { to: next(next(world.from)), images: [] }),
    ...[wait(12 * HOUR), ...asked(world), ...askedOfEks(world)],
    ...[...asked(world), ...askedOfEks(world, world.from)],
  ],
  'two minors': (world) => [
    ...upgrade(world, { to: next(next(world.from)), images: [] }),
    ...[wait(24 * HOUR), ...back(world)],
  ],
  forced: (world) => [
    wait(14 * DAY),
    ...byHand(world, 'UpdateClusterConfig', { upgradePolicy: { supportType: 'EXTENDED' } }),
    ...[wait(HOUR), ...back(world)],
  ],
};

/** The steps by which all clusters of a world come to its phase, and are asked to go back. */
export function stepsOf(world: RollBackWorld): readonly Step[] {
  const { eks, from, phase } = world;
  const answers = {
    rollsBackNodegroups: eks.goesBack,
    rollsBackForcedUpgrades: eks.goesBack,
    takesOldReleases: eks.takesOldReleases,
  };
  const clusters = clustersOf(world);
  return [
    { eksAnswers: { region, ...answers } },
    { apply: documentsOf(world) },
    ...clusters.flatMap(([cluster, { manifests = [] }]): readonly Step[] =>
      manifests.length > 0
        ? [{ workloads: { cluster, region, manifests: [...manifests], selfHeals: false } }]
        : [],
    ),
    ...clusters.flatMap(([cluster, { hybrid }]): readonly Step[] =>
      hybrid
        ? [
            {
              foreignNodes: {
                ...{ cluster, region, names: ['edge-1'], kubernetesVersion: from },
                labels: { 'eks.amazonaws.com/compute-type': 'hybrid' },
                ...{ zone: 'on-premises', isReady: true },
              },
            },
          ]
        : [],
    ),
    ...[wait(900), ...COURSES[phase](world)],
  ];
}

/** Quotas for as many clusters in one region. */
export const ROOM = {
  quotas: {
    ...{ 'ec2/vpcs': 50, 'ec2/addresses': 50, 'ec2/nat-gateways-per-zone': 50 },
    'ec2/internet-gateways': 50,
  },
};
