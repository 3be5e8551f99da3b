import { type RandomStream, randomStream } from '../../simulator/kernel/random.ts';
import type { AppliedDocument } from '../applied-document.ts';
import { drawRates, type FaultRates } from '../faults/rates.ts';
import { documentsIn } from '../scenario/inline.ts';
import type { Step } from '../scenario/steps/all.ts';
import { type Body, type DrawnCluster, specOf } from './clusters.ts';
import { FLEET, OTHER_FLEET } from './fleets.ts';
import { ask, broughtUp, CONVERGE_SECONDS, START_SECONDS, takenAway } from './liveness.ts';
import { OTHER_STAGE, Story } from './story.ts';
import { type Drawer, drawFrom } from './table.ts';
import { acts } from './tables/acts.ts';
import { beginnings, given, grounds, origins } from './tables/beginnings.ts';
import { bodies, type Placed } from './tables/bodies.ts';
import { edits } from './tables/edits.ts';
import { endings, leftovers } from './tables/endings.ts';
import { lifted } from './tables/pauses.ts';
import { starts } from './tables/starts.ts';

/** Home first; a seed's fleet is in the first one, two or three of them, over which a table can be strongly consistent. */
const REGIONS = ['us-east-1', 'us-west-2', 'us-east-2'] as const;
/** The most acts between a story's beginning and its end. */
const MOST_ACTS = 6;
const MOST_EDITS = 2;
/** The share of stories that end with the clusters' deletion. */
const DELETED = 0.8;
/** Longer than any time at which drawn sizes return: sizes that come back then must not meet the requests here. */
const RETURNED_SECONDS = 5 * 3600;
/** The share of stories without faults that chance brings about: people and other tools make trouble enough. */
const CALM = 0.15;
/** The share of stories of one region that have another stage in the account. */
const TWO_STAGES = 0.1;

/** The story of a seed, and the faults that go with it. */
export interface Drawn {
  readonly regions: readonly string[];
  readonly documents: readonly AppliedDocument[];
  readonly steps: readonly Step[];
  readonly faultRates: FaultRates;
  /** Virtual start, ISO 8601, where it is drawn. */
  readonly startAt?: string;
  /** Another stage of the account, deployed beside the first. */
  readonly otherStage?: string;
  /** The rows that it was drawn from: `<table>/<row>`. */
  readonly drawn?: readonly string[];
}

function drawEdits(placed: Placed, { spec, mend }: Body): DrawnCluster['edits'] {
  const drawn: Body['spec'][] = [];
  const { region, random } = placed;
  const count = random.integer(1, MOST_EDITS);
  for (let index = 0; index < count; index++) {
    const soFar = specOf({ name: '', region, origin: 'fleet', body: { spec }, edits: drawn });
    drawn.push(drawFrom(edits, { ...placed, spec: soFar }));
  }
  return mend ? [...drawn, mend] : drawn;
}

function drawClusters(drawer: Drawer, regions: readonly string[], startAt: string): readonly DrawnCluster[] {
  const { random } = drawer;
  // Most seeds have one cluster: a mistake with one is found sooner.
  const count = random.pick([1, 1, 1, 1, 1, 2, 2, 3]);
  return Array.from({ length: count }, (_, index): DrawnCluster => {
    const region = random.pick(regions);
    const origin = drawFrom(origins, drawer);
    const name = `cluster-${index + 1}`;
    if (origin !== 'fleet') return { name, region, origin, body: { spec: {} }, edits: [] };
    const placed = { ...drawer, region, startAt };
    const body = drawFrom(bodies, placed);
    return { name, region, origin, body, edits: drawEdits(placed, body) };
  });
}

function begun(story: Story): readonly Step[] {
  const others = story.clusters.filter(({ origin }) => origin !== 'fleet');
  const { random, drawn } = story;
  const before = [
    ...grounds(others),
    ...others.flatMap((cluster) => drawFrom(given, { random, drawn, cluster })),
  ];
  const isAsked = others.length < story.clusters.length;
  return [...before, ...(isAsked ? drawFrom(beginnings, story) : [])];
}

/** The end of a story: steps that must work once nothing goes wrong any more, and nobody is in the way. */
function ended(story: Story): readonly Step[] {
  const { clusters, home } = story;
  const rest: Step = { convergeWithinSeconds: CONVERGE_SECONDS };
  const upTo: readonly Step[] = [
    ...story.pauses.flatMap((pause) => lifted(pause, true, story)),
    rest,
    // Refused where there is no such document.
    ...[FLEET, OTHER_FLEET].map(
      (name): Step => ({
        deleteFleet: { name, home },
        followForSeconds: START_SECONDS,
      }),
    ),
    ...story.mends,
    { wait: RETURNED_SECONDS },
    rest,
    ...story.regions.flatMap((region): readonly Step[] =>
      [FLEET, OTHER_FLEET].map((fleet) => ({ expect: { schedules: { region, fleet, are: 'absent' } } })),
    ),
    // A cluster that was released meanwhile comes back, at the level that its deletion needs; refused where there is none.
    ...ask(clusters, ({ name, region }) => ({ adopt: { cluster: name, region, level: 'all' } })),
    ...broughtUp(clusters),
  ];
  story.passed(upTo);
  story.isUp = true;
  const last = drawFrom(endings, story);
  const isDeleted = story.random.chance(DELETED);
  return [...upTo, ...last, ...(isDeleted ? [...drawFrom(leftovers, story), ...takenAway(clusters)] : [])];
}

function drawSteps(story: Story): readonly Step[] {
  const steps: Step[] = [...story.passed(begun(story))];
  const count = story.random.integer(1, MOST_ACTS);
  for (let act = 0; act < count; act++) steps.push(...story.passed(drawFrom(acts, story)));
  steps.push(...story.passed([{ wait: Math.ceil(story.random.between(60, 3600)) }]));
  return [...steps, ...ended(story)];
}

/** The story and the fault rates of a seed: the same whenever it is drawn. */
export function draw(seed: number): Drawn {
  const random: RandomStream = randomStream(seed, 'campaign');
  const drawer: Drawer = { random, drawn: new Set() };
  const regions = REGIONS.slice(0, random.pick([1, 1, 1, 2, 2, 3]));
  const startAt = drawFrom(starts, drawer);
  const clusters = drawClusters(drawer, regions, startAt);
  const { drawn } = drawer;
  // Two of a region each are dear enough.
  const hasOtherStage = random.chance(TWO_STAGES) && regions.length === 1;
  const startMs = Date.parse(startAt);
  const story = new Story(random, { regions, startMs, clusters, hasOtherStage, drawn });
  const steps = drawSteps(story);
  const ofRates = randomStream(seed, 'campaign/rates');
  return {
    regions,
    startAt,
    documents: documentsIn(steps),
    steps,
    ...(hasOtherStage ? { otherStage: OTHER_STAGE } : {}),
    faultRates: drawRates(ofRates, ofRates.chance(CALM) ? 0 : 0.5),
    drawn: [...story.drawn].sort(),
  };
}
