import type { FailoverPlan } from '../../../domain/policy/failover.ts';
import type { FleetDocument } from '../../../domain/policy/schema.ts';
import type { Step } from '../../scenario/steps/all.ts';
import { type DrawnCluster, NEXT_MINOR } from '../clusters.ts';
import { failoverPlan } from '../failover-plan.ts';
import { hasCluster, type Story } from '../story.ts';
import type { DrawTable, Row } from '../table.ts';

type Fleet = Extract<Step, { applyFleet: unknown }>['applyFleet'];
/** A document of its own: those of schedules come and go with other rows. */
const FLEET = 'waves';

const wish = (
  { home }: Pick<Story, 'home'>,
  request: Readonly<Record<string, string>>,
  followForSeconds = 60,
): Step => ({
  upgradeFleet: { fleet: FLEET, home, request },
  followForSeconds,
});

type Spec = FleetDocument['spec'];
type Upgrades = NonNullable<Spec['upgrades']>;
type Wave = Upgrades['waves'][number];

/** The document, and the upgrade that is begun by it; at a story's end it is ended, and forgotten. */
function begun(story: Story, more: Partial<Wave> = {}): readonly Step[] {
  const bake = story.random.pick(['10m', '1h']);
  return begunIn(story, [{ select: {}, bake, failures: 3, parallel: 2, ...more }]);
}

function begunIn(
  story: Story,
  waves: readonly Wave[],
  more: Partial<Spec> & { readonly health?: Upgrades['health'] } = {},
): readonly Step[] {
  const { home, regions, random } = story;
  const { health, ...rest } = more;
  const fleet = {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: FLEET },
    spec: {
      home,
      regions,
      upgrades: {
        target: NEXT_MINOR,
        soak: random.pick(['0m', '10m']),
        waves: [...waves],
        ...(health ? { health } : {}),
      },
      ...rest,
    },
  } as Fleet;
  story.mends.push(wish(story, { action: 'end', reason: 'the story is over' }), {
    deleteFleet: { name: FLEET, home },
    followForSeconds: 60,
  });
  return [
    { applyFleet: fleet, followForSeconds: 60 },
    wish(story, { action: 'start' }, random.integer(10, 600)),
  ];
}

const row = (
  name: string,
  weight: number,
  draw: (story: Story) => readonly Step[],
): Row<Story, readonly Step[]> => ({
  name,
  weight,
  draw,
  fits: hasCluster(isOfFleet),
});
const isOfFleet = ({ origin }: DrawnCluster): boolean => origin === 'fleet';
const ofFleet = ({ clusters }: Story): readonly DrawnCluster[] => clusters.filter(isOfFleet);

/** A wave for each cluster, in an order of chance. */
const oneByOne = (story: Story): readonly Wave[] => {
  const bake = story.random.pick(['10m', '40m']);
  const names = ofFleet(story).map(({ name }) => name);
  const turned = story.random.chance(0.5) ? names : names.toReversed();
  return turned.map((cluster) => ({ select: { cluster }, bake }));
};

/** Alarms of every cluster; one of them may go at some time of upgrade and bake, and may come to rest again. */
function alarms(story: Story): readonly Step[] {
  const { random } = story;
  const bad = random.pick(ofFleet(story));
  const of = ({ name, region }: DrawnCluster, state: 'OK' | 'ALARM', afterSeconds: number): Step => ({
    alarm: { name: `${name}-slo`, region, state, afterSeconds },
  });
  const begins = random.integer(60, 4 * 3600);
  const ends = random.chance(0.5) ? [of(bad, 'OK', begins + random.integer(30, 3600))] : [];
  return [...ofFleet(story).map((one) => of(one, 'OK', 0)), of(bad, 'ALARM', begins), ...ends];
}

/** A plan over two of the story's clusters; undefined where it has none that a document allows. */
const pairOf = (story: Story): FailoverPlan | undefined =>
  ofFleet(story)
    .flatMap((from) => ofFleet(story).map((to) => failoverPlan(story, from, to)))
    .find((plan) => plan !== undefined);

