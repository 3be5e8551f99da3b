import { takenBack } from '../../domain/failover/cancel.ts';
import {
  belowFloor,
  type CapacityLook,
  decideCapacity,
  isHasty,
  type SeenCapacity,
} from '../../domain/failover/capacity.ts';
import type { MovePlan } from '../../domain/failover/move.ts';
import { decideShortage, patienceOf } from '../../domain/failover/shortage.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import { lookOf } from '../../domain/phase-contract.ts';
import { account } from '../runtime/ports/account/account.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { nodeGroups } from '../runtime/ports/cluster/node-groups.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';
import { type GuardPorts, guardOf } from './guard-of.ts';
import { readMove, readMoved, TAKEN_BACK } from './move-of.ts';
import { type CapacityPorts, seeCapacity } from './see-capacity.ts';

/** Decides on capacity below the floor, by the plan's patience and by what a person has said. */
async function decideShort(
  move: MovePlan,
  seen: SeenCapacity,
  elapsedSeconds: number,
  ports: GuardPorts & Pick<CapacityPorts, 'nodeGroups'>,
) {
  const { plan, capacity, epoch, drill } = move;
  const guard = guardOf(move, ports);
  // Nobody is asked about a drill: what is short is told at its end.
  const patience = { ...patienceOf(plan), ...(drill ? { whenShort: 'moveAnyway' as const } : {}) };
  const [asked, accepted] = drill
    ? []
    : await Promise.all([guard.shortage(plan.name), guard.acceptance(plan.name)]);
  const decide = (missing: readonly string[]) =>
    decideShortage(patience, { missing, elapsedSeconds, epoch, asked, accepted });
  const without = belowFloor(capacity, seen);
  if (decide(without).do === 'wait') return { decision: decide(without), missing: without };
  // Who is told, is told why nodes do not start as well.
  const groups = await ports.nodeGroups.withFailedLaunches(seen.groups);
  const missing = belowFloor(capacity, { ...seen, groups });
  return { decision: decide(missing), missing };
}

/** For so long what is below is raised again, and nothing else is thought of. */
const RAISES_SECONDS = 60;

/** Things that earlier looks have had raised: a first raise is never left out, whenever its turn comes. */
const raisedBefore = (raised: readonly string[], waitSeconds: number) => ({
  isNew: ({ key }: { readonly key: string }): boolean => !raised.includes(key),
  raising: (start: CapacityLook['start']) => ({
    ...{ outcome: 'Waiting' as const, waitSeconds, start: [...start] },
    ready: [...new Set([...raised, ...start.map(({ key }) => key)])],
  }),
});

async function isTakenBack({ id }: OperationRef, move: MovePlan, ports: GuardPorts): Promise<boolean> {
  const held = await guardOf(move, ports).read(move.plan.name);
  return takenBack(held, id) !== undefined;
}

/**
 * Looks at the capacity of the side that is to serve; it is enough at the plan's floor, and the rest comes up while it serves.
 * Where the floor does not come up, the plan says what then. What if this runs twice? A look changes nothing.
 */
export const handler = task(
  failoverTasks.observeCapacity,
  { account, guards, kubernetes, nodeGroups, operations },
  async (input, ports) => {
    const { operation } = input;
    const move = await readMove(operation, ports.operations);
    const { capacity, api } = move;
    if (move.drill && (await readMoved(operation, ports.operations)).record.cancellation)
      return { outcome: 'Failed' as const, failures: [{ key: 'capacity', reason: TAKEN_BACK }] };
    const { name } = operation.cluster;
    const look = lookOf(input);
    const raised = input.ready ?? [];
    const seen = await seeCapacity(capacity, api, name, ports);
    const { start, missing, waitSeconds } = decideCapacity(capacity, seen, name, look, { raised });
    const uncounted = seen.why === undefined ? [] : [seen.why];
    const notes = [...capacity.lacking, ...uncounted];
    const { isNew, raising } = raisedBefore(raised, waitSeconds);
    const waiting = raising(start);
    const isEnough = start.length === 0 && missing.length === 0;
    // Capacity comes up beside the fence: a move that a person has taken back by then needs none, and its end says so.
    if (!isEnough && !move.drill && (await isTakenBack(operation, move, ports)))
      return { outcome: 'Done' as const, notes: [] };
    // What may be raised is raised first: nobody is asked about capacity that was not asked for. Somebody may lower it again and
    // again: that is neither raised for ever, nor waited for where the floor is there.
    if (start.some(isNew) || (start.length > 0 && look.elapsedSeconds < RAISES_SECONDS)) return waiting;
    if (isHasty(seen, api, look)) return waiting;
    if (missing.length === 0) return { outcome: 'Done' as const, notes };
    const short = await decideShort(move, seen, look.elapsedSeconds, ports);
    switch (short.decision.do) {
      case 'wait':
        return waiting;
      case 'ask':
        return { outcome: 'Short' as const, missing: [...short.missing, ...uncounted] };
      case 'goOn': {
        // Whoever waits for its turn waits for what does not come.
        const held = decideCapacity(capacity, seen, name, look, { isInOrder: false }).start.filter(isNew);
        if (held.length > 0) return raising(held);
        return { outcome: 'Done' as const, notes: [...notes, short.decision.note] };
      }
    }
  },
);
