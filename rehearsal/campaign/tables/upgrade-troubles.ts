import type { PlannedFault } from '../../faults/schema.ts';
import type { Step } from '../../scenario/steps/all.ts';
import { addonsOf, groupsOf, NEXT_MINOR } from '../clusters.ts';
import { FLEET } from '../fleets.ts';
import type { Story } from '../story.ts';
import { hooks } from './hooks.ts';
import { app, budget, inside } from './manifests.ts';
import {
  asked,
  COMMON,
  fault,
  type Met,
  rested,
  SECONDS,
  type Upgrading,
  upgrade,
  waived,
} from './upgrade-asked.ts';

type Json = Extract<Step, { administrator: unknown }>['administrator']['calls'][number]['request'][string];

const ALARM = 'shop-slo';
/** Where one step of an upgrade is changed, before which something else may happen. */
const CHANGES = ['UpgradeAddon', 'UpgradeControlPlane', 'UpgradeNodeGroup', 'ReplaceNode'] as const;
const STATES = ['RefreshInsights', 'PlanUpgrade', 'ChooseStep', 'ObserveStep', ...CHANGES] as const;
const alarm = (region: string, state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA', afterSeconds: number): Step => ({
  alarm: { name: ALARM, region, state, afterSeconds },
});

/** An alarm that begins some time after the request, and may end again. */
export const alarmed =
  (from: number, to: number, request: (story: Story) => Upgrading): Met =>
  (cluster, story) => {
    const { random } = story;
    const { region } = cluster;
    const begins = random.integer(from, to);
    const state = random.chance(0.6) ? 'ALARM' : 'INSUFFICIENT_DATA';
    const ends = random.chance(0.4) ? [alarm(region, 'OK', begins + random.integer(30, 1800))] : [];
    const watched = { ...request(story), health: { alarms: [ALARM] } };
    return [
      alarm(region, 'OK', 0),
      alarm(region, state, begins),
      ...ends,
      ...asked(cluster, watched, story, 4 * 3600),
    ];
  };

const SITE = 'https://shop.example.com/healthz';
type SiteAnswer = Extract<Step, { site: unknown }>['site']['answers'];
const site = (answers: SiteAnswer, afterSeconds = 0): Step => ({
  site: { url: SITE, answers, afterSeconds },
});

/**
 * A site that an upgrade's probe asks: it is well all the while, fails from some time on and may come to rest again, or fails
 * now and then for a moment.
 */
export const probed =
  (from: number, to: number, request: (story: Story) => Upgrading): Met =>
  (cluster, story) => {
    const { random } = story;
    const status = random.pick<number | undefined>([undefined, undefined, 200, 204]);
    const well = status ?? random.pick([200, 204, 302]);
    const badly: readonly SiteAnswer[] = [500, 503, 404, 'nothing', 'refused', 'untrusted'];
    const begins = random.integer(from, to);
    const flaps = Array.from({ length: random.integer(3, 12) }, () => random.integer(60, to)).flatMap(
      (at) => [site(random.pick(badly), at), site(well, at + random.integer(5, 100))],
    );
    const lasting = [
      site(random.pick(badly), begins),
      ...(random.chance(0.4) ? [site(well, begins + random.integer(30, 1800))] : []),
    ];
    const answers = random.pick([[], lasting, lasting, lasting, flaps]);
    const probe = {
      url: SITE,
      ...(status === undefined ? {} : { status }),
      ...(random.chance(0.3) ? { timeoutMs: random.pick([500, 8000]) } : {}),
      ...(random.chance(0.3) ? { failures: random.pick([1, 10]) } : {}),
    };
    const health = { alarms: [], probes: [probe] } as Upgrading['health'];
    const watched = { ...request(story), health } as Upgrading;
    return [site(well), ...answers, ...asked(cluster, watched, story, 4 * 3600)];
  };

/** A freeze of all upgrades, for days around now, and its end some hours later. */
export const frozen: Met = (cluster, story) => {
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
  const request = { ...upgrade, soakMinutes: random.pick([0, 90, 90]) };
  return [
    { upgrade: { cluster: name, region, request }, followForSeconds: random.integer(300, 2400) },
    { applyFleet: fleet, followForSeconds: 60 },
    { wait: random.integer(2, 4) * 3600 },
    { deleteFleet: { name: FLEET, home }, followForSeconds: 60 },
    { wait: 2 * 3600 },
    ...rested(story),
  ];
};

export const paused: Met = (cluster, story) => {
  const { random } = story;
  const states = STATES.filter(() => random.chance(0.4));
  const pauses = (states.length > 0 ? states : ['ChooseStep']).map((state) =>
    fault({ kind: 'pause', state, heldSeconds: random.integer(60, 1800) }),
  );
  return [...pauses, ...asked(cluster, { ...upgrade, soakMinutes: random.pick([0, 5]) }, story)];
};

/** A budget that no pod may go for, by itself or once pods are gone; before the plan is made, or after it. */
export const held: Met = (cluster, story) => {
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
    ...rested(story),
  ];
};

/** Updates inside EKS that fail or hang, of one thing or of all, and instances that do not come. */
export const failing: Met = (cluster, story) => {
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

export const canceled: Met = (cluster, story) => {
  const { random } = story;
  const state = random.pick([...STATES, 'WaitForStep', 'WaitForStep']);
  const request = { ...upgrade, soakMinutes: random.pick([0, 30]) };
  return [fault({ kind: 'cancel', state }), ...asked(cluster, request, story)];
};

/** A request of another operation while the upgrade goes on: at a story's end none that takes the cluster away. */
export const met: Met = (cluster, story) => {
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
export const byHand: Met = (cluster, story) => {
  const { random } = story;
  const { name } = cluster;
  const of = { clusterName: name };
  const { managed } = groupsOf(cluster);
  const nodegroupName = random.pick(managed.length > 0 ? managed : ['none']);
  const addonName = random.pick(addonsOf(cluster).length > 0 ? addonsOf(cluster) : ['vpc-cni']);
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
    fault({ kind: 'by-hand', state, calls: [{ service: 'eks', operation, request }], maybe: true }),
    ...asked(cluster, upgrade, story),
  ];
};

export const hooked: Met = (cluster, story) => {
  const { before, named, after } = hooks(cluster, story);
  return [...before, ...asked(cluster, { ...upgrade, hooks: named }, story), ...after];
};
