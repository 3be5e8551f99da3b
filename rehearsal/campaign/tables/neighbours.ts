import type { Step } from '../../scenario/steps/all.ts';
import { following, OTHER_STAGE, type Story } from '../story.ts';
import type { DrawTable, Row } from '../table.ts';

type Within = Extract<Step, { of: unknown }>['step'];

/** Not the name of one of ours: who watches leases tells them apart by their ARNs, which have no stage. */
const THEIRS = 'theirs';

/** A step of the other stage's, which is followed for as long as any. */
const row = (name: string, weight: number, step: (story: Story) => Step): Row<Story, readonly Step[]> => ({
  name,
  weight,
  fits: ({ hasOtherStage }) => hasOtherStage,
  draw: (story) => [{ of: OTHER_STAGE, step: following(step(story), story) as object as Within }],
});

/** Events in another stage of the account, of the same region, that do not concern this one. */
export const neighbours: DrawTable<Story, readonly Step[]> = {
  name: 'neighbours',
  rows: [
    row('a request that is refused', 2, ({ home: region }) => ({ forget: { cluster: 'nobody', region } })),
    row('a deletion of what it does not have', 1, (story) => {
      const { name } = story.cluster();
      return { delete: { cluster: name, region: story.home, confirm: 'something else' } };
    }),
    row('a document', 3, ({ home, regions, random }) => ({
      applyFleet: {
        apiVersion: 'eks-fleet.dev/v1',
        kind: 'Fleet',
        metadata: { name: THEIRS },
        spec: {
          home,
          regions,
          sleep: [
            {
              name: 'hours',
              select: { env: 'dev' },
              awake: `MON-FRI 0${random.integer(5, 8)}:00-22:00`,
              zone: 'UTC',
            },
          ],
        },
      } as Extract<Step, { applyFleet: unknown }>['applyFleet'],
    })),
    row('the document is taken away', 1, ({ home }) => ({ deleteFleet: { name: THEIRS, home } })),
  ],
};
