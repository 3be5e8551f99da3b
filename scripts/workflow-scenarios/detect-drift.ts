import { account, byHand, DAY, eks, handmade, region, SUBNETS } from './by-hand.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

const publicAccess = { endpointPrivateAccess: true };

/** Another cluster in the same network. */
const another = byHand(
  eks('CreateCluster', {
    name: 'another',
    version: '1.34',
    roleArn: `arn:aws:iam::${account}:role/handmade`,
    resourcesVpcConfig: { subnetIds: SUBNETS },
  }),
);

export const detectDrift: readonly WorkflowScenario[] = [
  {
    name: 'a look for drift',
    workflows: ['detect-drift'],
    documents: [],
    before: [
      ...handmade,
      { adopt: { cluster: 'handmade', region } },
      byHand(eks('UpdateClusterConfig', { name: 'handmade', resourcesVpcConfig: publicAccess })),
    ],
    request: [{ wait: DAY }],
    after: [{ expect: { drifted: { region, differences: ['endpointPrivateAccess'], skipped: [] } } }],
  },
  {
    name: 'a look for drift that AWS does not answer',
    workflows: ['detect-drift'],
    documents: [],
    before: [...handmade, { adopt: { cluster: 'handmade', region } }],
    request: [{ wait: DAY }],
    after: [{ expect: { drifted: { region, differences: [], skipped: ['ServiceUnavailable'] } } }],
    faults: [
      {
        kind: 'server-error',
        functionName: 'driftCompareCluster',
        operation: 'DescribeCluster',
        times: 1000,
      },
    ],
  },
  {
    name: 'a look for drift at two clusters at once that does not come back',
    workflows: ['detect-drift'],
    documents: [],
    before: [
      ...handmade,
      another,
      { wait: 1800 },
      { adopt: { cluster: 'handmade', region } },
      { adopt: { cluster: 'another', region } },
    ],
    request: [{ wait: DAY }],
    after: [{ expect: { drifted: { region, differences: [], skipped: [] } } }],
    // The first time, and each of ten retries.
    faults: Array.from({ length: 11 }, () => ({ kind: 'lose-result', functionName: 'driftCompareCluster' })),
  },
];
