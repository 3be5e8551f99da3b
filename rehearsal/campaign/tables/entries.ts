import { clocksOf, type Shown } from '../clocks.ts';
import { failoverPlan } from '../failover-plan.ts';
import { FLEET_TAGS } from '../fleets.ts';
import type { Story } from '../story.ts';
import type { DrawTable, Row } from '../table.ts';

/** Parts of a Fleet document's spec, each a list of which others add more. */
export type Part = Readonly<Record<string, readonly object[]>>;

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'Asia/Kolkata'] as const;
const DAYS = 'MON-SUN';

interface Place {
  readonly zone: string;
  /** The zone's clocks so many minutes from now. */
  at(minutes: number): Shown;
}
function placed(story: Story): Place {
  const zone = story.random.pick(ZONES);
  const at = (minutes: number): Shown => {
    const shown = clocksOf(zone, story.nowMs + minutes * 60_000);
    // Some day clocks skip an hour that they show, or would begin to wake in: such a document is refused.
    return { ...shown, time: shown.time.replace(/^0[23]/, '04') };
  };
  return { zone, at };
}
const row = (
  name: string,
  weight: number,
  draw: (story: Story, place: Place) => Part,
  fits?: (story: Story) => boolean,
): Row<Story, Part> => ({
  name,
  weight,
  draw: (story) => draw(story, placed(story)),
  ...(fits ? { fits } : {}),
});
const groups = ({ random }: Story) => [
  { select: { all: true }, desiredCapacity: random.integer(0, 2), maxSize: 2 },
];
const sleepOf = (more: object) => ({ sleep: [{ name: 'hours', select: FLEET_TAGS, ...more }] });
/** Entries by priority, the lowest first: it decides where two of them meet. */
const PRIORITIES = ['rush', 'stay', 'over', 'free', 'once', 'often'] as const;
const scaleOf = (name: (typeof PRIORITIES)[number], more: object) => ({
  scale: [{ name, select: FLEET_TAGS, priority: PRIORITIES.indexOf(name), ...more }],
});
/** Awake until soon, and again a little later: both firings come while the story goes on. */
function nap({ random }: Story, { at }: Place): readonly string[] {
  const ends = random.integer(20, 90);
  const [close, open] = [at(ends).time, at(ends + random.integer(50, 120)).time];
  // Near an hour that clocks may skip there is no room for both.
  if (close.startsWith('04') || open.startsWith('04')) return [`${DAYS} 05:00-23:00`];
  return [`${DAYS} ${at(-120).time}-${close}`, `${DAYS} ${open}-${at(-150).time}`];
}
const cronAt = ({ time }: Shown): string => {
  const [hour, minute] = time.split(':');
  return `cron(${Number(minute)} ${Number(hour)} ? * * *)`;
};
const plan = (story: Story, place: Place, name: (typeof PRIORITIES)[number], more: object): Part =>
  scaleOf(name, {
    zone: place.zone,
    at: cronAt(place.at(story.random.integer(15, 100))),
    nodeGroups: groups(story),
    ...more,
  });

/** An entry of a Fleet document: hours, sizes at times, freezes, people to notify. */
export const entries: DrawTable<Story, Part> = {
  name: 'entries',
  rows: [
    row('hours', 4, (story, place) =>
      sleepOf({
        zone: place.zone,
        awake: nap(story, place),
        wakeBefore: story.random.pick(['5m', '15m', '30m']),
      }),
    ),
    row('hours with a holiday', 2, (story, place) =>
      sleepOf({
        zone: place.zone,
        awake: nap(story, place),
        holidays: [
          story.random.pick([place.at(0).date, { from: place.at(0).date, to: place.at(2880).date }]),
        ],
      }),
    ),
    row('hours with exceptions', 2, (story, place) =>
      sleepOf({
        zone: place.zone,
        awake: nap(story, place),
        exceptions: [
          {
            date: place.at(story.random.pick([0, 1440])).date,
            awake: story.random.pick(['all', 'none', `${place.at(-60).time}-${place.at(40).time}`]),
          },
        ],
      }),
    ),
    row('hours that begin within some minutes', 1, (story, place) =>
      sleepOf({ zone: place.zone, awake: nap(story, place), within: 10, deadline: '20m' }),
    ),
    row('hours over what people change', 1, (story, place) =>
      sleepOf({ zone: place.zone, awake: nap(story, place), overrides: ['manualChanges'] }),
    ),
    row('hours of two priorities', 1, (story, place) => ({
      sleep: [
        { name: 'hours', select: FLEET_TAGS, zone: place.zone, awake: nap(story, place) },
        {
          name: 'always',
          select: { cluster: story.cluster().name },
          zone: 'UTC',
          awake: `${DAYS} 00:00-23:30`,
          priority: 5,
        },
      ],
    })),
    row('hours of clusters that nobody has', 4, (story, place) => ({
      sleep: [
        {
          name: 'others',
          select: { ...FLEET_TAGS, tier: 'nobody' },
          zone: place.zone,
          awake: nap(story, place),
          priority: 9,
        },
      ],
    })),
    row('a rush', 2, (story, place) => plan(story, place, 'rush', { for: '1h' })),
    row('sizes that stay', 2, (story, place) => plan(story, place, 'stay', {})),
    row('sizes over what people change', 1, (story, place) =>
      plan(story, place, 'over', { overrides: ['manualChanges'], deadline: '15m' }),
    ),
    row('sizes on a holiday', 1, (story, place) =>
      plan(story, place, 'free', { holidays: [place.at(0).date] }),
    ),
    row('sizes once', 2, (story, { zone, at }) => {
      const time = at(story.random.integer(15, 100));
      const end = at(240);
      return scaleOf('once', {
        zone,
        at: `at(${time.date}T${time.time}:00)`,
        nodeGroups: groups(story),
        until: `${end.date}T${end.time}`,
      });
    }),
    row('sizes again and again', 1, (story) =>
      scaleOf('often', { zone: 'UTC', at: 'rate(25 minutes)', nodeGroups: groups(story) }),
    ),
    row('a freeze of some operations', 3, ({ random }, { zone, at }) => ({
      freezes: [
        {
          from: at(0).date,
          to: at(random.pick([0, 1440])).date,
          zone,
          stops: random.pick([['apply'], ['scale'], ['delete'], ['apply', 'scale', 'delete', 'upgrade']]),
        },
      ],
    })),
    row('a freeze that is over', 1, (_story, { zone, at }) => ({
      freezes: [{ from: at(-5760).date, to: at(-2880).date, zone, stops: ['apply', 'scale', 'delete'] }],
    })),
    row('whom to tell', 5, () => ({
      notify: [{ on: ['failed', 'skipped', 'scaled', 'drifted'], sns: 'eks-told' }],
    })),
    row(
      'a standby with a floor',
      3,
      (story) => {
        const to = story.cluster();
        const elsewhere = story.regions.find((one) => one !== to.region && one !== story.home) ?? to.region;
        const plan = failoverPlan(story, { name: 'shop-elsewhere', region: elsewhere }, to, 1);
        return plan ? { failover: [plan] } : {};
      },
      ({ regions }) => regions.length > 2,
    ),
  ],
};
