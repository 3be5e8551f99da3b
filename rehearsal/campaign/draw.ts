import { type RandomStream, randomStream } from '../../simulator/kernel/random.ts';
import type { AppliedDocument } from '../applied-document.ts';
import { drawRates, type FaultRates } from '../faults/rates.ts';
import type { Step } from '../scenario/steps/all.ts';
import { ADDITION_COUNT, BODY_COUNT, type DrawnCluster, documentOf } from './documents.ts';
import { drawFleet, forgetFleet } from './fleets.ts';
import { liveness } from './liveness.ts';
import { withPauses } from './pauses.ts';

/** Home first; a seed's fleet is in the first one, two or three of them. */
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'] as const;
/** How often a cluster that was made is asked for something else. */
const MOST_REQUESTS = 4;
/** How many seeds have pauses in the middle. */
const PAUSED = 0.3;

/** What a seed comes to. */
export interface Drawn {
  readonly regions: readonly string[];
  readonly documents: readonly AppliedDocument[];
  readonly steps: readonly Step[];
  readonly faultRates: FaultRates;
  /** Virtual start, ISO 8601, where it is part of what is drawn. */
  readonly startAt?: string;
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

type Action = (random: RandomStream, cluster: DrawnCluster) => Step;

const scaled = (request: (random: RandomStream) => object): Action => {
  type Request = Extract<Step, { scale: unknown }>['scale']['request'];
  return (random, { name, region }) => ({
    scale: { cluster: name, region, request: request(random) as Request },
  });
};

/** What a cluster may be asked for; what is there more than once is drawn more often. */
const ACTIONS: readonly Action[] = [
  (_, cluster) => ({ apply: [documentOf(cluster, 'second')] }),
  (_, cluster) => ({ apply: [documentOf(cluster, 'second')] }),
  (_, cluster) => ({ apply: [documentOf(cluster, 'first')] }),
  (_, { name, region }) => ({ delete: { cluster: name, region } }),
  (_, { name, region }) => ({ forget: { cluster: name, region } }),
  (random, { name, region }) => ({
    adopt: { cluster: name, region, level: random.pick(['observe', 'scale', 'all']) },
  }),
  scaled((random) => ({
    action: 'hibernate',
    ...(random.chance(0.3) ? { until: '2026-11-24T12:00:00Z' } : {}),
  })),
  scaled(() => ({ action: 'hibernate' })),
  scaled(() => ({ action: 'wake' })),
  scaled((random) => ({
    action: 'resize',
    groups: [{ select: { all: true }, desiredCapacity: random.integer(0, 2), maxSize: 2 }],
    ...(random.chance(0.3) ? { until: '2026-11-24T11:00:00Z' } : {}),
  })),
];

const following = (step: Step, random: RandomStream): Step =>
  ({ ...step, followForSeconds: drawSeconds(random) }) as Step;

/** Requests while faults happen: clusters are made, and then asked for this and that, some of it at once. */
function drawRequests(
  random: RandomStream,
  clusters: readonly DrawnCluster[],
  regions: readonly string[],
): readonly Step[] {
  const steps: Step[] = [
    {
      apply: clusters.map((cluster) => documentOf(cluster, 'first')),
      // Mostly until it may be there: more can be asked of a cluster that is up.
      followForSeconds: random.chance(0.5) ? drawSeconds(random) : 1800,
      ...(random.chance(0.2) ? { rollbackOnFailure: true } : {}),
    },
  ];
  if (random.chance(0.4)) steps.push(following(drawFleet(random, regions), random));
  for (const cluster of clusters) {
    const requests = random.integer(0, MOST_REQUESTS);
    for (let request = 0; request < requests; request++)
      steps.push(following(random.pick(ACTIONS)(random, cluster), random));
    if (random.chance(0.15)) steps.push(following(drawFleet(random, regions), random));
  }
  if (random.chance(0.1)) steps.push(following(forgetFleet(regions), random));
  steps.push({ wait: Math.ceil(random.between(60, 3600)) });
  return steps;
}

/** The scenario and the fault rates of a seed: the same whenever it is drawn. */
export function draw(seed: number): Drawn {
  const random = randomStream(seed, 'campaign');
  const regions = REGIONS.slice(0, random.pick([1, 1, 2, 3]));
  const clusters = drawClusters(random, regions);
  const requests = drawRequests(random, clusters, regions);
  // A stream of its own: what else a seed comes to stays as it is.
  const ofPauses = randomStream(seed, 'campaign/pauses');
  const withSome = ofPauses.chance(PAUSED) ? withPauses(requests, ofPauses, clusters, regions) : requests;
  return {
    regions,
    documents: clusters.map((cluster) => documentOf(cluster, 'first')),
    steps: [...withSome, ...liveness(clusters, regions)],
    faultRates: drawRates(randomStream(seed, 'campaign/rates')),
  };
}
