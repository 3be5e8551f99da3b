import { type HookTry, hookKey, isMachine, runNames, tryOf } from '../../domain/failover/hooks.ts';
import type { MoveReport } from '../../domain/failover/move.ts';
import { placeOf } from '../../domain/policy/hook-arn.ts';
import { arnOf, type PlacedHook } from '../../domain/policy/rules/failover/each-plan.ts';
import type { HooksPort } from '../../domain/ports/hooks.ts';

export type HooksIn = (region: string) => HooksPort;

/** The hooks port of the region in which a hook is. */
export const portOf = ({ hook }: PlacedHook, hooks: HooksIn): HooksPort =>
  hooks(placeOf(arnOf(hook).arn).region);

async function triesOfMachine(placed: PlacedHook, operationId: string, hooks: HooksIn) {
  const tries: HookTry[] = [];
  for (const name of runNames(operationId, placed)) {
    const run = await portOf(placed, hooks).run(arnOf(placed.hook).arn, name);
    if (!run) break;
    tries.push(tryOf(run));
  }
  return tries;
}

/** The tries of hooks, by key: runs of state machines as Step Functions has them, functions' as they are on record. */
export async function triesOf(
  hooks: readonly PlacedHook[],
  operationId: string,
  report: MoveReport | undefined,
  port: HooksIn,
): Promise<ReadonlyMap<string, readonly HookTry[]>> {
  const tries = await Promise.all(
    hooks.map(async (placed) => {
      const key = hookKey(placed);
      const found = isMachine(placed)
        ? await triesOfMachine(placed, operationId, port)
        : (report?.tries?.[key] ?? []);
      return [key, found] as const;
    }),
  );
  return new Map(tries);
}
