import { byHand, DAY, eks, handmade, region } from './by-hand.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

const publicAccess = { endpointPrivateAccess: true };

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
];
