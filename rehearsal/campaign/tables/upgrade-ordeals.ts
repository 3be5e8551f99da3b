import type { PlannedFault } from '../../faults/schema.ts';
import type { Step } from '../../scenario/steps/all.ts';
import {
  addonsOf,
  allGroupsOf,
  canSleep,
  type DrawnCluster,
  FORMER_MINOR,
  groupsOf,
  minorOf,
  NEXT_MINOR,
  specOf,
} from '../clusters.ts';
import { FLEET } from '../fleets.ts';
import { CONVERGE_SECONDS } from '../liveness.ts';
import { hasCluster, type Story } from '../story.ts';
import type { DrawTable, Row } from '../table.ts';
import { OTHER_IMAGE } from './bodies.ts';
import { hooks } from './hooks.ts';
import { app, budget, inside, karpenter, type Manifests, webhook } from './manifests.ts';

type Upgrading = Extract<Step, { upgrade: unknown }>['upgrade']['request'];
type Insight = Extract<Step, { insight: unknown }>['insight'];
type Json = Extract<Step, { administrator: unknown }>['administrator']['calls'][number]['request'][string];
type Met = (cluster: DrawnCluster, story: Story) => readonly Step[];
type Fits = (cluster: DrawnCluster) => boolean;

const ALARM = 'shop-slo';
/** The time of an upgrade of a few nodes, and of updates that are tried three times. */
const SECONDS = 3 * 3600;
/** Where one step of an upgrade is changed, before which something else may happen. */
const CHANGES = ['UpgradeAddon', 'UpgradeControlPlane', 'UpgradeNodeGroup', 'ReplaceNode'] as const;
const STATES = ['RefreshInsights', 'PlanUpgrade', 'ChooseStep', 'ObserveStep', ...CHANGES] as const;
/** Findings that nodes and pods of a story with a past may have. */
const COMMON = ['addon-unhealthy', 'nodes-not-ready', 'node-group-issues', 'node-group-degraded'] as const;

const hasGroups: Fits = (cluster) => allGroupsOf(cluster).length > 0;
const hasManaged: Fits = (cluster) => groupsOf(cluster).managed.length > 0;
const hasAddons: Fits = (cluster) => addonsOf(cluster).length > 0;
const isBehind: Fits = (cluster) => minorOf(cluster) === FORMER_MINOR;
const isAuto: Fits = (cluster) => specOf(cluster).autoModeConfig !== undefined;
const isMade: Fits = ({ origin }) => origin === 'fleet';
const isUp = (story: Story): boolean => story.isUp;

/** A row about one cluster; at a story's end about one that the fleet has made, which is up. */
const row = (
  name: string,
  weight: number,
  met: Met,
  fits: Fits = () => true,
  isFit: (story: Story) => boolean = () => true,
): Row<Story, readonly Step[]> => {
  const fitting = (story: Story) => (cluster: DrawnCluster) =>
    fits(cluster) && (isMade(cluster) || !story.isUp);
  return {
    name,
    weight,
    fits: (story) => isFit(story) && hasCluster(fitting(story))(story),
    draw: (story) => met(story.cluster(fitting(story)), story),
  };
};

/** A request that has its time, with the faults that it meets; at a story's end all comes to rest. */
function given(step: Step, story: Story, seconds = SECONDS): readonly Step[] {
  const rest: Step = { convergeWithinSeconds: CONVERGE_SECONDS };
  return [{ ...step, followForSeconds: seconds } as Step, ...(story.isUp ? [rest] : [])];
}
const asked = (
  { name: cluster, region }: DrawnCluster,
  request: Upgrading,
  story: Story,
  seconds?: number,
): readonly Step[] => given({ upgrade: { cluster, region, request } }, story, seconds);
const scaled = ({ name: cluster, region }: DrawnCluster, action: string, story: Story): readonly Step[] =>
  given({ scale: { cluster, region, request: { action } } }, story, 1800);

const upgrade = { action: 'upgrade', to: NEXT_MINOR, soakMinutes: 0 } as const;
const waived = (findings: readonly string[], until: string) =>
  findings.map((finding) => ({ finding, until, reason: 'a drill' }));
