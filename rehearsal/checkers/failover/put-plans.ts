import type { TakenEvent } from '../../../simulator/fault.ts';

interface PutSide {
  readonly cluster: string;
  readonly region: string;
  readonly probe: string;
}

/** A failover plan as a person has put it, as far as checkers go by it. */
export interface PutPlan {
  readonly name: string;
  readonly from: PutSide;
  readonly to: PutSide;
  readonly witness: string;
  readonly capacity?: {
    readonly floorPercent?: number;
    readonly nodeGroups?: Readonly<Record<string, number>>;
    readonly replicas?: Readonly<Record<string, number>>;
    readonly whenShort?: 'ask' | 'wait' | 'moveAnyway';
    /** A number with its unit, such as `5m`. */
    readonly waitFor?: string;
  };
  readonly traffic?: { readonly records?: readonly string[] };
}

/** The plans of a Fleet document that a bus has taken; none of any other event. */
export function plansIn({ detailType, detail }: TakenEvent): readonly PutPlan[] {
  if (detailType !== 'FleetRequested') return [];
  const { spec } = (detail.fleet ?? {}) as { readonly spec?: { readonly failover?: readonly PutPlan[] } };
  return spec?.failover ?? [];
}
