import { describe, expect, it } from '@jest/globals';
import type { Claimed } from '../../../../domain/failover/claim.ts';
import { generationOf, sidesIn } from '../../../../domain/failover/names.ts';
import { decideEntry } from '../../../../domain/failover/preparation/enter-plan.ts';
import { shopPlan } from './plan.ts';

const plan = shopPlan();
const generation = generationOf(plan);
const wanted = { plan: 'shop', generation, at: '2026-12-02T10:00:00.000Z' };
const held = (more: Partial<Claimed> = {}): Claimed => ({
  ...wanted,
  ...{ owner: 'primary', epoch: 3, claimId: 'move-3', at: '2026-12-01T10:00:00.000Z' },
  ...more,
});

const edited = generationOf(shopPlan({ rto: '9m' }));
const swapped = generationOf(shopPlan({ from: plan.to, to: plan.from }));

describe('the entry of a plan in Guard', () => {
  it.each([
    ['a new plan begins with its primary, at epoch 1', undefined, { owner: 'primary', epoch: 1 }],
    [
      'an edited plan keeps its owner under a new epoch',
      held({ generation: edited }),
      { owner: 'primary', epoch: 4 },
    ],
    [
      'so does one whose standby serves',
      held({ generation: edited, owner: 'standby' }),
      { owner: 'standby', epoch: 4 },
    ],
    [
      'one of other sides that its primary owned begins with its primary',
      held({ generation: swapped }),
      { owner: 'primary', epoch: 4 },
    ],
  ] as const)('%s', (_what, before, item) => {
    expect(decideEntry(before, wanted)).toMatchObject({
      do: 'write',
      item: { ...item, generation, at: wanted.at },
    });
  });

  it.each([
    ['is as the document says', held()],
    ['is being moved', held({ generation: edited, moving: 'fencing' })],
  ] as const)('leaves an item alone that %s', (_what, before) => {
    expect(decideEntry(before, wanted)).toEqual({ do: 'nothing' });
  });

  it('says who nobody could tell where the sides of a plan change while its standby serves', () => {
    expect(decideEntry(held({ generation: swapped, owner: 'standby' }), wanted)).toMatchObject({
      do: 'refuse',
    });
  });

  it('tells the sides of a plan apart, and nothing else of it', () => {
    expect(sidesIn(edited)).toBe(sidesIn(generation));
    expect(sidesIn(swapped)).not.toBe(sidesIn(generation));
    expect(edited).not.toBe(generation);
  });

  it('keeps of an edited plan that a person has taken its last move back', () => {
    const cancelled = { claimId: 'move-2', by: 'ann', reason: 'no', until: '2026-12-02T12:00:00.000Z' };
    expect(decideEntry(held({ generation: edited, cancelled }), wanted)).toMatchObject({
      item: { cancelled },
    });
  });
});
