import { type RandomStream, randomStream } from '../../../simulator/kernel/random.ts';
import { drawRates, type FaultRates, NO_FAULTS } from '../../faults/rates.ts';
import { documentsIn } from '../../scenario/inline.ts';
import type { Step } from '../../scenario/steps/all.ts';
import type { Drawn } from '../draw.ts';
import type { DrawTable } from '../table.ts';
import { drawFrom } from '../table.ts';
import { drillStories } from '../tables/drill-stories.ts';
import { failoverStories } from '../tables/failover-stories.ts';
import { drilled } from './drills.ts';
import { ADDRESSES, drawShop, laid, NAME, PLAN, PRIMARY_SIZE, type Shop } from './shop.ts';
import { type FailoverStory, lost } from './troubles.ts';

/** The time that a plan has to converge in, once all faults are over. */
const CONVERGE_SECONDS = 1800;
/** A move of which the reaper was stopped as well is found by the hourly sweep. */
const SWEEP_SECONDS = 3600;
/** The share of stories in which nothing goes wrong by chance. */
const CALM = 0.6;

/** Faults of chance in a story: its own table has regions, links and services, and a node that fails is no failover's. */
function ratesOf(seed: number): FaultRates {
  const random = randomStream(seed, 'campaign/failover-rates');
  if (random.chance(CALM)) return NO_FAULTS;
  const { outages, regionOutages, partitions, staleReplicas, shortages, failedWork, hungWork, ...rest } =
    drawRates(random, 0.3);
  return { ...NO_FAULTS, ...rest };
}

const drawn = (shop: Shop, steps: readonly Step[], rates: FaultRates, rows: readonly string[]): Drawn => {
  const { primary, standby, witness } = shop.regions;
  return {
    regions: [witness, primary, standby],
    documents: documentsIn(steps),
    steps,
    faultRates: rates,
    drawn: rows,
  };
};

/** The end of a story: nothing goes wrong any more, and the plan stands as it should; `last` comes before the look at it. */
const converged = (
  { regions, mode }: Shop,
  { stops }: FaultRates,
  last: readonly Step[],
): readonly Step[] => [
  { recover: 'all' },
  // A move that a person has asked for, and that came to no end, is a person's to go on with.
  { goOn: { plan: PLAN, regions, isAutomatic: mode === 'automatic' }, followForSeconds: 60 },
  { wait: CONVERGE_SECONDS + (stops > 0 ? SWEEP_SECONDS : 0) },
  ...last,
  { expect: { convergedPlan: { name: PLAN, record: NAME, regions, addresses: ADDRESSES } } },
];

interface Told {
  readonly stories: DrawTable<FailoverStory, readonly Step[]>;
  readonly more: Partial<Shop>;
  readonly last: (story: FailoverStory) => readonly Step[];
}

/** The story of a seed about one failover plan, and what goes wrong meanwhile. The same whenever it is drawn. */
function drawStory(seed: number, random: RandomStream, { stories, more, last }: Told): Drawn {
  const shop = drawShop(random, more);
  const rates = ratesOf(seed);
  const story: FailoverStory = { random, shop, drawn: new Set() };
  const steps: readonly Step[] = [
    ...laid(shop, random),
    { sampleFaults: 'on' },
    ...drawFrom(stories, story),
    ...converged(shop, rates, last(story)),
  ];
  return drawn(shop, steps, rates, [...story.drawn]);
}

export const drawFailovers = (seed: number): Drawn =>
  drawStory(seed, randomStream(seed, 'campaign/failovers'), {
    ...{ stories: failoverStories, more: {}, last: () => [] },
  });

/** The same of drills. What one that was stopped has raised is put back by the next, which is asked for at the end. */
export const drawDrills = (seed: number): Drawn =>
  drawStory(seed, randomStream(seed, 'campaign/drills'), {
    ...{ stories: drillStories, more: { isDrilled: true } },
    last: (story) => [drilled(story, 60), { wait: 2400 }],
  });

/** Nothing but the loss of the primary's region, of a plan that moves by itself: what its RTO is measured by. */
const drawLoss =
  (standbySize: number) =>
  (seed: number): Drawn => {
    const random = randomStream(seed, 'campaign/lost-primaries');
    // A longer lease of writers would take all of the time that a plan has.
    const fence = random.chance(0.5)
      ? { leaseSeconds: 10, hooks: {} }
      : { leaseSeconds: undefined, hooks: { fence: random.integer(1, 40) } };
    const shop = drawShop(random, { mode: 'automatic', standbySize, ...fence });
    const steps: readonly Step[] = [
      ...laid(shop, random),
      lost(shop.regions.primary, 7200),
      { wait: standbySize < PRIMARY_SIZE ? 900 : 420 },
      { recover: 'all' },
    ];
    return drawn(shop, steps, NO_FAULTS, []);
  };
export const drawLostPrimary = drawLoss(PRIMARY_SIZE);
export const drawPilotLight = drawLoss(1);
