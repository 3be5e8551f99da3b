import { describe, expect, it } from '@jest/globals';
import { CheckedEndpoint } from '../../../simulator/route53/checkers/checked-endpoint.ts';
import { CHECKER_REGIONS, newCheckers, type Seen } from '../../../simulator/route53/checkers/checker.ts';
import { standInKernel } from '../stand-in-region.ts';

const WELL: Seen = { isHealthy: true, takesMs: 100, status: '' };
const ILL: Seen = { isHealthy: false, takesMs: 4000, status: '' };

interface Change {
  readonly atMs: number;
  readonly sees: Seen;
}

/** Each status that one check comes to, and when. */
type Course = readonly (readonly [number, boolean])[];

/** Every request of every checker, one by one. */
function asked(seed: number, changes: readonly Change[], threshold: number, untilMs: number): Course {
  const { kernel } = standInKernel(seed);
  const began = kernel.now();
  const checkers = newCheckers(CHECKER_REGIONS, 10_000, began, kernel.random('route53/checkers'));
  const verdicts: { readonly atMs: number; readonly checker: number; readonly isHealthy: boolean }[] = [];
  for (const [place, { nextAtMs }] of checkers.entries()) {
    let atMs = nextAtMs - began;
    let verdict: boolean | undefined;
    let against = 0;
    while (atMs < untilMs) {
      const { sees } = changes.filter((change) => change.atMs <= atMs).at(-1) as Change;
      if (sees.isHealthy === verdict) against = 0;
      else against += 1;
      if (against > 0 && (verdict === undefined || against === threshold)) {
        verdict = sees.isHealthy;
        against = 0;
        verdicts.push({ atMs: atMs + sees.takesMs, checker: place, isHealthy: verdict });
      }
      atMs += sees.takesMs + 10_000;
    }
  }
  const course: [number, boolean][] = [];
  const said = new Map<number, boolean>();
  for (const { atMs, checker, isHealthy } of verdicts.sort((x, y) => x.atMs - y.atMs)) {
    said.set(checker, isHealthy);
    const healthy = [...said.values()].filter((one) => one).length;
    const status = healthy / said.size > 0.18;
    if (status !== course.at(-1)?.[1] && atMs <= untilMs) course.push([atMs, status]);
  }
  return course;
}

/** The same, as the simulator counts it. */
async function counted(
  seed: number,
  changes: readonly Change[],
  threshold: number,
  untilMs: number,
): Promise<Course> {
  const { kernel, settle } = standInKernel(seed);
  const began = kernel.now();
  let sees = changes[0]?.sees as Seen;
  const course: [number, boolean][] = [];
  const config = { Type: 'HTTPS', RequestInterval: 10, FailureThreshold: threshold } as const;
  const endpoint: CheckedEndpoint = new CheckedEndpoint(
    config,
    kernel,
    () => sees,
    () => course.push([kernel.now() - began, endpoint.status as boolean]),
  );
  for (const change of changes.slice(1))
    kernel.after(change.atMs, () => {
      sees = change.sees;
      endpoint.look();
    });
  await settle(untilMs);
  return course;
}

describe('requests that are counted', () => {
  it('come to the status, at the millisecond, that requests one by one come to', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = standInKernel(seed).kernel.random('changes');
      const threshold = random.integer(1, 4);
      let atMs = 0;
      const changes: Change[] = [{ atMs, sees: random.pick([WELL, ILL]) }];
      for (let index = 0; index < 8; index++) {
        atMs += random.integer(1, 90_000);
        changes.push({ atMs, sees: random.pick([WELL, ILL]) });
      }
      const untilMs = atMs + 120_000;
      const expected = asked(seed, changes, threshold, untilMs);
      expect([seed, await counted(seed, changes, threshold, untilMs)]).toEqual([seed, expected]);
      expect(expected.length).toBeGreaterThan(0);
    }
  });
});
