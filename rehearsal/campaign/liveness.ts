import type { Step } from '../scenario/steps/all.ts';
import { allGroupsOf, type DrawnCluster, documentOf } from './clusters.ts';

/** After the last fault, a workflow has this long: retries, the hourly sweep, and the work itself. */
export const CONVERGE_SECONDS = 6 * 3600;
/** An event that is not late has started its execution by then. */
export const START_SECONDS = 60;

/**
 * Asks for something of every cluster, and gives it the time to come to rest. Duplicates count as executions, so the
 * end of executions is waited for by time.
 */
export function ask(
  clusters: readonly DrawnCluster[],
  request: (cluster: DrawnCluster) => Step,
): readonly Step[] {
  if (clusters.length === 0) return [];
  return [
    ...clusters.map((cluster) => ({ ...request(cluster), followForSeconds: START_SECONDS }) as Step),
    { convergeWithinSeconds: CONVERGE_SECONDS },
  ];
}

/** The last thing of a kind that each of the clusters was asked for. */
export const succeeded = (kind: string, clusters: readonly DrawnCluster[]): readonly Step[] =>
  clusters.map(({ name }) => ({
    expect: { operation: { kind, cluster: name, outcome: 'Succeeded' } },
  }));

type Scaling = Extract<Step, { scale: unknown }>['scale']['request'];
export const scale =
  (request: Scaling) =>
  ({ name, region }: DrawnCluster): Step => ({ scale: { cluster: name, region, request } });

/** All groups of a cluster have these sizes, and as many nodes. */
export const sized = (clusters: readonly DrawnCluster[], size: string): readonly Step[] =>
  clusters.map((cluster) => ({
    expect: {
      sizes: {
        cluster: cluster.name,
        region: cluster.region,
        groups: Object.fromEntries(allGroupsOf(cluster).map((group) => [group, size])),
      },
    },
  }));

const are = (clusters: readonly DrawnCluster[], status: string): readonly Step[] =>
  clusters.map(({ name, region }) => ({ expect: { cluster: { name, region, status } } }));

/** Every cluster that the fleet makes is brought to the last version of its document, and is up. */
export const broughtUp = (clusters: readonly DrawnCluster[]): readonly Step[] => {
  const made = clusters.filter(({ origin }) => origin === 'fleet');
  if (made.length === 0) return [];
  return [
    { apply: made.map((cluster) => documentOf(cluster)), followForSeconds: START_SECONDS },
    { convergeWithinSeconds: CONVERGE_SECONDS },
    ...are(made, 'ACTIVE'),
    ...succeeded('create', made),
  ];
};

/** Every cluster is taken away with all of it. */
export const takenAway = (clusters: readonly DrawnCluster[]): readonly Step[] => [
  ...ask(clusters, ({ name, region }) => ({ delete: { cluster: name, region } })),
  ...are(clusters, 'absent'),
  // A cluster that somebody else has made and deleted is nothing that the fleet could delete.
  ...succeeded(
    'delete',
    clusters.filter(({ origin }) => origin === 'fleet'),
  ),
  { expect: { nothingLeft: true } },
];
