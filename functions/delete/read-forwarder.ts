import type * as z from 'zod';
import type { SeenOfForwarder } from '../../domain/forwarder/forwarder-deletion.ts';
import { forwarderOf, vpcOfForwarder } from '../../domain/forwarder/names.ts';
import type { observeStacksInput } from '../../domain/phase-contract.ts';
import type { StackPort } from '../../domain/ports/stacks.ts';

/** The forwarder of the cluster's VPC as it is now, if the plan has one that was there still. */
export async function readForwarder(
  { stacks, left, at }: Pick<z.output<typeof observeStacksInput>, 'stacks' | 'left' | 'at'>,
  port: StackPort,
  stage: string,
): Promise<SeenOfForwarder | undefined> {
  const stackName = stacks.find((name) => vpcOfForwarder(name, stage) !== undefined);
  if (stackName === undefined) return undefined;
  if (left.length > 0 && !left.includes(`stack/${stackName}`)) return undefined;
  const seen = await seenOf(stackName, port, stage);
  return seen && { ...seen, at };
}

/** The same by name; undefined where it is no forwarder's, or gone. */
export async function seenOf(
  stackName: string,
  port: StackPort,
  stage: string,
): Promise<Omit<SeenOfForwarder, 'at'> | undefined> {
  const vpcId = vpcOfForwarder(stackName, stage);
  const stack = vpcId === undefined ? undefined : await port.describe(stackName);
  if (vpcId === undefined || !stack) return undefined;
  return { stack, importers: await port.importersOf(forwarderOf(vpcId, stage).groupExport) };
}