/** Home goes away at some time of the upgrade, for minutes or days; somebody may take over from the next region meanwhile. */
function homeLost(story: Story): readonly Step[] {
  const { home, regions, random } = story;
  const [, next = home] = regions;
  const forSeconds = random.pick([600, 3600, 6 * 3600, 2 * 86_400, 10 * 86_400]);
  const takenOver: readonly Step[] = random.chance(0.5)
    ? [
        { wait: random.integer(60, 3600) },
        {
          ...wish({ home: next }, { action: 'takeOver', reason: 'home is lost' }),
        } as Step,
      ]
    : [];
  return [
    ...begunIn(story, oneByOne(story)),
    { wait: random.integer(1, 4 * 3600) },
    { fault: { kind: 'region-down', region: home, forSeconds } },
    ...takenOver,
    { wait: forSeconds },
    hours(story),
  ];
}

const inWaves = (
  name: string,
  weight: number,
  draw: (story: Story) => readonly Step[],
): Row<Story, readonly Step[]> => ({ name, weight, draw, fits: (story) => ofFleet(story).length > 1 });

const hours = ({ random }: Story): Step => ({ wait: random.integer(1, 8) * 3600 });

/** Upgrades of the whole fleet, and wishes about them. */
export const waves: DrawTable<Story, readonly Step[]> = {
  name: 'waves',
  rows: [
    row('of every cluster', 3, (story) => [...begun(story), hours(story)]),
    row('paused and taken up again', 2, (story) => [
      ...begun(story),
      wish(story, { action: 'pause', reason: 'lunch' }),
      hours(story),
      wish(story, { action: 'resume', reason: 'after lunch' }),
      hours(story),
    ]),
    row('ended in the midst', 1, (story) => [
      ...begun(story),
      wish(story, { action: 'end', reason: 'enough' }),
      hours(story),
    ]),
    row('that nobody approves', 1, (story) => [...begun(story, { approve: 'sre' }), hours(story)]),
    row('in a window that is closed', 1, (story) => [
      ...begun(story, { window: { days: 'SUN', start: '03:00', lastStart: '03:01', zone: 'UTC' } }),
      hours(story),
    ]),
    row('under its own alarm', 2, (story) => [
      ...alarms(story),
      ...begunIn(story, [{ select: {}, bake: '40m' }], { health: { alarms: ['{cluster}-slo'] } }),
      hours(story),
      hours(story),
    ]),
    inWaves('one by one', 4, (story) => [...begunIn(story, oneByOne(story)), hours(story), hours(story)]),
    inWaves('one by one, until an alarm', 6, (story) => [
      ...alarms(story),
      ...begunIn(story, oneByOne(story), { health: { alarms: ['{cluster}-slo'] } }),
      hours(story),
      wish(story, { action: 'resume', reason: 'looked at' }),
      hours(story),
    ]),
    {
      name: 'of a pair',
      weight: 40,
      fits: (story) => pairOf(story) !== undefined,
      draw: (story) => {
        const wave = { select: {}, bake: '10m', parallel: 3, failures: 1 };
        return [...begunIn(story, [wave], { failover: [pairOf(story) as FailoverPlan] }), hours(story)];
      },
    },
    inWaves('rolled back, and again', 2, (story) => [
      ...begunIn(story, [{ select: {}, bake: '10m', parallel: 2, name: 'all' }]),
      hours(story),
      wish(story, { action: 'rollBack', wave: 'all', reason: 'it was bad' }),
      hours(story),
      wish(story, { action: 'resume', reason: 'it was not' }),
      hours(story),
    ]),
    {
      name: 'whose home is lost',
      weight: 6,
      // Of fewer regions no majority is left.
      fits: (story) => story.regions.length > 2 && ofFleet(story).length > 0,
      draw: homeLost,
    },
    row('that asks for too much', 1, (story) => [
      wish(story, { action: 'resume', reason: 'nothing waits' }),
      wish(story, { action: 'skip', member: 'us-east-1/none', reason: 'nobody' }),
    ]),
  ],
};
