import { decidePutBack, leftLarger } from '../../domain/failover/drill/put-back.ts';
import { readMove } from '../failover/move-of.ts';
import { seeCapacity } from '../failover/see-capacity.ts';
import { account } from '../runtime/ports/account/account.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { nodeGroups } from '../runtime/ports/cluster/node-groups.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverDrillTasks } from './contracts.ts';

const LOOK_SECONDS = 15;
const NOTHING = { groups: {}, replicas: {} };
const NO_SIZES = { before: NOTHING, raisedTo: NOTHING };

/** Looks whether a standby is as it was before its drill. What if this runs twice? A look changes nothing. */
export const handler = task(
  failoverDrillTasks.observePutBack,
  { account, kubernetes, nodeGroups, operations },
  async ({ operation }, ports) => {
    const move = await readMove(operation, ports.operations);
    const { name } = operation.cluster;
    const seen = await seeCapacity(move.capacity, move.api, name, ports);
    const sizes = move.drill ?? NO_SIZES;
    const { start, isWaiting } = decidePutBack(move, sizes, seen, name);
    if (start.length > 0 || isWaiting)
      return { outcome: 'Waiting' as const, waitSeconds: LOOK_SECONDS, start: [...start], ready: [] };
    const unseen = seen.why === undefined ? [] : [`replicas were not put back: ${seen.why}`];
    const notes = Object.keys(move.capacity.replicas).length > 0 ? unseen : [];
    return { outcome: 'Done' as const, notes: [...notes, ...leftLarger(move, sizes, seen)] };
  },
);
