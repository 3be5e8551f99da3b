/** The source of words of AWS Health: nobody else may give it. */
export const AWS_HEALTH = 'AWS Health';

/** A word of somebody who is no observer: a region, or zones of it, are impaired, or no longer. */
export interface Signal {
  /** By which what is said later takes the place of what was said before. */
  readonly id: string;
  readonly region: string;
  /** Ids of zones, such as `use1-az4`; none: it is of the region. */
  readonly zones: readonly string[];
  /** `AWS Health`, or who says so. */
  readonly source: string;
  readonly reason: string;
  readonly status: 'open' | 'closed';
  /** The time at which it was said, ISO 8601. */
  readonly at: string;
  /** The time until which it counts, ISO 8601. */
  readonly until: string;
}

/** A word that is older than this when it arrives is of another day, and changes nothing. */
export const SIGNAL_SECONDS = 3600;
/** Clocks of others may be ahead by so much. A word of a later day would take the place of all that are to come. */
const AHEAD_SECONDS = 300;
/** An issue of AWS Health counts for so long after its last update, which would tell of its end. */
export const HEALTH_MINUTES = 24 * 60;

/** The reason why a word changes nothing; undefined of one that counts. */
export function untimely(at: string, now: number): string | undefined {
  const ageSeconds = Math.round((now - Date.parse(at)) / 1000);
  if (ageSeconds >= -AHEAD_SECONDS && ageSeconds <= SIGNAL_SECONDS) return undefined;
  return `it was said ${ageSeconds} s ago, allowed ${-AHEAD_SECONDS} to ${SIGNAL_SECONDS} s`;
}

/** The words that count now, of each id the last one. */
function standing(signals: readonly Signal[], now: number): readonly Signal[] {
  const last = new Map<string, Signal>();
  for (const signal of signals) if ((last.get(signal.id)?.at ?? '') <= signal.at) last.set(signal.id, signal);
  return [...last.values()].filter(
    ({ status, at, until }) =>
      status === 'open' && Date.parse(until) > now && Date.parse(at) <= now + AHEAD_SECONDS * 1000,
  );
}

/** All that is said of a region now. */
export interface Said {
  /** Zones of it that are impaired. */
  readonly zones: readonly string[];
  /** The words on the region itself, in one sentence, and whether they are of AWS Health alone. */
  readonly region?: { readonly why: string; readonly byAwsAlone: boolean };
}

/** The words on a region that count now. */
export function saidOf(signals: readonly Signal[], region: string, now: number): Said {
  const found = standing(signals, now).filter((signal) => signal.region === region);
  const zones = [...new Set(found.flatMap((signal) => signal.zones))].sort();
  const whole = found.filter((signal) => signal.zones.length === 0);
  if (whole.length === 0) return { zones };
  const sentences = new Set(whole.map(({ source, reason }) => `${source} says of ${region}: ${reason}`));
  return {
    zones,
    region: {
      why: [...sentences].sort().join('; '),
      byAwsAlone: whole.every(({ source }) => source === AWS_HEALTH),
    },
  };
}
