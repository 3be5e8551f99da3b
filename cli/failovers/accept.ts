import { decideLoss } from '../../domain/failover/catch-up.ts';
import { type Acceptance, decideAcceptance } from '../../domain/failover/shortage.ts';
import type { Accepted, GuardPort } from '../../domain/ports/guard.ts';
import type { Said } from './said.ts';

type Answered = Pick<GuardPort, 'read' | 'acceptance' | 'accept'>;
type Given = Omit<Acceptance, 'epoch'>;

const DECIDED = {
  capacity: { decide: decideAcceptance, goesOn: 'goes on with the capacity that is there' },
  data: { decide: decideLoss, goesOn: 'goes on without the data that has not come over' },
} as const;

async function accept(of: Accepted, guard: Answered, plan: string, given: Given): Promise<Said> {
  const { decide, goesOn } = DECIDED[of];
  const [held, before] = await Promise.all([guard.read(plan), guard.acceptance(plan, of)]);
  const decision = decide(held, before, given);
  if (decision.do !== 'write') return { do: decision.do, why: decision.why };
  if ((await guard.accept(plan, decision.acceptance, of)) === 'newer')
    return { do: 'refuse', why: 'the move has been gone on with under another epoch: ask again' };
  return { do: 'done', why: `the move of epoch ${decision.acceptance.epoch} ${goesOn}` };
}

/** Writes to Guard that the move which is under way goes on with the capacity that is there. */
export const acceptCapacity = (guard: Answered, plan: string, given: Given): Promise<Said> =>
  accept('capacity', guard, plan, given);

/** Writes to Guard that the planned move which waits for its data goes on without what is missing. */
export const acceptLoss = (guard: Answered, plan: string, given: Given): Promise<Said> =>
  accept('data', guard, plan, given);
