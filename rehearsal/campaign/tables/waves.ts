import type { Step } from '../../scenario/steps/all.ts';
import { NEXT_MINOR } from '../clusters.ts';
import { hasCluster, type Story } from '../story.ts';
import type { DrawTable, Row } from '../table.ts';

type Fleet = Extract<Step, { applyFleet: unknown }>['applyFleet'];
/** A document of its own: those of schedules come and go with other rows. */
const FLEET = 'waves';

const wish = ({ home }: Story, request: Readonly<Record<string, string>>, followForSeconds = 60): Step => ({
  upgradeFleet: { fleet: FLEET, home, request },
  followForSeconds,
});

/** The document, and the upgrade that is begun by it; at a story's end it is ended, and forgotten. */
function begun(story: Story, more: object = {}): readonly Step[] {
  const { home, regions, random } = story;
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
        waves: [{ select: {}, bake: random.pick(['10m', '1h']), failures: 3, parallel: 2, ...more }],
      },
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
  fits: hasCluster(({ origin }) => origin === 'fleet'),
});
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
    row('that asks for too much', 1, (story) => [
      wish(story, { action: 'resume', reason: 'nothing waits' }),
      wish(story, { action: 'skip', member: 'us-east-1/none', reason: 'nobody' }),
    ]),
  ],
};
