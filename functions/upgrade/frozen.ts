import { freezeProblem } from '../../domain/operation/acceptance.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import type { RegisteredCluster } from '../../domain/registry/registered-cluster.ts';

/** Freezes are days: an hour more or less of one does not count. */
export const FROZEN_SECONDS = 3600;

/**
 * The freeze that has begun since the request was accepted, or begins before the end that is foreseen of what would start,
 * in words, or undefined.
 */
export async function frozenBy(
  { kind, cluster }: OperationRef,
  registered: RegisteredCluster | undefined,
  { at, until = at }: { readonly at: string; readonly until?: string },
  fleets: FleetsPort,
): Promise<string | undefined> {
  return freezeProblem({ kind, cluster, registered }, await fleets.list(), at, until)?.message;
}
