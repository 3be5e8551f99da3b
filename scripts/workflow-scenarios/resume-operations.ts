import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import {
  apply,
  auto,
  clusterIs,
  document,
  ended,
  fleetHas,
  left,
  privateHandmade,
  region,
  remove,
} from './by-hand.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

/** Pauses the fleet for a while in each of the states, before a look in that state, so that the pause holds it. */
const pausedIn = (...states: readonly string[]): readonly Step[] =>
  states.map((state) => ({ fault: { kind: 'pause', state, heldSeconds: 600 } }));
/**
 * The step, paused in each state, and a wait for a fixed time: another execution wakes the operation, so that its end
 * cannot be followed.
 */
const asked = (step: Step, ...states: readonly string[]): readonly Step[] => [
  ...pausedIn(...states),
  step,
  { wait: 7200 },
];
const workflows = (name: string): readonly string[] => [name, 'resume-operations'];

const bare = document('bare', { addonsConfig: { disableDefaultAddons: true } });
const web = document('web', {
  managedNodeGroups: [{ name: 'managed', minSize: 0, desiredCapacity: 1, maxSize: 2 }],
});
/** The fleet comes to it by a function in its VPC. */
const hidden = document('hidden', {
  managedNodeGroups: [{ name: 'managed', desiredCapacity: 1 }],
  vpc: { clusterEndpoints: { publicAccess: false, privateAccess: true } },
});
const whole = document('whole', {
  addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
  managedNodeGroups: [{ name: 'managed', desiredCapacity: 1 }],
});
const retail = {
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'retail' },
  spec: { home: region, regions: [region] },
};
const inOneWave = {
  ...retail,
  spec: { ...retail.spec, upgrades: { target: '1.35', waves: [{ select: {} }] } },
};
const adopt: Step = { adopt: { cluster: 'handmade', region, level: 'scale' } };

export const resumeOperations: readonly WorkflowScenario[] = [
  {
    name: 'a creation that is paused in every phase',
    workflows: workflows('create-cluster'),
    documents: [hidden],
    request: asked(
      apply(hidden),
      'ChangeFoundation',
      'ChangeControlPlane',
      'ChangeContents',
      'EnsureForwarder',
      'EnsureAccess',
      'RegisterCluster',
    ),
    after: [ended('create', 'Succeeded'), clusterIs('hidden', 'ACTIVE')],
    newer: [remove('hidden')],
  },
  {
    name: 'a deletion that is paused in every phase',
    workflows: workflows('delete-cluster'),
    documents: [whole],
    before: [apply(whole), left('whole')],
    request: asked(
      remove('whole'),
      'ChangeCompute',
      'ChangeControlPlane',
      'ChangeLoadBalancers',
      'ChangeLeftovers',
      'ChangeStacks',
      'UnregisterCluster',
    ),
    after: [ended('delete', 'Succeeded'), clusterIs('whole', 'absent')],
  },
  {
    name: 'a scaling that is paused in every step',
    workflows: workflows('scale-cluster'),
    documents: [web],
    before: [apply(web)],
    request: asked(
      {
        scale: { cluster: 'web', region, request: { action: 'hibernate', until: '2026-11-25T20:00:00Z' } },
      },
      'PlanScaling',
      'ScheduleReturn',
      'ChangeGroups',
      'WaitForGroups',
    ),
    after: [ended('scale', 'Succeeded')],
    newer: [remove('web')],
  },
  {
    name: 'an upgrade that is paused in every step',
    workflows: workflows('upgrade-cluster'),
    documents: [bare],
    before: [apply(bare)],
    request: asked(
      {
        upgrade: { cluster: 'bare', region, request: { action: 'upgrade', to: '1.35', soakMinutes: 0 } },
      },
      'RefreshInsights',
      'PlanUpgrade',
      'ChooseStep',
      'ChangeStep',
    ),
    after: [clusterIs('bare', 'ACTIVE'), ended('upgrade', 'Succeeded')],
    afterStop: [clusterIs('bare', 'ACTIVE')],
    newer: [remove('bare')],
  },
  {
    name: 'an adoption that is paused in every step',
    workflows: workflows('adopt-cluster'),
    documents: [],
    before: privateHandmade,
    request: asked(adopt, 'RegisterCluster', 'EnsureForwarder', 'EnsureAccess'),
    after: [fleetHas('handmade', 'scale')],
    newer: [{ forget: { cluster: 'handmade', region } }],
  },
  {
    name: 'a release that is paused in every step',
    workflows: workflows('release-cluster'),
    documents: [],
    before: [...privateHandmade, adopt],
    request: asked(
      { forget: { cluster: 'handmade', region } },
      'EnsureForwarder',
      'EnsureAccess',
      'UnregisterCluster',
    ),
    after: [fleetHas('handmade', 'absent')],
  },
  {
    name: 'a pause that is over while its wait is registered',
    workflows: workflows('create-cluster'),
    documents: [auto],
    before: [{ fault: { kind: 'pause', state: 'ChangeFoundation', heldSeconds: 10 } }],
    request: asked(apply(auto)),
    after: [ended('create', 'Succeeded'), clusterIs('auto', 'ACTIVE')],
    faults: [{ kind: 'delay', functionName: 'operationAwaitResume', operation: 'PutItem', delayMs: 20_000 }],
    newer: [remove('auto')],
  },
  {
    name: 'a Fleet document that a pause holds',
    workflows: workflows('apply-fleet'),
    documents: [],
    request: asked({ applyFleet: retail }, 'StoreDocument'),
    after: [ended('apply-fleet', 'Succeeded')],
  },
  {
    name: 'a wish about the upgrade of a fleet that a pause holds',
    workflows: workflows('upgrade-fleet'),
    documents: [bare],
    before: [apply(bare), { applyFleet: inOneWave }],
    request: asked(
      { upgradeFleet: { fleet: 'retail', home: region, request: { action: 'start' } } },
      'ChangeUpgrade',
    ),
    after: [ended('upgrade-fleet', 'Succeeded')],
    afterStop: [],
  },
];
