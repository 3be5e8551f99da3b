import type { Step } from '../../scenario/steps/all.ts';
import { hasCluster, type Story } from '../story.ts';
import { type DrawTable, drawFrom } from '../table.ts';
import { hands } from './hands.ts';
import { kept } from './kept.ts';
import { mishaps } from './mishaps.ts';
import { neighbours } from './neighbours.ts';
import { ordeals } from './ordeals.ts';
import { pauses } from './pauses.ts';
import { policies } from './policies.ts';
import { refusals } from './refusals.ts';
import { requests } from './requests.ts';
import { upgradeOrdeals } from './upgrade-ordeals.ts';
import { upgrades } from './upgrades.ts';
import { waves } from './waves.ts';

const of = (table: DrawTable<Story, readonly Step[]>, weight: number) => ({
  name: table.name,
  weight,
  draw: (story: Story) => drawFrom(table, story),
});

/** The next event in a story. */
export const acts: DrawTable<Story, readonly Step[]> = {
  name: 'acts',
  rows: [
    of(requests, 10),
    of(upgrades, 4),
    of(upgradeOrdeals, 4),
    // Two stages have one name for it.
    {
      ...of(waves, 3),
      fits: (story: Story) => !story.hasOtherStage && hasCluster(({ origin }) => origin === 'fleet')(story),
    },
    of(hands, 4),
    of(refusals, 3),
    // With two stages, an observer of pauses would have to know whose each is.
    { ...of(pauses, 4), fits: ({ hasOtherStage }: Story) => !hasOtherStage },
    of(policies, 4),
    { ...of(kept, 4), fits: hasCluster(({ origin }) => origin === 'fleet') },
    of(mishaps, 3),
    { ...of(neighbours, 6), fits: ({ hasOtherStage }: Story) => hasOtherStage },
    of(ordeals, 9),
    {
      name: 'time goes by',
      weight: 1,
      draw: ({ random }) => [{ wait: Math.ceil(random.between(60, 5400)) }],
    },
    {
      name: 'a day goes by',
      weight: 0.7,
      draw: ({ random }) => [{ wait: random.integer(20, 30) * 3600 }],
    },
  ],
};
