import {
  claimedTwice,
  ended,
  fleetHas,
  handmade,
  openHandmade,
  privateHandmade,
  region,
  rejected,
  unlock,
} from './by-hand.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

const workflows = ['release-cluster'];
const adopt = { adopt: { cluster: 'handmade', region } };
const forget = { forget: { cluster: 'handmade', region } };

export const releaseCluster: readonly WorkflowScenario[] = [
  {
    name: 'a release',
    workflows,
    documents: [],
    before: [...handmade, adopt],
    request: [forget],
    after: [fleetHas('handmade', 'absent'), { expect: { untouched: true } }],
    newer: [adopt],
  },
  {
    name: 'a release of a cluster that the fleet is in',
    workflows,
    documents: [],
    before: [...openHandmade, { adopt: { ...adopt.adopt, level: 'scale' } }],
    request: [forget],
    after: [fleetHas('handmade', 'absent')],
    newer: [adopt],
  },
  {
    name: 'a release of a private cluster',
    workflows,
    documents: [],
    before: [...privateHandmade, { adopt: { ...adopt.adopt, level: 'scale' } }],
    request: [forget],
    // Lambda takes so long to give a function's interfaces back.
    after: [fleetHas('handmade', 'absent'), { wait: 3600 }],
    newer: [adopt],
  },
  {
    name: 'a release that cannot take the fleet out',
    workflows,
    documents: [],
    before: [
      ...openHandmade,
      { adopt: { ...adopt.adopt, level: 'scale' } },
      {
        fault: {
          kind: 'server-error',
          functionName: 'accessEnsureAccess',
          operation: 'DeleteAccessEntry',
          times: 1000,
        },
      },
    ],
    request: [forget],
    after: [fleetHas('handmade', 'absent')],
    newer: [adopt],
  },
  {
    name: 'a release of nothing',
    workflows,
    documents: [],
    request: [{ forget: { cluster: 'nobody', region } }],
    after: [rejected('the fleet has no cluster nobody')],
  },
  {
    name: 'a release that fails',
    workflows,
    documents: [],
    before: [...handmade, adopt],
    request: [forget],
    after: [ended('release', 'Failed'), fleetHas('handmade', 'observe')],
    faults: [
      claimedTwice('releaseAcceptRequest'),
      {
        kind: 'throttle',
        functionName: 'operationUnregisterCluster',
        operation: 'TransactWriteItems',
        times: 1000,
      },
    ],
    newer: [adopt],
  },
  {
    name: 'a release that loses its lease',
    workflows,
    documents: [],
    before: [...handmade, adopt],
    request: [{ ...forget, followForSeconds: 8 }, unlock('handmade'), { wait: 300 }],
    after: [ended('release', 'Failed'), fleetHas('handmade', 'observe')],
    // Nothing holds the second one up.
    afterStop: [],
    faults: [
      {
        kind: 'delay',
        functionName: 'operationUnregisterCluster',
        operation: 'TransactGetItems',
        delayMs: 15_000,
        times: 2,
      },
    ],
  },
];
