import { type RandomStream, randomStream } from '../../simulator/kernel/random.ts';
import { drawRates, type FaultRates } from '../fault-rates.ts';
import type { Step } from '../scenario/steps.ts';
import type { AppliedDocument } from '../simulation-spec.ts';
import { ADDITION_COUNT, BODY_COUNT, type DrawnCluster, documentOf } from './documents.ts';

/** Home first; a seed's fleet is in the first one, two or three of them. */
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'] as const;
/** After the last fault, a workflow has this long: retries, the hourly sweep, and the work itself. */
const CONVERGE_SECONDS = 6 * 3600;
/** An event that is not late has started its execution by then. */
const START_SECONDS = 60;

/** What a seed comes to. */
export interface Drawn {
  readonly regions: readonly string[];
  readonly documents: readonly AppliedDocument[];
  readonly steps: readonly Step[];
  readonly faultRates: FaultRates;
}

function drawClusters(random: RandomStream, regions: readonly string[]): readonly DrawnCluster[] {
  // Most seeds have one cluster: what goes wrong with one is found sooner.
  const count = random.pick([1, 1, 1, 2, 2, 3]);
  return Array.from({ length: count }, (_, index) => ({
    name: `cluster-${index + 1}`,
    region: random.pick(regions),
    body: random.integer(0, BODY_COUNT - 1),
    addition: random.integer(0, ADDITION_COUNT - 1),
  }));
}

/** A while of the time that a creation takes, so that the next request meets any of its states. */
const drawSeconds = (random: RandomStream): number =>
  random.chance(0.3) ? 1 : Math.ceil(60 * random.between(0.1, 30));

/** Requests while faults happen: created, then perhaps applied again, deleted, or both at once. */
function drawRequests(random: RandomStream, clusters: readonly DrawnCluster[]): readonly Step[] {
  const steps: Step[] = [
    {
      apply: clusters.map((cluster) => documentOf(cluster, 'first')),
      followForSeconds: drawSeconds(random),
      ...(random.chance(0.2) ? { rollbackOnFailure: true } : {}),
    },
  ];
  for (const cluster of clusters) {
    const { name, region } = cluster;
    const followForSeconds = drawSeconds(random);
    if (random.chance(0.5)) steps.push({ apply: [documentOf(cluster, 'second')], followForSeconds });
    if (random.chance(0.35)) steps.push({ delete: { cluster: name, region }, followForSeconds });
    if (random.chance(0.2)) steps.push({ apply: [documentOf(cluster, 'first')], followForSeconds });
  }
  steps.push({ wait: Math.ceil(random.between(60, 3600)) });
  return steps;
}

/** What must work once nothing goes wrong any more: every cluster is brought up, and taken away with all of it. */
function liveness(clusters: readonly DrawnCluster[]): readonly Step[] {
  const documents = clusters.map((cluster) => documentOf(cluster, 'second'));
  return [
    { convergeWithinSeconds: CONVERGE_SECONDS },
    // Duplicates count as executions, so what is started is waited for by time.
    { apply: documents, followForSeconds: START_SECONDS },
    { convergeWithinSeconds: CONVERGE_SECONDS },
    ...clusters.map(
      ({ name, region }): Step => ({ expect: { cluster: { name, region, status: 'ACTIVE' } } }),
    ),
    { expect: { operation: { kind: 'create', outcome: 'Succeeded' } } },
    ...clusters.map(
      ({ name, region }): Step => ({ delete: { cluster: name, region }, followForSeconds: START_SECONDS }),
    ),
    { convergeWithinSeconds: CONVERGE_SECONDS },
    ...clusters.map(
      ({ name, region }): Step => ({ expect: { cluster: { name, region, status: 'absent' } } }),
    ),
    { expect: { operation: { kind: 'delete', outcome: 'Succeeded' }, nothingLeft: true } },
  ];
}

/** The scenario and the fault rates of a seed: the same whenever it is drawn. */
export function draw(seed: number): Drawn {
  const random = randomStream(seed, 'campaign');
  const regions = REGIONS.slice(0, random.pick([1, 1, 2, 3]));
  const clusters = drawClusters(random, regions);
  return {
    regions,
    documents: clusters.map((cluster) => documentOf(cluster, 'first')),
    steps: [...drawRequests(random, clusters), ...liveness(clusters)],
    faultRates: drawRates(randomStream(seed, 'campaign/rates')),
  };
}
