import { NotSimulated } from './aws-error.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { Operation } from './service.ts';

/** An operation with the input members that it models; a call that uses another one ends the run by name. */
export interface ModelledOperation {
  readonly members: readonly string[];
  readonly run: Operation;
}

/** Ends the run: the simulator was asked for `what`, which is not modelled. */
export function refuseUnmodelled(kernel: Kernel, what: string): never {
  const error = new NotSimulated(what);
  kernel.fail(error);
  throw error;
}

/** Ends the run by name where `given` has a member (whose value is not undefined) outside `members`. */
export function refuseUnmodelledMembers(
  kernel: Kernel,
  what: string,
  given: object,
  members: readonly string[],
): void {
  for (const [member, value] of Object.entries(given)) {
    if (value !== undefined && !members.includes(member)) refuseUnmodelled(kernel, `${member} of ${what}`);
  }
}

/** A copy of a service's answer that shares nothing with the service's state; dates and bytes are kept as such. */
export function fresh<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date) return new Date(value) as T;
  if (ArrayBuffer.isView(value)) return (value as unknown as Uint8Array).slice() as T;
  if (Array.isArray(value)) return value.map(fresh) as T;
  // Spread first: an object of a known shape is made at once, where one that grows member by member is not.
  const copy = { ...value } as Record<string, unknown>;
  for (const member in copy) {
    const held = copy[member];
    if (typeof held === 'object') copy[member] = fresh(held);
    else if (held === undefined) delete copy[member];
  }
  return copy as T;
}

/**
 * Operations that refuse members they do not model. Input and output of a call from one service to another are
 * copied, as the seams copy those of calls from outside.
 */
export function operationsOf(
  kernel: Kernel,
  service: string,
  table: Readonly<Record<string, ModelledOperation>>,
): Record<string, Operation> {
  const operations: Record<string, Operation> = {};
  for (const [name, { members, run }] of Object.entries(table)) {
    operations[name] = async (input, call) => {
      refuseUnmodelledMembers(kernel, `${service}:${name}`, input, members);
      return call.isOverSeam ? run(input, call) : fresh(await run(fresh(input), call));
    };
  }
  return operations;
}
