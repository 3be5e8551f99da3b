import * as z from 'zod';
import { elapsedSeconds } from '../phase-contract.ts';
import type { ProbeAnswer, ProbesPort } from '../ports/probes.ts';
import type { FailingProbe } from '../progress.ts';
import { probeUrlProblem } from './probe-url.ts';

/**
 * A site of the user's that has to answer. `status`: the one that it has to answer with; absent, any from 200 to 399. A
 * redirect is an answer, and is not followed.
 */
export const probe = z.strictObject({
  url: z.string().superRefine((url, { addIssue }) => {
    const message = probeUrlProblem(url);
    if (message !== undefined) addIssue({ code: 'custom', message });
  }),
  status: z.int().min(100).max(599).exactOptional(),
  timeoutMs: z.int().min(500).max(8000).default(5000),
  /** Looks in a row that have to fail, a minute apart, until it is taken for unhealthy. */
  failures: z.int().min(1).max(30).default(3),
});
export type Probe = z.output<typeof probe>;

/** One probe and what came of it. */
export interface ProbeSeen {
  readonly probe: Probe;
  readonly answer: ProbeAnswer;
}

/** Asks all of them side by side: together they take no longer than the slowest. */
export const askProbes = (probes: readonly Probe[], port: ProbesPort): Promise<readonly ProbeSeen[]> =>
  Promise.all(
    probes.map(async (one) => ({
      probe: one,
      answer: await port.ask({ url: one.url, timeoutMs: one.timeoutMs }),
    })),
  );

const passes = ({ probe: { status }, answer }: ProbeSeen): boolean => {
  if (answer.outcome !== 'Answered') return false;
  return status === undefined ? answer.status >= 200 && answer.status < 400 : answer.status === status;
};

/** The failure of a probe in words; undefined where it passes. */
export function failureOf(seen: ProbeSeen): string | undefined {
  if (passes(seen)) return undefined;
  const { answer, probe: asked } = seen;
  if (answer.outcome !== 'Answered') return answer.why;
  return `it answers ${answer.status}, and not ${asked.status ?? 'from 200 to 399'}`;
}

/** A failure that is looked at so soon again counts once: looks of a step may be seconds apart. */
const COUNTS_AFTER_SECONDS = 55;
/** The time until the next look at a probe that fails. */
export const PROBE_AGAIN_SECONDS = 60;

/** Of so many a look asks at once. */
const AT_ONCE = 100;

/** Many of them, so many at once. */
export async function askInTurns(probes: readonly Probe[], port: ProbesPort): Promise<readonly ProbeSeen[]> {
  const seen: ProbeSeen[] = [];
  for (let from = 0; from < probes.length; from += AT_ONCE)
    seen.push(...(await askProbes(probes.slice(from, from + AT_ONCE), port)));
  return seen;
}

/** Probes that fail, with the looks of this step in which they did so without a pass between them. */
export function countFailures(
  seen: readonly ProbeSeen[],
  before: readonly FailingProbe[],
  at: string,
): readonly FailingProbe[] {
  return seen.flatMap((one): readonly FailingProbe[] => {
    const why = failureOf(one);
    if (why === undefined) return [];
    const { url } = one.probe;
    const earlier = before.find((failing) => failing.url === url);
    // It holds starts up, and nobody gives up by it: what cannot be asked has not failed.
    if (one.answer.outcome === 'Unknown')
      return [earlier ? { ...earlier, why } : { url, why, times: 0, since: at, countedAt: at }];
    if (!earlier) return [{ url, why, times: 1, since: at, countedAt: at }];
    const counts = elapsedSeconds({ since: earlier.countedAt, at }) >= COUNTS_AFTER_SECONDS;
    return [counts ? { ...earlier, why, times: earlier.times + 1, countedAt: at } : { ...earlier, why }];
  });
}