const fault = (planned: PlannedFault): Step => ({ fault: planned });
const alarm = (region: string, state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA', afterSeconds: number): Step => ({
  alarm: { name: ALARM, region, state, afterSeconds },
});

/** An alarm that begins some time after the request, and may end again. */
const alarmed =
  (from: number, to: number, request: (story: Story) => Upgrading): Met =>
  (cluster, story) => {
    const { random } = story;
    const { region } = cluster;
    const begins = random.integer(from, to);
    const state = random.chance(0.8) ? 'ALARM' : 'INSUFFICIENT_DATA';
    const ends = random.chance(0.4) ? [alarm(region, 'OK', begins + random.integer(30, 1800))] : [];
    const watched = { ...request(story), health: { alarms: [ALARM] } };
    return [
      alarm(region, 'OK', 0),
      alarm(region, state, begins),
      ...ends,
      ...asked(cluster, watched, story, 4 * 3600),
    ];
  };

/** A freeze of all upgrades, for days around now, and its end some hours later. */
const frozen: Met = (cluster, story) => {
  const { random, home, regions } = story;
  const { name, region } = cluster;
  const [from, to] = [-86_400, 2 * 86_400].map((seconds) => story.later(seconds).slice(0, 10));
  const freezes = [{ from, to, zone: 'UTC', stops: ['upgrade'] }];
  const fleet = {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: FLEET },
    spec: { home, regions, freezes },
  };
  const request = { ...upgrade, soakMinutes: random.pick([0, 30]) };
  return [
    { upgrade: { cluster: name, region, request }, followForSeconds: random.integer(300, 3600) },
    { applyFleet: fleet, followForSeconds: 60 },
    { wait: random.integer(1, 3) * 3600 },
    { deleteFleet: { name: FLEET, home }, followForSeconds: 60 },
    { wait: 2 * 3600 },
    ...(story.isUp ? [{ convergeWithinSeconds: CONVERGE_SECONDS }] : []),
  ];
};

const paused: Met = (cluster, story) => {
  const { random } = story;
  const states = STATES.filter(() => random.chance(0.4));
  const pauses = (states.length > 0 ? states : ['ChooseStep']).map((state) =>
    fault({ kind: 'pause', state, heldSeconds: random.integer(60, 1800) }),
  );
  return [...pauses, ...asked(cluster, { ...upgrade, soakMinutes: random.pick([0, 5]) }, story)];
};

/** A budget that no pod may go for, by itself or once pods are gone; before the plan is made, or after it. */
const held: Met = (cluster, story) => {
  const { random } = story;
  const manifests = [
    app('shop', { replicas: random.pick([1, 2]) }),
    budget('shop', { minAvailable: random.pick([1, 2]) }),
  ];
  const consents = random.chance(0.3) ? { consents: ['evictDespiteBudgets'] } : {};
  const waivers = random.chance(0.7) ? waived(['pdb-blocks-drain', ...COMMON], story.later(86_400)) : [];
  const request: Upgrading = { ...upgrade, ...consents, waivers };
  if (random.chance(0.6)) return [...inside([cluster], manifests), ...asked(cluster, request, story)];
  const { name, region } = cluster;
  return [
    { upgrade: { cluster: name, region, request }, followForSeconds: 900 },
    ...inside([cluster], manifests),
    { wait: SECONDS },
    ...(story.isUp ? [{ convergeWithinSeconds: CONVERGE_SECONDS }] : []),
  ];
};

/** Updates inside EKS that fail or hang, of one thing or of all, and instances that do not come. */
const failing: Met = (cluster, story) => {
  const { random } = story;
  const { region, name } = cluster;
  const things = [...groupsOf(cluster).managed, ...addonsOf(cluster), name];
  const of = { region, cluster: name, ...(random.chance(0.7) ? { name: random.pick(things) } : {}) };
  const faults: readonly PlannedFault[] = [
    { kind: 'update-fails', ...of, times: random.integer(1, 4) },
    { kind: 'update-hangs', ...of, forSeconds: random.integer(10, 90) * 60 },
    { kind: 'capacity-shortage', region, forSeconds: random.integer(20, 90) * 60 },
  ];
  return [fault(random.pick(faults)), ...asked(cluster, upgrade, story)];
};

