import * as z from 'zod';
import { GuardByHand, guarded } from '../guard-by-hand.ts';
import { writtenStep } from '../step.ts';

/** A person says that the move which is under way goes on with the capacity that is there. */
export const acceptCapacity = writtenStep(
  z.strictObject({ acceptCapacity: guarded }),
  ({ acceptCapacity: asked }, on) =>
    on.drive(
      on.untilAnswered(async () => {
        const guard = new GuardByHand(asked, on.spec);
        const held = await guard.read();
        if (!held?.moving)
          return on.found([`plan ${asked.plan} is not under way, and its capacity nobody's`]);
        const at = new Date(on.world.kernel.now()).toISOString();
        const { by, reason } = asked;
        await guard.put('acceptance', { epoch: held.epoch, at, by, reason });
      }),
    ),
);
