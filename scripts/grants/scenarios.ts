import type { PlannedFault } from '../../rehearsal/faults/plan.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { adoptCluster } from '../workflow-scenarios/adopt-cluster.ts';
import { apply, left, region, remove, shopBalancer } from '../workflow-scenarios/by-hand.ts';
import { resumeOperations } from '../workflow-scenarios/resume-operations.ts';
import { scaleCluster } from '../workflow-scenarios/scale-cluster.ts';
import { upgradeCluster } from '../workflow-scenarios/upgrade-cluster.ts';
import {
  autoMode,
  blocked,
  caching,
  doomed,
  everything,
  everythingChanged,
  features,
  inPlace,
  ipv6,
  isolated,
  karpenter,
  plain,
  reborn,
  refused,
  rekeyed,
  unlucky,
} from './documents.ts';
import { failoverScenarios } from './failover-scenarios.ts';
import { fleetScenarios } from './fleet-scenarios.ts';
import { named, settled } from './given-documents.ts';
import type { GrantScenario } from './grant-scenario.ts';
import { privateScenarios } from './private-scenarios.ts';

const DAY = 86_400;

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const roles = (operation: 'CreateRole' | 'DeleteRole', ...names: readonly string[]): Step => ({
  administrator: {
    region,
    calls: names.map((RoleName) => ({
      service: 'iam',
      operation,
      request: {
        RoleName,
        ...(operation === 'CreateRole'
          ? { Path: '/eks-fleet/', AssumeRolePolicyDocument: JSON.stringify(TRUST) }
          : {}),
      },
    })),
  },
});

const leftovers = (cluster: string): Step =>
  left(cluster, {
    loadBalancers: [
      shopBalancer,
      { name: 'classic', type: 'classic', securityGroups: [], targetGroups: [], deletionProtection: false },
    ],
    volumes: ['data'],
  });

/** A fault of CloudFormation's operation on a kind of resource, however often it tries. */
const refusedOf = (operation: string): PlannedFault => ({
  kind: 'server-error',
  madeBy: 'cloudformation',
  operation,
  times: 1000,
});

/** Adoptions that see to the fleet's way into a cluster. */
const LETS_IN = new Set([
  'an adoption at levels that scale',
  'an adoption that lets the fleet into no cluster',
]);
// Here the home is another region: scenarios of their own need Fleet documents.
const HELD = resumeOperations.filter(({ workflows }) => !workflows.some((name) => name.endsWith('-fleet')));