const canceled: Met = (cluster, story) => {
  const { random } = story;
  const state = random.pick([...STATES, 'WaitForStep', 'WaitForStep']);
  const request = { ...upgrade, soakMinutes: random.pick([0, 30]) };
  return [fault({ kind: 'cancel', state }), ...asked(cluster, request, story)];
};

/** A request of another operation while the upgrade goes on: at a story's end none that takes the cluster away. */
const met: Met = (cluster, story) => {
  const { random } = story;
  const { name } = cluster;
  const requestId = story.id('meets');
  const harmless = [
    ['ClusterScaleRequested', { requestId, cluster: name, action: 'hibernate' }],
    ['ClusterScaleRequested', { requestId, cluster: name, action: 'wake' }],
    ['ClusterUpgradeRequested', { requestId, cluster: name, action: 'rollBack' }],
    ['ClusterUpgradeRequested', { requestId, cluster: name, action: 'upgrade', only: 'addons' }],
  ] as const;
  const others = [
    ['ClusterDeletionRequested', { requestId, cluster: name, confirm: name }],
    ['ClusterReleaseRequested', { requestId, cluster: name }],
  ] as const;
  const [detailType, detail] = random.pick([...harmless, ...(story.isUp ? [] : others)]);
  const state = random.pick(STATES);
  return [fault({ kind: 'request', state, detailType, detail }), ...asked(cluster, upgrade, story)];
};

/** Plain calls of a person in the middle of an upgrade. */
const byHand: Met = (cluster, story) => {
  const { random } = story;
  const { name } = cluster;
  const of = { clusterName: name };
  const { managed } = groupsOf(cluster);
  const nodegroupName = random.pick(managed.length > 0 ? managed : ['none']);
  const addonName = random.pick(hasAddons(cluster) ? addonsOf(cluster) : ['vpc-cni']);
  const sizes = { minSize: 0, desiredSize: random.integer(0, 3), maxSize: 3 };
  const logging = { clusterLogging: [{ types: ['audit'], enabled: true }] };
  const [operation, request] = random.pick<readonly [string, Record<string, Json>]>([
    ['UpdateClusterVersion', { name, version: NEXT_MINOR }],
    ['UpdateNodegroupConfig', { ...of, nodegroupName, scalingConfig: sizes }],
    ['UpdateNodegroupVersion', { ...of, nodegroupName }],
    ['DeleteNodegroup', { ...of, nodegroupName }],
    ['UpdateAddon', { ...of, addonName, resolveConflicts: 'OVERWRITE' }],
    ['DeleteAddon', { ...of, addonName }],
    ['UpdateClusterConfig', { name, logging }],
  ]);
  const state = random.pick([...STATES, 'WaitForStep']);
  return [
    fault({ kind: 'by-hand', state, calls: [{ service: 'eks', operation, request }] }),
    ...asked(cluster, upgrade, story),
  ];
};

const slept: Met = (cluster, story) => [
  ...scaled(cluster, 'hibernate', story),
  ...asked(cluster, upgrade, story),
  ...scaled(cluster, 'wake', story),
];

/** One part after the other. */
const inParts: Met = (cluster, story) => [
  ...asked(cluster, { ...upgrade, only: 'controlPlane' }, story, 3600),
  ...asked(cluster, { action: 'upgrade', only: 'addons' }, story, 3600),
  ...(hasGroups(cluster) ? asked(cluster, { action: 'upgrade', only: 'nodes' }, story) : []),
];

