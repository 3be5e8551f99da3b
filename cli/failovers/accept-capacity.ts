import { type Acceptance, decideAcceptance } from '../../domain/failover/shortage.ts';
import type { GuardPort } from '../../domain/ports/guard.ts';
import type { Said } from './said.ts';

/** Writes to Guard that the move which is under way goes on with the capacity that is there. */
export async function acceptCapacity(
  guard: Pick<GuardPort, 'read' | 'acceptance' | 'accept'>,
  plan: string,
  given: Omit<Acceptance, 'epoch'>,
): Promise<Said> {
  const [held, before] = await Promise.all([guard.read(plan), guard.acceptance(plan)]);
  const decision = decideAcceptance(held, before, given);
  if (decision.do !== 'write') return { do: decision.do, why: decision.why };
  if ((await guard.accept(plan, decision.acceptance)) === 'newer')
    return { do: 'refuse', why: 'the move has been gone on with under another epoch: ask again' };
  const { epoch } = decision.acceptance;
  return { do: 'done', why: `the move of epoch ${epoch} goes on with the capacity that is there` };
}
