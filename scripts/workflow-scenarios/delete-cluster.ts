import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import {
  apply,
  auto,
  claimedTwice,
  clusterIs,
  document,
  ended,
  fleetHas,
  left,
  region,
  rejected,
  remove,
  unlock,
} from './by-hand.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

/**
 * A cluster with one content of each kind that a task of its own deletes, and groups of nodes of both kinds, in a
 * network with leftovers.
 */
const whole = document('whole', {
  addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
  managedNodeGroups: [{ name: 'managed', desiredCapacity: 1 }],
  nodeGroups: [{ name: 'own', desiredCapacity: 1 }],
  fargateProfiles: [{ name: 'jobs', selectors: [{ namespace: 'jobs' }] }],
  capabilities: [{ name: 'kro', type: 'KRO' }],
});
const leftovers = left('whole');
/** A load balancer with deletion protection: it keeps the cluster's network until its owner gives it up. */
const protectedBalancer: Step = {
  plant: {
    cluster: 'auto',
    region,
    loadBalancers: [
      {
        name: 'shop',
        type: 'application',
        securityGroups: [],
        targetGroups: [],
        deletionProtection: true,
      },
    ],
    securityGroups: [],
    networkInterfaces: [],
    instances: 0,
    volumes: [],
  },
};
const guarded = document(
  'guarded',
  { autoModeConfig: { enabled: true } },
  { annotations: { 'eks-fleet.dev/deletion-protection': 'true' } },
);

const workflows = ['delete-cluster'];

export const deleteCluster: readonly WorkflowScenario[] = [
  {
    name: 'a deletion',
    workflows,
    documents: [whole],
    before: [apply(whole), leftovers],
    request: [remove('whole')],
    after: [clusterIs('whole', 'absent'), fleetHas('whole', 'absent'), { expect: { nothingLeft: true } }],
    newer: [apply(whole)],
  },
  {
    name: 'a deletion that is not confirmed',
    workflows,
    documents: [],
    request: [{ delete: { cluster: 'auto', region, confirm: 'another' } }],
    after: [rejected("repeat the cluster's name to confirm")],
  },
  {
    name: 'a deletion of what is protected',
    workflows,
    documents: [guarded],
    before: [apply(guarded)],
    request: [remove('guarded')],
    after: [rejected('has deletion protection'), clusterIs('guarded', 'ACTIVE'), fleetHas('guarded', 'all')],
    newer: [apply(guarded)],
  },
  {
    name: 'a deletion that fails',
    workflows,
    documents: [auto],
    before: [apply(auto), protectedBalancer],
    request: [remove('auto')],
    after: [ended('delete', 'Failed', 'because deletion protection is enabled')],
    faults: [claimedTwice('deleteAcceptRequest')],
    newer: [apply(auto)],
  },
  {
    name: 'a deletion that loses its lease',
    workflows,
    documents: [auto],
    before: [apply(auto)],
    request: [
      { delete: { cluster: 'auto', region }, followForSeconds: 60 },
      unlock('auto'),
      { wait: 600 },
      remove('auto'),
    ],
    after: [clusterIs('auto', 'absent'), ended('delete', 'Succeeded'), { expect: { nothingLeft: true } }],
    newer: [apply(auto)],
  },
];