/** Scenarios from the smallest to the largest: together they enter every workflow and every way that it ends. */
export const scenarios: readonly GrantScenario[] = [
  { name: 'a refused request', documents: [refused], steps: [apply(refused)] },
  { name: 'a plain creation', documents: [plain], steps: [apply(plain)] },
  { name: 'a deletion of nothing', documents: [], steps: [remove('nobody')] },
  ...fleetScenarios,
  ...failoverScenarios,
  ...[
    ...scaleCluster,
    ...upgradeCluster,
    ...adoptCluster.filter(({ name }) => LETS_IN.has(name)),
    ...HELD,
  ].map(({ name, documents, before = [], request, after, faults = [] }) => ({
    name,
    documents,
    steps: [...before, ...request, ...after],
    faults,
  })),
  {
    name: 'a deletion that fails once the control plane is gone, and a creation',
    documents: [reborn],
    steps: [
      apply(reborn),
      {
        fault: {
          kind: 'server-error',
          functionName: 'deleteObserveStacks',
          operation: 'DescribeStacks',
          times: 1000,
        },
      },
      remove('reborn'),
      { recover: 'all' },
      apply(reborn),
    ],
  },
  {
    name: 'a change that CloudFormation fails, an adoption of what it left, and deletions of which the first fails',
    documents: [...rekeyed],
    steps: [
      apply(rekeyed[0]),
      { fault: refusedOf('update AWS::EC2::LaunchTemplate') },
      apply(rekeyed[1]),
      { recover: 'all' },
      { wait: DAY },
      { forget: { cluster: 'keyed', region } },
      { adopt: { cluster: 'keyed', region, level: 'all' } },
      { fault: refusedOf('delete AWS::EC2::InternetGateway') },
      remove('keyed'),
      { recover: 'all' },
      remove('keyed'),
    ],
  },
  {
    name: 'an adoption of everything',
    documents: [everything],
    steps: [
      apply(everything),
      { forget: { cluster: 'everything', region } },
      { adopt: { cluster: 'everything', region, level: 'observe' } },
    ],
  },
  {
    name: 'a creation that EKS fails, taken up again',
    documents: [unlucky],
    steps: [apply(unlucky), apply(unlucky)],
    faults: [
      { kind: 'addon-fails', region },
      { kind: 'node-group-fails', region },
    ],
  },
  {
    name: 'an update of an add-on that EKS fails, made again',
    documents: [plain],
    steps: [
      apply(plain),
      { fault: { kind: 'update-fails', region } },
      {
        administrator: {
          region,
          calls: [
            {
              service: 'eks',
              operation: 'UpdateAddon',
              request: { clusterName: 'plain', addonName: 'vpc-cni', configurationValues: '{}' },
            },
          ],
        },
      },
      { wait: DAY },
      apply(plain),
    ],
  },
  {
    name: 'a plain cluster, adopted again and deleted',
    documents: [plain],
    steps: [
      apply(plain),
      { forget: { cluster: 'plain', region } },
      { adopt: { cluster: 'plain', region, level: 'all' } },
      leftovers('plain'),
      remove('plain'),
    ],
  },
  {
    name: 'a look for drift',
    documents: [plain],
    steps: [
      apply(plain),
      {
        administrator: {
          region,
          calls: [
            {
              service: 'eks',
              operation: 'UpdateClusterConfig',
              request: { name: 'plain', resourcesVpcConfig: { endpointPrivateAccess: true } },
            },
          ],
        },
      },
      { wait: DAY },
    ],
  },
  {
    name: 'a stopped creation',
    documents: [plain],
    steps: [apply(plain), { wait: 2 * 3600 }],
    faults: [{ kind: 'stop-execution', state: 'ApplyControlPlane' }],
  },
  {
    name: 'a creation that fails and is rolled back',
    documents: [doomed],
    steps: [{ apply: [doomed], rollbackOnFailure: true }],
  },
  { name: 'Auto Mode', documents: [autoMode], steps: [apply(autoMode), remove('auto')] },
  { name: 'IPv6', documents: [ipv6], steps: [apply(ipv6), remove('six')] },
  { name: 'Karpenter', documents: [karpenter], steps: [apply(karpenter), remove('nodeless')] },
  {
    name: 'roles that somebody else has',
    documents: [blocked],
    steps: [
      roles('CreateRole', 'blocked-us-west-2-service', 'blocked-reader'),
      apply(blocked),
      roles('DeleteRole', 'blocked-us-west-2-service'),
      apply(blocked),
      roles('DeleteRole', 'blocked-reader'),
      apply(blocked),
    ],
  },
  { name: 'a private cluster', documents: [isolated], steps: [apply(isolated), remove('isolated')] },
  ...privateScenarios,
  { name: 'what a document names of an account', documents: [named], steps: [apply(named), remove('named')] },
  { name: 'a given network', documents: [settled], steps: [apply(settled), remove('settled')] },
  ...[...features, caching, inPlace].map(([before, after]) => ({
    name: `${before.source}, changed and deleted`,
    documents: [before, after],
    steps: [apply(before), apply(after), remove(before.source.replace('.yaml', ''))],
  })),
  {
    name: 'everything, changed, drifted and deleted',
    documents: [everything, everythingChanged],
    steps: [
      apply(everything),
      apply(everythingChanged),
      {
        administrator: {
          region,
          calls: [
            {
              service: 'eks',
              operation: 'UpdateClusterConfig',
              request: { name: 'everything', resourcesVpcConfig: { endpointPrivateAccess: true } },
            },
          ],
        },
      },
      { wait: DAY },
      leftovers('everything'),
      remove('everything'),
    ],
  },
  {
    name: 'a private cluster whose forwarder goes after everything else',
    documents: [isolated],
    steps: [apply(isolated), remove('isolated')],
    faults: [
      {
        kind: 'server-error',
        madeBy: 'cloudformation',
        operation: 'delete AWS::Lambda::Function',
        times: 6,
      },
    ],
  },
];
