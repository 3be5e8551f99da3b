import { describe, expect, it } from '@jest/globals';
import { deployedFleet } from './deployed-fleet.ts';
import { region } from './roll-back/kinds.ts';
import { MATRIX } from './roll-back/matrix.ts';
import { type Cell, cellsOf, neverDecided, wrong } from './roll-back/verdicts.ts';
import { documentsOf, ROOM, stepsOf } from './roll-back/worlds.ts';

const { simulate } = deployedFleet({ seed: 15, regions: [region], settings: ROOM });
const cells: Cell[] = [];

/**
 * Node kinds by phases by support, each by what EKS answers where its sources conflict: what the plan foresaw of the way
 * back, and what the preflight said of it, is what came. EKS itself is asked for each way back that the fleet refuses.
 */
describe('a way back is foreseen', () => {
  it.each(
    MATRIX.map(
      (world) =>
        [
          `${world.phase}, ${world.supportType} from ${world.from}, EKS ${JSON.stringify(world.eks)}`,
          world,
        ] as const,
    ),
  )(
    'of all kinds of nodes: %s',
    async (_name, world) => {
      const spec = { startAt: world.startAt, documents: documentsOf(world) };
      const found = cellsOf(world, await simulate(stepsOf(world), [], spec));
      cells.push(...found);
      expect(wrong(found)).toEqual([]);
    },
    300_000,
  );

  it('as to be tried only where EKS decides it by its own answer', () => {
    expect(neverDecided(cells)).toEqual([]);
  });
});
