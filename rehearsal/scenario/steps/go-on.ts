import * as z from 'zod';
import { failoverRequested } from '../../../events/failover/requested.ts';
import { ownedNow } from '../../checkers/failover/converged-plan.ts';
import { followFor, name, writtenStep } from '../step.ts';

/**
 * A person looks at a plan in Guard, and asks once more for a move that came to no end. One that goes on by itself is left alone: a
 * move of an automatic plan to its standby.
 */
const unended = z.strictObject({
  plan: name,
  regions: z.strictObject({ primary: name, standby: name, witness: name }),
  isAutomatic: z.boolean(),
});

export const goOn = writtenStep(
  z.strictObject({ goOn: unended, ...followFor }),
  async ({ goOn: { plan, regions, isAutomatic }, followForSeconds }, on) => {
    const owned = await ownedNow(on.world, { name: plan, regions, stage: on.spec.stage });
    if (!owned?.moving || (isAutomatic && owned.owner === 'standby')) return;
    const { owner: to } = owned;
    const detail = { plan, to, planned: to === 'primary', reason: 'it came to no end' };
    await on.request([{ definition: failoverRequested, region: regions[to], detail }], followForSeconds);
  },
);
