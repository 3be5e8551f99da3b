import type { Decision } from '../../domain/decide/decision.ts';
import { TaskError } from '../../domain/errors.ts';
import { type PhaseItem, type Unseen, unlessThrottled } from '../../domain/phase.ts';
import { fargatePodItems } from '../../domain/upgrade/nodes/fargate.ts';
import { expectedRoll } from '../../domain/upgrade/nodes/node-group.ts';
import { inLine, scalingGroupItems } from '../../domain/upgrade/nodes/self-managed.ts';
import {
  type Decided,
  inOrder,
  itemsInTurn,
  nextToLookAt,
  nodeGroupKey,
  READY,
} from '../../domain/upgrade/nodes/turns.ts';
import { pinsOf } from '../../domain/upgrade/pins.ts';
import type { NodesAsked, NodesPorts } from './nodes-asked.ts';
import { seeFargate } from './see-fargate.ts';
import { seeNodeGroupWithPods } from './see-node-group.ts';
import { movingGroups, seeScalingGroup } from './see-scaling-group.ts';

export type { NodesPorts };

type Item = PhaseItem<Decision | Unseen>;
type Items = readonly Item[];

async function lookAtManaged(asked: NodesAsked, ready: readonly string[], ports: NodesPorts): Promise<Items> {
  const { nodeGroups } = pinsOf(asked.plan, asked.step);
  const { request } = asked.operation;
  const passedOver = inOrder(nodeGroups).filter(({ name }) => ready.includes(nodeGroupKey(name)));
  const decided = new Map<string, Decided>(passedOver.map(({ name }) => [name, READY]));
  const next = () => nextToLookAt(nodeGroups, decided, request.parallelNodeGroups);
  for (let pin = next(); pin; pin = next()) {
    const found = await unlessThrottled(seeNodeGroupWithPods(pin, asked, ports));
    decided.set(
      pin.name,
      'seen' in found
        ? { decision: found.decision, expected: expectedRoll(found.seen.observed) }
        : { decision: found, expected: expectedRoll(undefined) },
    );
  }
  return itemsInTurn(nodeGroups, decided);
}

const isReady = ({ decision }: Item): boolean => decision.do === 'nothing';

/** Groups of self-managed nodes, after all managed ones; so many side by side. */
async function lookAtOwn(asked: NodesAsked, managed: Items, ports: NodesPorts): Promise<Items> {
  const { parallelNodeGroups } = asked.operation.request;
  const ahead = managed.filter((item) => !isReady(item)).map(({ key }) => key);
  const items: Item[] = [];
  let moving = ahead.length > 0 ? parallelNodeGroups : 0;
  for (const pin of movingGroups(asked)) {
    if (moving >= parallelNodeGroups) {
      items.push(inLine(pin, ahead));
      continue;
    }
    const seen = await unlessThrottled(seeScalingGroup(pin, asked, ports));
    const own: Items = 'do' in seen ? [{ ...inLine(pin, []), decision: seen }] : scalingGroupItems(pin, seen);
    items.push(...own);
    const left = own.filter((item) => !isReady(item));
    if (left.length > 0) moving += 1;
    ahead.push(...left.slice(-1).map(({ key }) => key));
  }
  return items;
}

/**
 * Looks at the node groups whose nodes move with a step. `ready` are keys that an earlier look found so; they are looked at
 * once more before all of it is done.
 */
export async function nodeItems(
  asked: NodesAsked,
  ready: readonly string[],
  ports: NodesPorts,
): Promise<Items> {
  const managed = await lookAtManaged(asked, ready, ports);
  const items = [...managed, ...(await lookAtOwn(asked, managed, ports))];
  const isOver = items.every(isReady);
  return isOver && items.some(({ passedOver }) => passedOver) ? nodeItems(asked, [], ports) : items;
}

/** Looks at the pods on Fargate that are still on a kubelet older than the step's minor. */
export async function fargateItems(asked: NodesAsked, ports: NodesPorts): Promise<Items> {
  const { plan, step } = asked;
  if (!pinsOf(plan, step).movesFargate) return [];
  if (!plan.api) throw new TaskError('Unexpected', 'the plan moves pods on Fargate, and has no API to ask');
  return fargatePodItems(await seeFargate(asked, plan.api, ports.kubernetes), step.to);
}
