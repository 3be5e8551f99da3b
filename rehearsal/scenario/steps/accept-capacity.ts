import * as z from 'zod';
import { GuardByHand, guarded } from '../guard-by-hand.ts';
import { type StepRun, writtenStep } from '../step.ts';

/** A person's word about the move that is under way: it goes on without what is missing. */
const accept = (part: 'acceptance' | 'loss', what: string, asked: z.output<typeof guarded>, on: StepRun) =>
  on.drive(
    on.untilAnswered(async () => {
      const guard = new GuardByHand(asked, on.spec);
      const held = await guard.read();
      if (!held?.moving) return on.found([`plan ${asked.plan} is not under way, and its ${what} nobody's`]);
      const at = new Date(on.world.kernel.now()).toISOString();
      const { by, reason } = asked;
      await guard.put(part, { epoch: held.epoch, at, by, reason });
    }),
  );

/** A person says that the move which is under way goes on with the capacity that is there. */
export const acceptCapacity = writtenStep(
  z.strictObject({ acceptCapacity: guarded }),
  ({ acceptCapacity: asked }, on) => accept('acceptance', 'capacity', asked, on),
);

/** A person says that the move which is under way goes on without data that has not come over. */
export const acceptDataLoss = writtenStep(
  z.strictObject({ acceptDataLoss: guarded }),
  ({ acceptDataLoss: asked }, on) => accept('loss', 'data', asked, on),
);
