import type { CallFacts } from '../../../simulator/fault.ts';
import type { Followed, Ledger } from '../ledger.ts';

/** A step of an upgrade as a task is given it: `1.36/nodes`, and `back/1.35/nodes` on the way back. */
export interface StepGiven {
  readonly key: string;
  readonly kind: string;
  readonly to: string;
}

/** The upgrade that a call is made for, and its step; undefined of any other call. */
export function upgradeOf(
  { invokedWith }: CallFacts,
  ledger: Ledger,
): { readonly operation: Followed; readonly step: StepGiven | undefined } | undefined {
  const given = invokedWith as
    | { readonly operation?: { readonly id?: string }; readonly step?: StepGiven }
    | undefined;
  const operation = ledger.operation(given?.operation?.id);
  return operation?.kind === 'upgrade' ? { operation, step: given?.step } : undefined;
}

export const isWayBack = (step: Pick<StepGiven, 'key'> | undefined): boolean =>
  step?.key.startsWith('back/') ?? false;

/** Asks EKS to look at a cluster, which changes nothing of it. */
export const LOOK_OF_EKS = 'StartInsightsRefresh';
