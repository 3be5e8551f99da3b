import type { Step } from '../scenario/steps/all.ts';
import { canSleep, type DrawnCluster, documentOf, groupsOf } from './documents.ts';
import { forgetFleet, noSchedules } from './fleets.ts';

/** After the last fault, a workflow has this long: retries, the hourly sweep, and the work itself. */
const CONVERGE_SECONDS = 6 * 3600;
/** Longer than any time at which drawn sizes return: what comes back then must not meet what is asked for here. */
const RETURNED_SECONDS = 5 * 3600;
/** An event that is not late has started its execution by then. */
const START_SECONDS = 60;

/**
 * Asks for something of every cluster, and gives it the time to come to rest. Duplicates count as executions, so what
 * is started is waited for by time.
 */
function ask(clusters: readonly DrawnCluster[], request: (cluster: DrawnCluster) => Step): readonly Step[] {
  if (clusters.length === 0) return [];
  return [
    ...clusters.map((cluster) => ({ ...request(cluster), followForSeconds: START_SECONDS }) as Step),
    { convergeWithinSeconds: CONVERGE_SECONDS },
  ];
}

const are = (clusters: readonly DrawnCluster[], status: string): readonly Step[] =>
  clusters.map(({ name, region }) => ({ expect: { cluster: { name, region, status } } }));
const succeeded = (kind: string): Step => ({ expect: { operation: { kind, outcome: 'Succeeded' } } });

type Scaling = Extract<Step, { scale: unknown }>['scale']['request'];
const scale =
  (request: Scaling) =>
  ({ name, region }: DrawnCluster): Step => ({ scale: { cluster: name, region, request } });

/** All groups of a cluster have these sizes, and as many nodes. */
const sized = (clusters: readonly DrawnCluster[], size: string): readonly Step[] =>
  clusters.map((cluster) => ({
    expect: {
      sizes: {
        cluster: cluster.name,
        region: cluster.region,
        groups: Object.fromEntries(groupsOf(cluster).map((group) => [group, size])),
      },
    },
  }));

/**
 * What must work once nothing goes wrong any more: schedules are gone with their document, every cluster is brought up,
 * put to sleep, woken and resized, and taken away with all of it.
 */
export function liveness(clusters: readonly DrawnCluster[], regions: readonly string[]): readonly Step[] {
  const sleepy = clusters.filter(canSleep);
  const scalable = clusters.filter((cluster) => groupsOf(cluster).length > 0);
  return [
    { convergeWithinSeconds: CONVERGE_SECONDS },
    // Refused where there is no such document.
    { ...forgetFleet(regions), followForSeconds: START_SECONDS } as Step,
    { convergeWithinSeconds: CONVERGE_SECONDS },
    ...noSchedules(regions),
    { wait: RETURNED_SECONDS },
    // What was released meanwhile comes back, at the level that its deletion needs; refused where there is none.
    ...ask(clusters, ({ name, region }) => ({ adopt: { cluster: name, region, level: 'all' } })),
    {
      apply: clusters.map((cluster) => documentOf(cluster, 'second')),
      followForSeconds: START_SECONDS,
    },
    { convergeWithinSeconds: CONVERGE_SECONDS },
    ...are(clusters, 'ACTIVE'),
    succeeded('create'),
    ...(sleepy.length > 0
      ? [
          ...ask(sleepy, scale({ action: 'hibernate' })),
          succeeded('scale'),
          ...ask(sleepy, scale({ action: 'wake' })),
          succeeded('scale'),
        ]
      : []),
    ...(scalable.length > 0
      ? [
          ...ask(
            scalable,
            scale({
              action: 'resize',
              groups: [{ select: { all: true }, minSize: 1, desiredCapacity: 2, maxSize: 3 }],
            }),
          ),
          succeeded('scale'),
          ...sized(scalable, '2 of 1-3'),
        ]
      : []),
    ...ask(clusters, ({ name, region }) => ({ delete: { cluster: name, region } })),
    ...are(clusters, 'absent'),
    { expect: { operation: { kind: 'delete', outcome: 'Succeeded' }, nothingLeft: true } },
  ];
}