/** Two minors, of whose waivers one may run out before the second. */
const chained: Met = (cluster, story) => {
  const { random } = story;
  const nodes = random.pick(['each', 'last']);
  const ends = story.later(random.pick([1500, 86_400]));
  const needsWaiver = story.isUp && random.chance(0.6);
  const one = [app('shop'), budget('shop', { minAvailable: 1 })];
  const waivers = waived(['pdb-blocks-drain', ...COMMON], ends);
  const request = { ...upgrade, nodes, soakMinutes: random.pick([0, 20]), waivers };
  return [...(needsWaiver ? inside([cluster], one) : []), ...asked(cluster, request, story, 5 * 3600)];
};

/** Up, and back where EKS takes nodes back, or does not. */
const thereAndBack: Met = (cluster, story) => {
  const { random } = story;
  const { region } = cluster;
  const answers = {
    rollsBackNodegroups: random.chance(0.7),
    takesOldReleases: random.chance(0.7),
    enforcesUpgradeInsights: random.chance(0.5),
  };
  const only = random.chance(0.2) ? { only: 'controlPlane' } : {};
  const consents = random.chance(0.5)
    ? { consents: ['skipInsights'], waivers: waived(['insight-error', 'fargate-newer'], story.later(86_400)) }
    : {};
  return [
    { eksAnswers: { region, ...answers } },
    ...asked(cluster, { ...upgrade, ...only }, story),
    ...(random.chance(0.2) ? [{ wait: random.pick([1, 8]) * 86_400 }] : []),
    ...asked(cluster, { action: 'rollBack', ...consents }, story),
  ];
};

/** Insights of EKS's that stand in the way, or only warn, and what a person says of them. */
const insights: Met = (cluster, story) => {
  const { random } = story;
  const { name, region } = cluster;
  const minor = random.pick([NEXT_MINOR, NEXT_MINOR, minorOf(cluster)]);
  const status = random.pick(['ERROR', 'ERROR', 'UNKNOWN', 'WARNING'] as const);
  const shown = { id: 'i-drawn', name: 'Drawn finding', category: 'UPGRADE_READINESS', reason: 'by a seed' };
  const insight = { cluster: name, region, ...shown, kubernetesVersion: minor, status } as Insight;
  const called: Step = {
    deprecatedClient: {
      cluster: name,
      region,
      userAgent: 'old-controller/1.0',
      calls: {
        usage: '/apis/flowcontrol.apiserver.k8s.io/v1beta3/flowschemas',
        replacedWith: '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas',
        stopServingVersion: NEXT_MINOR,
        startServingReplacementVersion: '1.29',
        requestsADay: 24,
      },
    },
  };
  const mended: readonly Step[] = [
    { deprecatedClient: { cluster: name, region, userAgent: 'old-controller/1.0' } },
    { wait: 3600 },
  ];
  const isCalled = random.chance(0.4);
  const isMended = isCalled && random.chance(0.6);
  const laid: Step[] = isCalled ? [called, { wait: 3600 }, ...(isMended ? mended : [])] : [{ insight }];
  const fixes = isMended ? { fixes: [{ finding: 'insight-error', at: story.later(3600) }] } : {};
  const consents = random.chance(0.5) ? { consents: ['skipInsights'] } : {};
  const ids = ['insight-error', 'insight-unknown', ...COMMON];
  const waivers = random.chance(0.6) ? { waivers: waived(ids, story.later(2 * 86_400)) } : {};
  return [
    { eksAnswers: { region, enforcesUpgradeInsights: random.chance(0.6) } },
    ...laid,
    ...asked(cluster, { ...upgrade, ...fixes, ...consents, ...waivers }, story),
  ];
};

const insideAnd =
  (manifests: (story: Story) => Manifests, soakMinutes: number): Met =>
  (cluster, story) => [
    ...inside([cluster], manifests(story)),
    ...asked(cluster, { ...upgrade, soakMinutes }, story),
  ];

/** Pods of Karpenter's or Auto Mode's follow within the soak, where no budget of their pool holds them. */
const drifting = ({ random }: Story): Manifests =>
  karpenter(random.chance(0.3) ? { disruption: { budgets: [{ nodes: '0' }] } } : {});

