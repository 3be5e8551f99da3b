import type { PlannedFault } from '../../rehearsal/fault-plan.ts';
import type { Step } from '../../rehearsal/scenario/steps.ts';
import type { AppliedDocument } from '../../rehearsal/simulation-spec.ts';
import { adoptCluster } from '../workflow-scenarios/adopt-cluster.ts';
import { scaleCluster } from '../workflow-scenarios/scale-cluster.ts';
import {
  account,
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
  region,
  scheduled,
  settled,
  unlucky,
  upgraded,
} from './documents.ts';

export interface GrantScenario {
  readonly name: string;
  /** What is planted beforehand is read from these. */
  readonly documents: readonly AppliedDocument[];
  readonly steps: readonly Step[];
  readonly faults?: readonly PlannedFault[];
}

const apply = (...documents: readonly AppliedDocument[]): Step => ({ apply: [...documents] });
const remove = (cluster: string): Step => ({ delete: { cluster, region } });
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

const leftovers = (cluster: string): Step => ({
  plant: {
    cluster,
    region,
    loadBalancers: [
      {
        name: 'shop',
        type: 'application',
        securityGroups: ['shop'],
        targetGroups: ['shop'],
        deletionProtection: false,
      },
      { name: 'classic', type: 'classic', securityGroups: [], targetGroups: [], deletionProtection: false },
    ],
    securityGroups: [{ name: 'shop', mentionedBy: ['cluster'] }],
    networkInterfaces: [{ name: 'pod', status: 'available', securityGroups: ['shop'] }],
    instances: 1,
    volumes: ['data'],
  },
});

/** Adoptions that see to the fleet's way into a cluster. */
const LETS_IN = new Set([
  'an adoption at levels that scale',
  'an adoption that lets the fleet into no cluster',
]);
/** Of the fleet's home, which is another region than its clusters'. */
const HOME = 'us-east-2';
const fleet = (awake: string, env = 'dev'): Step => ({
  applyFleet: {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: 'retail' },
    spec: {
      home: HOME,
      regions: [HOME, region],
      sleep: [{ name: 'hours', select: { env }, awake, zone: 'UTC', wakeBefore: '15m' }],
      notify: [{ on: ['failed', 'skipped'], sns: 'eks-ops' }],
    },
  } as Extract<Step, { applyFleet: unknown }>['applyFleet'],
});
const topic = (operation: 'CreateTopic' | 'DeleteTopic'): Step => ({
  administrator: {
    region: HOME,
    calls: [
      {
        service: 'sns',
        operation,
        request:
          operation === 'CreateTopic'
            ? { Name: 'eks-ops' }
            : { TopicArn: `arn:aws:sns:${HOME}:${account}:eks-ops` },
      },
    ],
  },
});
const nobody: Step = { forget: { cluster: 'nobody', region } };
const reconciled: Step = { wait: 1800 };

/** From the smallest to the largest: together they enter every workflow and every way that it ends. */
export const scenarios: readonly GrantScenario[] = [
  { name: 'a refused request', documents: [refused], steps: [apply(refused)] },
  { name: 'a plain creation', documents: [plain], steps: [apply(plain)] },
  { name: 'a deletion of nothing', documents: [], steps: [remove('nobody')] },
  {
    name: 'a topic that is told, and one that is gone',
    documents: [],
    steps: [
      topic('CreateTopic'),
      fleet('MON-FRI 07:00-20:00'),
      nobody,
      { wait: 120 },
      topic('DeleteTopic'),
      nobody,
      { wait: 7200 },
    ],
  },
  {
    name: 'schedules of a Fleet document',
    documents: [scheduled],
    steps: [
      topic('CreateTopic'),
      apply(scheduled),
      fleet('MON-FRI 07:00-10:00'),
      reconciled,
      { wait: DAY },
      fleet('MON-FRI 07:00-11:00'),
      reconciled,
      fleet('MON-FRI 07:00-11:00', 'prod'),
      reconciled,
      { deleteFleet: { name: 'retail', home: HOME } },
      reconciled,
    ],
  },
  {
    name: 'a revision that never comes',
    documents: [],
    steps: [
      {
        publish: {
          region,
          bus: 'fleet',
          entry: {
            source: 'eks-fleet',
            detailType: 'SchedulesReconciliationRequested',
            detail: { version: '1', requestId: 'never', requestedBy: 'grants', fleet: 'retail', revision: 9 },
          },
          starts: 0,
        },
      },
      reconciled,
    ],
  },
  {
    name: 'a return that cannot be put on its bus',
    documents: [scheduled],
    steps: [
      apply(scheduled),
      {
        scale: {
          cluster: 'scheduled',
          region,
          request: { action: 'hibernate', until: '2026-11-24T12:00:00Z' },
        },
      },
      { fault: { kind: 'service-down', region, service: 'events', forSeconds: 8 * 3600 } },
      { wait: 8 * 3600 },
    ],
  },
  ...[...scaleCluster, ...adoptCluster.filter(({ name }) => LETS_IN.has(name))].map(
    ({ name, documents, before = [], request, after, faults = [] }) => ({
      name,
      documents,
      steps: [...before, ...request, ...after],
      faults,
    }),
  ),
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
    name: 'a creation that EKS fails, taken up again',
    documents: [unlucky],
    steps: [apply(unlucky), apply(unlucky)],
    faults: [
      { kind: 'addon-fails', region },
      { kind: 'node-group-fails', region },
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
  { name: 'a given network', documents: [settled], steps: [apply(settled), remove('settled')] },
  ...[...features, caching, upgraded, inPlace].map(([before, after]) => ({
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
];
