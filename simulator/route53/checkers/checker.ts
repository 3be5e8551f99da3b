import type { RandomStream } from '../../kernel/random.ts';

/**
 * Ranges that health checkers ask from, by the region that they are in: those of service `ROUTE53_HEALTHCHECKS` in AWS's
 * ip-ranges.json and of GetCheckerIpRanges. One block is of all regions.
 */
export const CHECKER_RANGES: Readonly<Record<string, readonly string[]>> = {
  'us-east-1': ['54.243.31.192/26', '107.23.255.0/26'],
  'us-west-1': ['54.183.255.128/26', '54.241.32.64/26'],
  'us-west-2': ['54.244.52.192/26', '54.245.168.0/26'],
  'eu-west-1': ['54.228.16.0/26', '176.34.159.192/26'],
  'ap-southeast-1': ['54.251.31.128/26', '54.255.254.192/26'],
  'ap-southeast-2': ['54.252.79.128/26', '54.252.254.192/26'],
  'ap-northeast-1': ['54.248.220.0/26', '54.250.253.192/26'],
  'sa-east-1': ['54.232.40.64/26', '177.71.207.128/26'],
  all: ['15.177.0.0/18'],
};

export const CHECKER_REGIONS: readonly string[] = Object.keys(CHECKER_RANGES).filter(
  (name) => name !== 'all',
);

/** An interval of 30 s brings a request every two or three seconds: about fifteen checkers (developer guide, FAQ). */
const CHECKERS_A_REGION = 2;

/** The result of a checker's requests, and how long each takes. */
export interface Seen {
  readonly isHealthy: boolean;
  readonly takesMs: number;
  /** As GetHealthCheckStatus tells it. */
  readonly status: string;
}

/** A verdict that a checker comes to at a time. */
export interface Flip {
  readonly atMs: number;
  readonly isHealthy: boolean;
}

/**
 * One health checker of one check. It asks, waits for its interval and asks again, and comes to another verdict once so
 * many requests one after the other have said otherwise (API reference, HealthCheckConfig, RequestInterval and
 * FailureThreshold). Between changes of its endpoint all its requests come to the same, so that their number is
 * counted and none is a timer.
 */
export interface Checker {
  readonly region: string;
  readonly address: string;
  nextAtMs: number;
  /** Undefined until the first verdict. */
  verdict: boolean | undefined;
  /** Requests one after the other that said otherwise than the verdict. */
  against: number;
  sees: Seen | undefined;
  lastAskedAtMs: number | undefined;
}

function addressIn(range: string, random: RandomStream): string {
  const [base = '', bits = '26'] = range.split('/');
  const octets = base.split('.').map(Number);
  const host = random.integer(1, 2 ** (32 - Number(bits)) - 2);
  const number = octets.reduce((sum, octet) => sum * 256 + octet, 0) + host;
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** The checkers of a new check, each with a phase and an address of its own; some ask from the block of all regions. */
export function newCheckers(
  regions: readonly string[],
  intervalMs: number,
  nowMs: number,
  random: RandomStream,
): Checker[] {
  return regions.flatMap((region) =>
    Array.from({ length: CHECKERS_A_REGION }, () => ({
      region,
      address: addressIn(
        random.pick([...(CHECKER_RANGES[region] ?? []), ...(CHECKER_RANGES.all ?? [])]),
        random,
      ),
      nextAtMs: nowMs + random.integer(0, intervalMs - 1),
      verdict: undefined,
      against: 0,
      sees: undefined,
      lastAskedAtMs: undefined,
    })),
  );
}

/** One request that says so: the verdict that it leads to, where it leads to another one. */
function ask(checker: Checker, sees: Seen, threshold: number): boolean {
  if (checker.verdict === sees.isHealthy) {
    checker.against = 0;
    return false;
  }
  checker.against += 1;
  // The first request of all is a verdict: there is none that it would have to outweigh.
  if (checker.verdict !== undefined && checker.against < threshold) return false;
  checker.verdict = sees.isHealthy;
  checker.against = 0;
  return true;
}

/** Carries out the checker's requests that begin before `untilMs`; answers the verdicts that they lead to. */
export function advance(checker: Checker, untilMs: number, intervalMs: number, threshold: number): Flip[] {
  const flips: Flip[] = [];
  const { sees } = checker;
  while (checker.nextAtMs < untilMs) {
    if (!sees) {
      // It is lost with its region, and asks nothing.
      const missed = Math.ceil((untilMs - checker.nextAtMs) / intervalMs);
      checker.nextAtMs += missed * intervalMs;
      break;
    }
    const cycleMs = intervalMs + sees.takesMs;
    if (checker.verdict === sees.isHealthy && checker.against === 0) {
      const asked = Math.ceil((untilMs - checker.nextAtMs) / cycleMs);
      checker.lastAskedAtMs = checker.nextAtMs + (asked - 1) * cycleMs;
      checker.nextAtMs += asked * cycleMs;
      break;
    }
    const endedAtMs = checker.nextAtMs + sees.takesMs;
    checker.lastAskedAtMs = checker.nextAtMs;
    if (ask(checker, sees, threshold)) flips.push({ atMs: endedAtMs, isHealthy: sees.isHealthy });
    checker.nextAtMs += cycleMs;
  }
  return flips;
}
