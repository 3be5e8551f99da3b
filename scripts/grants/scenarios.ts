import type { PlannedFault } from '../../rehearsal/fault-plan.ts';
import type { Step } from '../../rehearsal/scenario/steps.ts';
import type { AppliedDocument } from '../../rehearsal/simulation-spec.ts';
import {
  autoMode,
  caching,
  doomed,
  everything,
  everythingChanged,
  features,
  ipv6,
  isolated,
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
