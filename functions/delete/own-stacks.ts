import type * as z from 'zod';
import { isStackOf } from '../../domain/decide/ownership.ts';
import type { observeStacksInput } from '../../domain/phase-contract.ts';
import type { DatedStack, StackPort } from '../../domain/ports/stacks.ts';

/** The names in keys of a kind: `web` of `nodeGroup/web`. */
export const namesOf = (kind: string, keys: readonly string[]): readonly string[] =>
  keys.flatMap((key) => (key.startsWith(`${kind}/`) ? [key.slice(kind.length + 1)] : []));

/** The cluster's stacks of a phase as they are now: those of the plan, and of them those that were there still. */
export async function readOwnStacks(
  { operation, stacks, left }: z.output<typeof observeStacksInput>,
  port: StackPort,
  isOfPhase: (stackName: string) => boolean,
): Promise<readonly DatedStack[]> {
  const { name } = operation.cluster;
  const isWanted = (stackName: string): boolean =>
    isOfPhase(stackName) && (left.length === 0 || left.includes(`stack/${stackName}`));
  const found = await Promise.all(stacks.filter(isWanted).map((stackName) => port.describe(stackName)));
  return found.filter((stack) => stack !== undefined).filter((stack) => isStackOf(name, stack));
}
