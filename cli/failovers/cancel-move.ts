import { type Cancel, decideCancel } from '../../domain/failover/cancel.ts';
import type { GuardPort } from '../../domain/ports/guard.ts';
import type { Said } from './said.ts';

/** A move has few steps: after so many looks each of which another write has passed by, something else is wrong. */
const TRIES = 4;

/** Takes the move that is under way back, by one conditional write; a step that was written in between is looked at anew. */
export async function cancelMove(
  guard: Pick<GuardPort, 'read' | 'write'>,
  plan: string,
  cancel: Cancel,
): Promise<Said> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const held = await guard.read(plan);
    // An answer that was lost: it was written the first time.
    if (held?.claimId === cancel.claimId) return done(held.owner, held.epoch, held.cancelled?.until);
    const decision = decideCancel(held, cancel);
    if (decision.do !== 'write') return decision;
    const { item } = decision;
    if ((await guard.write(item, held)) === 'written')
      return done(item.owner, item.epoch, item.cancelled?.until);
  }
  return { do: 'refuse', why: `it was written by another at each of ${TRIES} tries: ask again` };
}

const done = (owner: string, epoch: number, until = ''): Said => ({
  do: 'done',
  why: `the move is taken back, and the ${owner} serves on under epoch ${epoch}; the plan does not move by itself until ${until}`,
});