const onFargate = ({ random }: Story): Manifests => {
  const replicas = random.integer(1, 3);
  const of = { namespace: 'jobs', replicas };
  const isHeld = random.chance(0.4);
  return [app('job', of), ...(isHeld ? [budget('job', { minAvailable: replicas }, 'jobs')] : [])];
};

/** Nodes of a data centre, of which some would be too old. */
const hybrid: Met = (cluster, story) => {
  const kubernetesVersion = story.random.pick(['1.32', '1.33', minorOf(cluster)]);
  const labels = { 'eks.amazonaws.com/compute-type': 'hybrid' };
  const of = { cluster: cluster.name, region: cluster.region, names: ['rack-1', 'rack-2'] };
  return [
    {
      foreignNodes: {
        ...of,
        kubernetesVersion,
        labels,
        zone: 'on-premises',
        isReady: story.random.chance(0.8),
      },
    },
    ...asked(cluster, upgrade, story),
  ];
};

const withImage: Met = (cluster, story) => {
  const nodeGroup = 'first';
  const image = story.random.pick([OTHER_IMAGE, OTHER_IMAGE, 'ami-0000000000000000f']);
  return asked(cluster, { ...upgrade, images: [{ nodeGroup, image }] }, story);
};

/** AWS upgrades a cluster at the end of its support, and somebody asks for the next minor after that. */
const forced: Met = (cluster, story) => [
  { wait: story.random.integer(8, 14) * 86_400 },
  ...asked(cluster, upgrade, story),
  ...asked(cluster, { action: 'rollBack' }, story),
];

/**
 * An upgrade, and what it meets just where it is. In the middle of a story a cluster may be in any state; at its end all are
 * up, so that an upgrade comes as far as it can.
 */
export const upgradeOrdeals: DrawTable<Story, readonly Step[]> = {
  name: 'upgrade-ordeals',
  rows: [
    row(
      'an alarm in the soak',
      3,
      alarmed(600, 4500, ({ random }) => ({ ...upgrade, soakMinutes: random.pick([30, 60, 90]) })),
    ),
    row(
      'an alarm while its nodes move',
      3,
      alarmed(900, 4800, ({ random }) => ({ ...upgrade, parallelNodeGroups: random.integer(1, 3) })),
      hasGroups,
    ),
    row('hooks', 4, (cluster, story) => {
      const { before, named, after } = hooks(cluster, story);
      return [...before, ...asked(cluster, { ...upgrade, hooks: named }, story), ...after];
    }),
    row('a freeze in its midst', 2, frozen),
    row('a pause in its midst', 3, paused, undefined, ({ hasOtherStage }) => !hasOtherStage),
    row('a budget that holds its pods', 8, held, hasManaged, isUp),
    row('updates that fail or hang', 4, failing),
    row('it is canceled', 3, canceled),
    row('another request meets it', 3, met),
    row('somebody changes things in its midst', 3, byHand),
    row('of a cluster that sleeps', 4, slept, canSleep),
    row('part by part', 3, inParts),
    row('of two minors', 20, chained, isBehind),
    row('there and back', 5, thereAndBack),
    row('insights', 5, insights, undefined, isUp),
    row("nodes of Karpenter's that follow", 8, insideAnd(drifting, 30), hasManaged, isUp),
    row(
      "nodes of Auto Mode's that follow",
      25,
      insideAnd(() => [app('shop', { replicas: 2 })], 30),
      isAuto,
      isUp,
    ),
    row(
      'pods on Fargate',
      20,
      insideAnd(onFargate, 0),
      (cluster) => specOf(cluster, 0).fargateProfiles !== undefined,
      isUp,
    ),
    row('hybrid nodes', 3, hybrid, undefined, isUp),
    row(
      'a webhook that fails closed',
      3,
      insideAnd(() => webhook('guard'), 0),
      hasManaged,
      isUp,
    ),
    row('an image that is given', 14, withImage, (cluster) => groupsOf(cluster, 0).managed.includes('first')),
    row(
      'AWS was there before',
      30,
      forced,
      (cluster) => isBehind(cluster) && specOf(cluster, 0).upgradePolicy !== undefined,
    ),
  ],
};
