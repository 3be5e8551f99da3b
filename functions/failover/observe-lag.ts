import { takenBack } from '../../domain/failover/cancel.ts';
import {
  type BehindLook,
  behindBy,
  catchUpSeconds,
  decideBehind,
  writersNote,
} from '../../domain/failover/catch-up.ts';
import { elapsedSeconds } from '../../domain/phase-contract.ts';
import { account } from '../runtime/ports/account/account.ts';
import { lags } from '../runtime/ports/cluster/lags.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';
import { unlessDenied } from './decide-anew.ts';
import { guardOf } from './guard-of.ts';
import { readMove } from './move-of.ts';

/** A metric comes by the minute; a person's answer is not waited for much longer than by who gives it. */
const LOOK_SECONDS = 10;
/** Later looks are fewer: they are counted. */
const LATE_LOOK_SECONDS = 200;

/** Looks whether data has caught up with writers that have stopped. What if this runs twice? A look changes nothing. */
export const handler = task(
  failoverTasks.observeLag,
  { account, guards, lags, operations },
  async ({ operation, since, at }, ports) => {
    const move = await readMove(operation, ports.operations);
    const { plan, epoch } = move;
    const done = (...notes: readonly string[]) => ({ outcome: 'Done' as const, notes: [...notes] });
    const guard = guardOf(move, ports);
    const held = await guard.read(plan.name);
    // One that was gone on with behind its fence has waited for its data; of one that was taken back the next step says so.
    if (takenBack(held, operation.id) !== undefined || held?.moving !== 'fencing') return done();
    const seen = await ports.lags.ofAlarm(plan.lag?.alarm ?? '', since, at).catch(unlessDenied);
    const why = behindBy(seen, since);
    if (why === undefined) return done(...writersNote(plan));
    const [told, accepted] = await Promise.all([
      guard.behind(plan.name),
      guard.acceptance(plan.name, 'data'),
    ]);
    const elapsed = elapsedSeconds({ since, at });
    const look: BehindLook = { why, at, elapsedSeconds: elapsed, epoch, told, accepted };
    const decision = decideBehind(catchUpSeconds(plan), look);
    switch (decision.do) {
      case 'goOn':
        return done(decision.note);
      case 'wait': {
        const waitSeconds = elapsed < 1800 ? LOOK_SECONDS : LATE_LOOK_SECONDS;
        return { outcome: 'Waiting' as const, waitSeconds };
      }
      case 'tell':
      case 'ask':
        return { outcome: 'Behind' as const, why, isAsked: decision.do === 'ask' };
    }
  },
);
