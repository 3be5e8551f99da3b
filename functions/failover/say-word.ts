import { TaskError } from '../../domain/errors.ts';
import { shadowOf } from '../../domain/failover/drill/shadow.ts';
import { otherSide } from '../../domain/failover/standing-plans.ts';
import { saysSo } from '../../domain/failover/word.ts';
import { whileHeld } from '../runtime/change.ts';
import { account } from '../runtime/ports/account/account.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { words } from '../runtime/ports/state/words.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';
import { guardOf, requireClaim } from './guard-of.ts';
import { readMove } from './move-of.ts';

/**
 * Says in one region's object which side serves; only while Guard has the move at `serving`. A drill says the word of its shadow
 * pair, and takes it back. What if this runs twice? It finds its
 * own word; who has lost the plan finds that out in Guard, and says nothing.
 */
export const handler = task(
  failoverTasks.sayWord,
  { account, guards, operations, words },
  async ({ operation, region, isDue, isBack = false }, ports) => {
    const move = await readMove(operation, ports.operations);
    const { plan, to, epoch, drill } = move;
    const side = isBack ? otherSide(to) : to;
    const of = drill ? shadowOf(plan.name) : plan.name;
    const held = await ports.words.read(region, of);
    // The object first: a word that a newer claim says in between is not said over.
    if (saysSo(held?.word, { side, epoch })) return { outcome: 'Said' as const };
    if (!isDue) return { outcome: 'Readable' as const };
    if (!drill) {
      const { moving } = await requireClaim(move, operation, guardOf(move, ports));
      if (moving !== 'serving')
        throw new TaskError('Unexpected', `plan ${plan.name} is ${moving ?? 'done'}, and no word is due`);
    }
    const said = await ports.words.say(region, of, { side, epoch }, held, (tried) =>
      whileHeld(operation, ports.operations, tried),
    );
    if (said === 'changed')
      throw new TaskError('Conflict', `the word of plan ${of} in ${region} was said by another meanwhile`);
    return { outcome: 'Said' as const };
  },
);
