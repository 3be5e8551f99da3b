import { randomStream } from '../../simulator/kernel/random.ts';
import { drawRates } from '../faults/rates.ts';
import { documentsIn } from '../scenario/inline.ts';
import type { Step } from '../scenario/steps/all.ts';
import { type DrawnCluster, documentOf } from './clusters.ts';
import type { Drawn } from './draw.ts';
import { CONVERGE_SECONDS } from './liveness.ts';
import { Story } from './story.ts';
import { drawFrom } from './table.ts';
import { waves } from './tables/waves.ts';

/** Home first, and a majority without it: so one region may be lost. */
const REGIONS = ['us-east-1', 'us-west-2', 'us-east-2'] as const;
/** A Tuesday: AMIs are released on Thursdays. */
const STARTS = ['2026-11-24T08:00:00Z', '2026-11-26T05:00:00Z', '2026-12-02T21:30:00Z'];
/** Fewer acts than of a story of anything: each is an upgrade of all clusters. */
const CALM = 0.3;

const BODIES: readonly DrawnCluster['body'][] = [
  { spec: { managedNodeGroups: [{ name: 'web', instanceType: 'm6i.large', desiredCapacity: 1 }] } },
  {
    spec: {
      addons: [{ name: 'vpc-cni' }, { name: 'coredns' }],
      addonsConfig: { disableDefaultAddons: true },
    },
  },
  { spec: {} },
];

/**
 * The story of a seed that is about waves alone: three clusters in one to three regions, of which all are up before their
 * fleet is upgraded, in waves of one each or all at once, under alarms, wishes and losses of home by chance.
 */
export function drawUpgradedFleet(seed: number): Drawn {
  const random = randomStream(seed, 'campaign/upgraded-fleet');
  const startAt = random.pick(STARTS);
  const clusters = [1, 2, 3].map((place): DrawnCluster => {
    const region = random.pick(REGIONS);
    return { name: `cluster-${place}`, region, origin: 'fleet', body: random.pick(BODIES), edits: [] };
  });
  const startMs = Date.parse(startAt);
  const story = new Story(random, {
    regions: REGIONS,
    startMs,
    clusters,
    hasOtherStage: false,
    drawn: new Set(),
  });
  const rest: Step = { convergeWithinSeconds: CONVERGE_SECONDS };
  const steps: readonly Step[] = [
    { apply: clusters.map((cluster) => documentOf(cluster)) },
    rest,
    ...drawFrom(waves, story),
    rest,
    ...story.mends,
    rest,
  ];
  const ofRates = randomStream(seed, 'campaign/rates');
  return {
    regions: REGIONS,
    startAt,
    documents: documentsIn(steps),
    steps,
    faultRates: drawRates(ofRates, ofRates.chance(CALM) ? 0 : 0.3),
    drawn: [...story.drawn].sort(),
  };
}
