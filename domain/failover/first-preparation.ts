import { LOOK_MAX_AGE_MS, type Readiness } from './readiness.ts';

/** The time that a plan has from its document until it is ready: a table with replicas in three regions takes longest of all. */
const PREPARED_WITHIN_MS = 3_600_000;

/** The things that say whether a plan was ready ever. */
export interface Preparation {
  /** The time at which its document was kept, ISO 8601. */
  readonly keptAt: string;
  /** `missing`: its table is not there, or not yet; `silent`: nobody can tell. */
  readonly guard: 'answers' | 'missing' | 'silent';
  readonly readiness?: Readiness | undefined;
}

/** A look that ended long before the document was kept is of a plan that was taken away and has come back. */
const isOfBefore = ({ at }: Readiness, keptAt: string): boolean =>
  Date.parse(keptAt) - Date.parse(at) > LOOK_MAX_AGE_MS;

/**
 * The first preparation of a plan. While it is under way, parts of the plan are not there, and that is nothing to wake people for;
 * `late`: it should have come to its end. A record of an earlier release does not say when it began, and is past it.
 */
export function firstPreparation(
  { keptAt, guard, readiness }: Preparation,
  at: number,
): 'underWay' | 'late' | 'over' {
  if (guard === 'silent') return 'over';
  const last = readiness && !isOfBefore(readiness, keptAt) ? readiness : undefined;
  if (last && (last.readyAt !== undefined || last.since === undefined)) return 'over';
  return at - Date.parse(last?.since ?? keptAt) < PREPARED_WITHIN_MS ? 'underWay' : 'late';
}

/** A look as it is remembered, with what the looks before it have left. */
export function readinessAfter(
  before: Readiness | undefined,
  { at, unready }: Pick<Readiness, 'at' | 'unready'>,
  keptAt: string,
  isToldLate: boolean,
): Readiness {
  const last = before && !isOfBefore(before, keptAt) ? before : undefined;
  const since = last ? last.since : keptAt;
  const readyAt = last?.readyAt ?? (unready.length === 0 ? at : undefined);
  const toldLateAt = last?.toldLateAt ?? (isToldLate ? at : undefined);
  return {
    ...{ at, unready },
    ...(since === undefined ? {} : { since }),
    ...(readyAt === undefined ? {} : { readyAt }),
    ...(toldLateAt === undefined ? {} : { toldLateAt }),
  };
}

/** The words for people about a plan that should have been ready by now and never was; undefined where they have heard them. */
export function latenessOf(
  before: Readiness | undefined,
  { at, unready }: Pick<Readiness, 'at' | 'unready'>,
  keptAt: string,
): string | undefined {
  const isLate = firstPreparation({ keptAt, guard: 'answers', readiness: before }, Date.parse(at)) === 'late';
  if (!before || !isLate || unready.length === 0 || before.toldLateAt !== undefined) return undefined;
  return `it was applied at ${before.since ?? keptAt} and was never ready: ${unready.join('; ')}`;
}
