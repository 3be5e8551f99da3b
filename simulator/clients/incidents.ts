/** Shares of requests from a moment on. */
export interface Moment {
  readonly atMs: number;
  /** Of all requests. */
  readonly succeeded: number;
  /** Of the requests of clients that honour the TTL. */
  readonly honouring: number;
  /** By the address that answers them, or that they are sent to in vain. */
  readonly answeredBy: Readonly<Record<string, number>>;
}

export interface Incident {
  readonly firstFailedAtMs: number;
  /** The beginning of the minute in which 99 % of the requests of clients that honour the TTL succeed. */
  readonly restoredAtMs?: number;
  readonly rtoSeconds?: number;
}

const RESTORED_SHARE = 0.99;
const RESTORED_FOR_MS = 60_000;
/** Sums of shares are not exact. */
const EPSILON = 1e-9;

/** The time from which 99 % succeed for a minute, at the earliest from `place` on. */
function restoredFrom(moments: readonly Moment[], place: number, untilMs: number): number | undefined {
  let sinceMs: number | undefined;
  for (let index = place; index < moments.length; index++) {
    const { atMs, honouring } = moments[index] as Moment;
    const endMs = moments[index + 1]?.atMs ?? untilMs;
    if (honouring < RESTORED_SHARE - EPSILON) {
      sinceMs = undefined;
      continue;
    }
    sinceMs ??= atMs;
    if (endMs - sinceMs >= RESTORED_FOR_MS) return sinceMs;
  }
  return undefined;
}

/** Each time at which requests failed, from the first that did until they are served again. */
export function incidentsOf(moments: readonly Moment[], untilMs: number): readonly Incident[] {
  const incidents: Incident[] = [];
  let place = 0;
  for (;;) {
    const failed = moments.findIndex(({ succeeded }, index) => index >= place && succeeded < 1 - EPSILON);
    const first = moments[failed];
    if (!first) return incidents;
    const restoredAtMs = restoredFrom(moments, failed, untilMs);
    if (restoredAtMs === undefined) return [...incidents, { firstFailedAtMs: first.atMs }];
    const rtoSeconds = (restoredAtMs - first.atMs) / 1000;
    incidents.push({ firstFailedAtMs: first.atMs, restoredAtMs, rtoSeconds });
    // The rest of one per cent, and who ignores the TTL, are of the same incident.
    const healed = moments.findIndex(
      ({ atMs, succeeded }) => atMs >= restoredAtMs && succeeded >= 1 - EPSILON,
    );
    if (healed < 0) return incidents;
    place = healed;
  }
}
