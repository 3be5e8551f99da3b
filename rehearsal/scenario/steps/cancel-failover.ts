import * as z from 'zod';
import { decideCancel } from '../../../domain/failover/cancel.ts';
import { GuardByHand, guarded } from '../guard-by-hand.ts';
import { writtenStep } from '../step.ts';

const cancelling = guarded.extend({
  /** Seconds for which the plan does not move by itself after it. */
  holdSeconds: z.int().positive().default(3600),
  /** A refusal is no failure of the step: a person tries, however far the move is by then. */
  maybe: z.literal(true).optional(),
});

/** A person takes the move that is under way back. A step of the move that is written in between wins, and the person is refused. */
export const cancelFailover = writtenStep(z.strictObject({ cancelFailover: cancelling }), (step, on) =>
  on.drive(
    on.untilAnswered(async () => {
      const { plan, by, reason, holdSeconds, maybe } = step.cancelFailover;
      const guard = new GuardByHand(step.cancelFailover, on.spec);
      const held = await guard.read();
      const now = on.world.kernel.now();
      const claimId = `cancel-${now}`;
      const at = new Date(now).toISOString();
      const decision = decideCancel(held, { claimId, by, reason, at, holdSeconds });
      const isTaken = decision.do === 'write' && (await guard.replace(decision.item, held));
      if (isTaken || maybe) return;
      on.found([
        `plan ${plan} was not taken back: ${'why' in decision ? decision.why : 'a step came first'}`,
      ]);
    }),
  ),
);
