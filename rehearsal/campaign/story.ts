import type { RandomStream } from '../../simulator/kernel/random.ts';
import type { Step } from '../scenario/steps/all.ts';
import type { DrawnCluster } from './clusters.ts';
import type { Drawer } from './table.ts';

export type Paused = Extract<Step, { pause: unknown }>['pause'];

export const ACCOUNT = '111122223333';
export const STAGE = 'prod';
/** Another stage of the account, where a story has one. */
export const OTHER_STAGE = 'lab';

/** The ARN of a story's cluster. */
export const arnOf = ({ name, region }: Pick<DrawnCluster, 'name' | 'region'>): string =>
  `arn:aws:eks:${region}:${ACCOUNT}:cluster/${name}`;

/** A story as far as it is drawn, with the facts that later draws must know. */
export class Story implements Drawer {
  readonly random: RandomStream;
  readonly drawn = new Set<string>();
  /** Home first. */
  readonly regions: readonly string[];
  readonly startMs: number;
  readonly clusters: readonly DrawnCluster[];
  readonly hasOtherStage: boolean;
  /** The pauses that hold so far. */
  readonly pauses: Paused[] = [];
  /** Fleet documents that are kept, by name. */
  readonly fleets = new Set<string>();
  /** Ids of requests that were published past the commands. */
  readonly requestIds: string[] = [];
  /** Steps at the end of a story that take away everything that is in the way, so that everything can work. */
  readonly mends: Step[] = [];
  /** True once all clusters that the fleet makes are up, nothing goes wrong, and nobody is in the way. */
  isUp = false;
  #seconds = 0;
  #ids = 0;

  constructor(
    random: RandomStream,
    given: {
      readonly regions: readonly string[];
      readonly startMs: number;
      readonly clusters: readonly DrawnCluster[];
      readonly hasOtherStage: boolean;
      readonly drawn: ReadonlySet<string>;
    },
  ) {
    this.random = random;
    this.regions = given.regions;
    this.startMs = given.startMs;
    this.clusters = given.clusters;
    this.hasOtherStage = given.hasOtherStage;
    for (const name of given.drawn) this.drawn.add(name);
  }

  get home(): string {
    return this.regions[0] as string;
  }

  /** Any of the clusters; of some kind, where `fits` says which. */
  cluster(fits: (cluster: DrawnCluster) => boolean = () => true): DrawnCluster {
    return this.random.pick(this.clusters.filter(fits));
  }

  /** An id that nobody else has. */
  id(what: string): string {
    return `${what}-${++this.#ids}`;
  }

  /** The time by now, roughly: outages may hold a step up. */
  get nowMs(): number {
    return this.startMs + this.#seconds * 1000;
  }

  /** So many seconds from now, ISO 8601. */
  later(seconds: number): string {
    return new Date(this.nowMs + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  }

  /** A while of the time that a creation takes, so that the next step meets any of its states. */
  while(): number {
    return this.random.chance(0.3) ? 1 : Math.ceil(60 * this.random.between(0.1, 30));
  }

  /** Notes how long steps take. */
  passed(steps: readonly Step[]): readonly Step[] {
    for (const step of steps) {
      if ('wait' in step) this.#seconds += step.wait;
      if ('followForSeconds' in step) this.#seconds += step.followForSeconds ?? 0;
    }
    return steps;
  }
}

/** True for a story with a cluster that fits: a table's `fits`. */
export const hasCluster =
  (fits: (cluster: DrawnCluster) => boolean) =>
  ({ clusters }: Pick<Story, 'clusters'>): boolean =>
    clusters.some(fits);

/** A request that is not followed to its end: the next step meets it in the middle. */
export const following = (step: Step, story: Story): Step =>
  ({ ...step, followForSeconds: story.while() }) as Step;
