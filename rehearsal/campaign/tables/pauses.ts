import type { Step } from '../../scenario/steps/all.ts';
import { arnOf, following, type Paused, type Story } from '../story.ts';
import type { DrawTable, Row } from '../table.ts';

const OWNERS = ['ann', 'bob', 'eve'] as const;
/** Longer than the deadline of any operation. */
const LONGEST_SECONDS = 15 * 3600;

const row = (
  name: string,
  weight: number,
  draw: (story: Story) => readonly Step[],
  fits?: (story: Story) => boolean,
): Row<Story, readonly Step[]> => ({ name, weight, draw, ...(fits ? { fits } : {}) });

const anyHolds = ({ pauses }: Story): boolean => pauses.length > 0;

function laid(story: Story, place: Pick<Paused, 'region' | 'cluster'>): readonly Step[] {
  const owner = story.random.pick(OWNERS);
  const pause: Paused = { ...place, id: story.id(owner), owner, reason: 'a seed wants it' };
  story.pauses.push(pause);
  return [{ pause }];
}

/**
 * The steps that lift a pause, as `eks-fleet resume` does. Told operations go on at once, and others by the hourly
 * sweep.
 */
export function lifted(pause: Paused, told: boolean, story: Story): readonly Step[] {
  const { region, id, cluster } = pause;
  const resume: Step = { resume: { region, id, ...(cluster === undefined ? {} : { cluster }) } };
  const scope = cluster === undefined ? 'fleet' : arnOf({ name: cluster, region });
  const tell = following(
    {
      publish: {
        region,
        bus: 'fleet',
        entry: {
          source: 'eks-fleet',
          detailType: 'PauseLifted',
          detail: { version: '1', pauses: [{ scope, id }], liftedBy: pause.owner },
        },
        starts: 0,
      },
    },
    story,
  );
  return told ? [resume, tell] : [resume];
}

function lift(story: Story, told: boolean): readonly Step[] {
  const at = story.random.integer(0, story.pauses.length - 1);
  const [pause] = story.pauses.splice(at, 1);
  return pause ? lifted(pause, told, story) : [];
}

const waits = (story: Story, most: number): Step => ({ wait: story.random.integer(1, most) });

/** Pauses of several owners: laid, stacked, laid again, lifted in another order, and held for long. */
export const pauses: DrawTable<Story, readonly Step[]> = {
  name: 'pauses',
  rows: [
    row('of a region', 3, (story) => laid(story, { region: story.random.pick(story.regions) })),
    row('of a cluster', 3, (story) => {
      const { name, region } = story.cluster();
      return laid(story, { region, cluster: name });
    }),
    row('of a cluster and its region', 2, (story) => {
      const { name, region } = story.cluster();
      return [...laid(story, { region, cluster: name }), ...laid(story, { region })];
    }),
    row('once more', 3, ({ random, pauses: all }) => [{ pause: random.pick(all) }], anyHolds),
    row('lifted', 3, (story) => lift(story, true), anyHolds),
    row('lifted, and nobody is told', 4, (story) => lift(story, false), anyHolds),
    row('held for some hours', 4, (story) => [waits(story, LONGEST_SECONDS)], anyHolds),
    row('laid and lifted within a minute', 2, (story) => {
      const { name, region } = story.cluster();
      return [...laid(story, { region, cluster: name }), waits(story, 60), ...lift(story, true)];
    }),
  ],
};
