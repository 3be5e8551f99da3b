import type { PlacedCluster } from '../policy/documents-of.ts';
import { type Frozen, frozenAt } from '../policy/freezes.ts';
import type { SelectableCluster } from '../policy/selects.ts';
import type { StoredFleet } from '../ports/fleets.ts';
import { levelProblem, type RegisteredCluster } from '../registry/registered-cluster.ts';
import { type CarriedOut, type OperationKind, standingOf } from './kinds.ts';
import type { RequestOf } from './record.ts';
import type { RequestProblem } from './request.ts';
import type { SubjectRef } from './subject.ts';

/** A request of a kind, as far as its cluster, its level and freezes are concerned. */
export interface AskedOfCluster {
  readonly kind: OperationKind;
  readonly cluster: Pick<SubjectRef, 'name' | 'region'>;
  /** The tags that it would give the cluster, where it says any. */
  readonly tags?: SelectableCluster['tags'] | undefined;
  readonly registered: RegisteredCluster | undefined;
}

/** The reason why a cluster's level does not allow a kind of operation, or undefined. */
export function lowLevelProblem({
  kind,
  registered,
}: Omit<AskedOfCluster, 'cluster'>): RequestProblem | undefined {
  const { level } = standingOf(kind);
  return level === undefined ? undefined : levelProblem(registered, level);
}

/** True where documents can hold a kind of operation back at all: they are read only then. */
export const mayBeFrozen = (kind: OperationKind): boolean => standingOf(kind).stoppedBy !== undefined;

/** True where the fleet's knowledge of a cluster counts at all for a kind of operation. */
export const isHeldAgainstCluster = (kind: OperationKind): boolean =>
  standingOf(kind).level !== undefined || mayBeFrozen(kind);

function frozenProblem(
  { name, region }: AskedOfCluster['cluster'],
  { fleet, path, freeze: { from, to, zone } }: Frozen,
  stop: string,
): RequestProblem {
  const message = `${name} in ${region} is frozen: fleet ${fleet} stops ${stop} from ${from} to ${to} (${zone}); ask again after ${to}, or take ${stop} out of the stops of that freeze and apply the Fleet document`;
  return { path: `Fleet ${fleet}: ${path}.stops`, message };
}

/**
 * A cluster as documents find it: both by the tags that the fleet has of it and by those that a request would give it, so
 * that no request talks itself out of what a document says.
 */
export function placed({
  cluster: { name, region },
  tags,
  registered,
}: Omit<AskedOfCluster, 'kind'>): PlacedCluster {
  const known = registered && [registered.config.metadata.tags ?? {}];
  const forms = [...(known ?? []), ...(tags || !known ? [tags ?? {}] : [])];
  return { region, forms: forms.map((form) => ({ name, tags: form })) };
}

/**
 * The freeze that stops a request, or undefined. `until`: the end of what
 * would begin, which is to be over before a freeze begins.
 */
export function freezeProblem(
  { kind, cluster, tags, registered }: AskedOfCluster,
  stored: readonly StoredFleet[],
  at: string,
  until = at,
): RequestProblem | undefined {
  const { stoppedBy: stop } = standingOf(kind);
  if (stop === undefined) return undefined;
  const documents = stored.flatMap(({ document }) => document ?? []);
  const frozen = frozenAt(
    placed({ cluster, tags, registered }),
    documents,
    stop,
    Date.parse(at),
    Date.parse(until),
  );
  return frozen && frozenProblem(cluster, frozen, stop);
}

/** The verdict on a request by the rules of its kind alone. */
export type Verdict<Kind extends CarriedOut = CarriedOut> =
  /** As it was asked for, or as it is by now. */
  | { readonly do: 'go'; readonly request?: RequestOf<Kind> }
  | { readonly do: 'refuse'; readonly problem: RequestProblem }
  /** It is on record that nothing is done. */
  | { readonly do: 'skip'; readonly reason: string }
  /** It asks again. */
  | { readonly do: 'wait'; readonly seconds: number };
