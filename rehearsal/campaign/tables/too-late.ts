import type { Step } from '../../scenario/steps/all.ts';
import { canSleep } from '../clusters.ts';
import { hasCluster, type Story } from '../story.ts';
import type { Row } from '../table.ts';
import { ORDEALS, type Ordeal } from './operations.ts';

type Scaling = Extract<Step, { scale: unknown }>['scale']['request'];

/** Kinds of operations that a deletion takes the cluster from, their last states, and calls that may come too late there. */
const TAKEN_OVER = ['create', 'adopt', 'scale'] as const;
const LAST_STATES = ['EndSucceeded', 'EndFailed', 'EndRejected', 'ReleaseLeaseAfterRejected'];
const LAST_CALLS = [
  ['operationEndOperation', 'TransactWriteItems'],
  ['operationReleaseLease', 'UpdateItem'],
] as const;

/** Ordeals in which something comes when its time is over: the end of an operation, a request. */
export const TOO_LATE: readonly Row<Story, readonly Step[]>[] = [
  {
    name: 'its cluster is taken over as it ends',
    weight: 3,
    fits: ({ hasOtherStage }) => !hasOtherStage,
    draw: (story) => {
      const { fits, ask } = story.random.pick(
        TAKEN_OVER.map((kind) => ORDEALS[kind] as Ordeal).filter((one) => story.clusters.some(one.fits)),
      );
      const cluster = story.cluster(fits);
      const detail = { requestId: story.id('takeover'), cluster: cluster.name, confirm: cluster.name };
      const late = LAST_CALLS.map(
        ([functionName, operation]): Step => ({
          fault: { kind: 'delay', functionName, operation, delayMs: 20_000, times: 1 },
        }),
      );
      const request: Step = {
        fault: {
          kind: 'request',
          state: story.random.pick(LAST_STATES),
          detailType: 'ClusterDeletionRequested',
          detail,
        },
      };
      return [...late, request, { ...ask(cluster, story), followForSeconds: 3600 } as Step];
    },
  },
  {
    name: 'sizes until some time come after it',
    weight: 3,
    fits: hasCluster(canSleep),
    draw: (story) => {
      const { name: cluster, region } = story.cluster(canSleep);
      const until = story.later(60 * story.random.integer(20, 60));
      const groups = [{ select: { all: true }, minSize: 0, desiredCapacity: 2, maxSize: 3 }];
      const request: Scaling = story.random.chance(0.5)
        ? { action: 'hibernate', until }
        : { action: 'resize', groups, until };
      return [
        {
          fault: { kind: 'late-event', detailType: 'ClusterScaleRequested', delaySeconds: 5400, times: 1 },
        },
        { scale: { cluster, region, request }, followForSeconds: 60 },
        { wait: 7200 },
      ];
    },
  },
  {
    name: 'a request comes a day late',
    weight: 3,
    draw: (story) => {
      const [detailType, ask] = story.random.pick([
        ['ClusterDeletionRequested', ORDEALS.delete],
        ['ClusterAdoptionRequested', ORDEALS.adopt],
        ['ClusterReleaseRequested', ORDEALS.release],
      ] as const);
      const delaySeconds = 3600 * story.random.integer(25, 50);
      return [
        { fault: { kind: 'late-event', detailType, delaySeconds, times: 1 } },
        { ...(ask as Ordeal).ask(story.cluster(), story), followForSeconds: 60 } as Step,
        { wait: delaySeconds },
      ];
    },
  },
];
