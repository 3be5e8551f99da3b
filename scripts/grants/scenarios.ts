import type { PlannedFault } from '../../rehearsal/fault-plan.ts';
import type { Step } from '../../rehearsal/scenario/steps.ts';
import type { AppliedDocument } from '../../rehearsal/simulation-spec.ts';
import {
  autoMode,
  blocked,
  caching,
  doomed,
  everything,
  everythingChanged,
  features,
  ipv6,
  isolated,
  karpenter,
  plain,
  refused,
  region,
  settled,
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

/** From the smallest to the largest: together they enter every workflow and every way that it ends. */
export const scenarios: readonly GrantScenario[] = [
  { name: 'a refused request', documents: [refused], steps: [apply(refused)] },
  { name: 'a plain creation', documents: [plain], steps: [apply(plain)] },
  { name: 'a deletion of nothing', documents: [], steps: [remove('nobody')] },
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
  ...[...features, caching, upgraded].map(([before, after]) => ({
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
