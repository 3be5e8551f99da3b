import type { AppliedDocument } from '../../rehearsal/applied-document.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { document, region } from '../workflow-scenarios/by-hand.ts';
import { karpenter } from '../workflow-scenarios/scale-cluster.ts';
import type { GrantScenario } from './grant-scenario.ts';

const VPC_ID = 'vpc-0f00dfeed00dfeed0';
const apply = (applied: AppliedDocument): Step => ({ apply: [applied] });
const scale = (action: 'hibernate' | 'wake'): Step => ({
  scale: { cluster: 'web', region, request: { action } },
});
const ec2 = (operation: string, request: Record<string, string>): Step => ({
  administrator: { region, calls: [{ service: 'ec2', operation, request }] },
});
const clusterEndpoints = { publicAccess: false, privateAccess: true };

/** Nodes of Karpenter's and of a group, in a network of the cluster's own. */
const web = document('web', {
  vpc: { clusterEndpoints },
  managedNodeGroups: [{ name: 'managed', minSize: 0, desiredCapacity: 1, maxSize: 2 }],
});
/** A node that Auto Scaling has, and pods on Fargate. */
const own = document('own', {
  vpc: { clusterEndpoints },
  nodeGroups: [{ name: 'own', minSize: 1, desiredCapacity: 1, maxSize: 2 }],
  fargateProfiles: [{ name: 'shop', selectors: [{ namespace: 'shop' }] }],
});
const request = { action: 'upgrade', to: '1.35', soakMinutes: 0, health: { alarms: ['slo'] } };
const pods: Step = {
  workloads: {
    ...{ cluster: 'own', region, selfHeals: false },
    manifests: [
      {
        ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'shop', namespace: 'shop' } },
        spec: {
          ...{ replicas: 1, selector: { matchLabels: { app: 'shop' } } },
          template: { metadata: { labels: { app: 'shop' } }, spec: {} },
        },
      },
    ],
  },
};
/** A cluster in a network of the user's own, which stays. */
const guest = document('guest', {
  autoModeConfig: { enabled: true },
  vpc: {
    clusterEndpoints,
    id: VPC_ID,
    subnets: {
      private: {
        'us-west-2a': { id: 'subnet-0aaaaaaaaaaaaaaa1', cidr: '10.20.0.0/20' },
        'us-west-2b': { id: 'subnet-0aaaaaaaaaaaaaaa2' },
      },
    },
  },
});

/**
 * Scenarios of clusters that only functions in their VPC reach: every step that needs such a function, and those that
 * make and delete it.
 */
export const privateScenarios: readonly GrantScenario[] = [
  {
    name: 'a private cluster, asleep and awake',
    documents: [web],
    steps: [apply(web), karpenter, { wait: 600 }, scale('hibernate'), scale('wake')],
  },
  {
    name: 'a private cluster that is upgraded, with nodes and pods that are replaced one by one',
    documents: [own],
    steps: [
      apply(own),
      pods,
      { wait: 600 },
      { alarm: { name: 'slo', region, state: 'OK', afterSeconds: 0 } },
      { upgrade: { cluster: 'own', region, request } },
    ],
  },
  {
    name: 'a private cluster of the next release',
    documents: [guest],
    faults: [{ kind: 'deploy', state: 'RegisterCluster' }],
    steps: [apply(guest), apply(guest)],
  },
  {
    name: 'a private cluster in a network that changes, released',
    documents: [guest],
    steps: [
      apply(guest),
      ec2('AssociateVpcCidrBlock', { VpcId: VPC_ID, CidrBlock: '10.21.0.0/16' }),
      apply(guest),
      { forget: { cluster: 'guest', region } },
    ],
  },
  {
    name: 'a private cluster whose forwarder cannot be made at first',
    documents: [guest],
    steps: [
      {
        fault: {
          kind: 'server-error',
          madeBy: 'cloudformation',
          operation: 'create AWS::Lambda::Function',
          times: 6,
        },
      },
      apply(guest),
      { recover: 'all' },
      apply(guest),
    ],
  },
];
