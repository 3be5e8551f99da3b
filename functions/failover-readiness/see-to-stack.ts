import { decideStack } from '../../domain/decide/stack.ts';
import { digest } from '../../domain/desired/digest.ts';
import type { DesiredStack } from '../../domain/desired/template.ts';
import { FAILOVER_TAG } from '../../domain/failover/preparation/stack-tags.ts';
import type { DatedStack, StackPort } from '../../domain/ports/stacks.ts';

export type SeenTo =
  | { readonly outcome: 'Ready' }
  | { readonly outcome: 'Waiting'; readonly waitSeconds: number }
  | { readonly outcome: 'Unready'; readonly reason: string };

/** The next look at a stack that is under way. */
const WAIT_SECONDS = 10;
export const waiting = { outcome: 'Waiting', waitSeconds: WAIT_SECONDS } as const;
export const ready = { outcome: 'Ready' } as const;

interface StackStep {
  readonly stacks: StackPort;
  /** The execution's. */
  readonly token: string;
  /** When the execution began to look, ISO 8601: a change that failed after it is not asked for again. */
  readonly since: string;
  /** The stack as it is made first, where that is another. */
  readonly first?: DesiredStack;
}

/** The token follows from the stack that was seen, so that the same stack may be made again after it was cleared away. */
const tokenOf = ({ token }: StackStep, what: string, seen: DatedStack | undefined): string =>
  `${token}-${digest(JSON.stringify([what, seen?.StackId, seen?.changedAt]))}`;

/** The reason to leave a stack alone: a cluster's may be called alike, and has other tags. */
const othersBecause = (seen: DatedStack | undefined, kind: string): SeenTo | undefined =>
  !seen || seen.StackStatus === 'DELETE_COMPLETE' || seen.tags[FAILOVER_TAG] === kind
    ? undefined
    : { outcome: 'Unready', reason: `there is a stack ${seen.StackName} that is not of failover plans` };

/** Makes the next change of a stack that nobody but preparation changes. What if this runs twice? The stack is looked at first. */
export async function seeToStack(desired: DesiredStack, step: StackStep): Promise<SeenTo> {
  const { stacks, since, first = desired } = step;
  const seen = await stacks.describe(desired.stackName);
  const others = othersBecause(seen, desired.tags[FAILOVER_TAG] ?? '');
  if (others) return others;
  const decision = decideStack(desired, seen, seen !== undefined && seen.changedAt >= since);
  switch (decision.do) {
    case 'nothing':
      return ready;
    case 'create':
      await stacks.create(first, tokenOf(step, 'create', seen));
      return waiting;
    case 'update':
      if (decision.change.operation === 'DeleteStack')
        await stacks.delete(desired.stackName, tokenOf(step, 'clear', seen));
      else await stacks.update(desired, tokenOf(step, 'update', seen));
      return waiting;
    case 'wait':
      return waiting;
    default:
      return { outcome: 'Unready', reason: decision.reason };
  }
}

/** Takes a stack away that is needed no more. What if this runs twice? One that is going is waited for. */
export async function seeToEnd(stackName: string, kind: string, step: StackStep): Promise<SeenTo> {
  const seen = await step.stacks.describe(stackName);
  const others = othersBecause(seen, kind);
  if (others) return others;
  if (!seen || seen.StackStatus === 'DELETE_COMPLETE') return ready;
  if (seen.StackStatus.endsWith('_IN_PROGRESS')) return waiting;
  if (seen.StackStatus === 'DELETE_FAILED' && seen.changedAt >= step.since)
    return {
      outcome: 'Unready',
      reason: `stack ${stackName} cannot be deleted: ${seen.StackStatusReason ?? ''}`,
    };
  await step.stacks.delete(stackName, tokenOf(step, 'delete', seen));
  return waiting;
}
