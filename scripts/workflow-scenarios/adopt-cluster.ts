import {
  account,
  byHand,
  claimedTwice,
  eks,
  ended,
  fleetHas,
  handmade,
  openHandmade,
  privateHandmade,
  region,
  rejected,
  roleRefused,
  unlock,
} from './by-hand.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

const workflows = ['adopt-cluster'];
const adopt = { adopt: { cluster: 'handmade', region } };
const forget = { forget: { cluster: 'handmade', region } };

export const adoptCluster: readonly WorkflowScenario[] = [
  {
    name: 'an adoption',
    workflows,
    documents: [],
    before: handmade,
    request: [adopt],
    after: [fleetHas('handmade', 'observe'), { expect: { untouched: true } }],
    newer: [forget],
  },
  {
    // Somebody has taken the fleet's group away meanwhile.
    name: 'an adoption at levels that scale',
    workflows,
    documents: [],
    before: [
      ...openHandmade,
      { adopt: { ...adopt.adopt, level: 'scale' } },
      byHand(
        eks('UpdateAccessEntry', {
          clusterName: 'handmade',
          principalArn: `arn:aws:iam::${account}:role/eks-fleet/eks-fleet-prod-clusters`,
          kubernetesGroups: [],
        }),
      ),
      { wait: 60 },
    ],
    request: [{ adopt: { ...adopt.adopt, level: 'upgrade' } }],
    after: [fleetHas('handmade', 'upgrade')],
    newer: [forget],
  },
  {
    name: 'an adoption of a private cluster',
    workflows,
    documents: [],
    before: privateHandmade,
    request: [{ adopt: { ...adopt.adopt, level: 'scale' } }],
    after: [fleetHas('handmade', 'scale')],
    newer: [forget],
  },
  {
    name: 'an adoption that lets the fleet into no cluster',
    workflows,
    documents: [],
    before: openHandmade,
    request: [{ adopt: { ...adopt.adopt, level: 'scale' } }],
    after: [fleetHas('handmade', 'scale')],
    faults: [roleRefused],
    newer: [forget],
  },
  {
    name: 'an adoption to no level',
    workflows,
    documents: [],
    request: [{ adopt: { cluster: 'nobody', region, level: 'everything' } }],
    after: [rejected('detail.level')],
  },
  {
    name: 'an adoption of nothing',
    workflows,
    documents: [],
    request: [{ adopt: { cluster: 'nobody', region } }],
    after: [rejected('there is no cluster nobody'), { expect: { untouched: true } }],
  },
  {
    name: 'an adoption that fails',
    workflows,
    documents: [],
    before: handmade,
    request: [adopt],
    after: [ended('adopt', 'Failed'), fleetHas('handmade', 'absent')],
    faults: [
      claimedTwice('adoptAcceptRequest'),
      { kind: 'throttle', functionName: 'adoptRegisterCluster', operation: 'DescribeCluster', times: 1000 },
    ],
    newer: [forget],
  },
  {
    name: 'an adoption that loses its lease',
    workflows,
    documents: [],
    before: handmade,
    request: [{ ...adopt, followForSeconds: 8 }, unlock('handmade'), { wait: 300 }],
    after: [ended('adopt', 'Failed'), fleetHas('handmade', 'absent')],
    // Nothing holds the second one up.
    afterStop: [],
    faults: [
      {
        kind: 'delay',
        functionName: 'adoptRegisterCluster',
        operation: 'DescribeCluster',
        delayMs: 15_000,
        times: 4,
      },
    ],
  },
];
