import { describe, expect, it } from '@jest/globals';
import { type AnswerSpell, heldBy } from '../../../simulator/clients/cohorts.ts';
import { standInKernel } from '../stand-in-region.ts';

/** Every asking of one cohort, one by one. */
function asked(answers: readonly AnswerSpell[], phase: number, keepsMs: number, untilMs: number) {
  const first = answers[0] as AnswerSpell;
  const life = ({ ttlMs }: AnswerSpell) => Math.max(ttlMs, keepsMs);
  const held = [{ fromMs: first.atMs, values: first.values }];
  for (let atMs = first.atMs + Math.round(phase * life(first)); atMs <= untilMs; ) {
    const answer = answers.filter((one) => one.atMs <= atMs).at(-1) as AnswerSpell;
    if (answer.values.join() !== held.at(-1)?.values.join())
      held.push({ fromMs: atMs, values: answer.values });
    atMs += life(answer);
  }
  return held;
}

describe('a cohort of resolvers', () => {
  it('holds what it would if it asked each time that its answer has run out', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = standInKernel(seed).kernel.random('cohorts');
      let atMs = 1000;
      const answers: AnswerSpell[] = [];
      for (let index = 0; index < 6; index++) {
        answers.push({ atMs, values: [random.pick(['a', 'b'])], ttlMs: random.pick([1, 5, 30, 60]) * 1000 });
        atMs += random.integer(1, 200_000);
      }
      const keepsMs = random.pick([0, 90_000]);
      const phase = random.next();
      expect([seed, heldBy(answers, phase, keepsMs, atMs)]).toEqual([
        seed,
        asked(answers, phase, keepsMs, atMs),
      ]);
    }
  });

  it('of no answer holds nothing', () => {
    expect(heldBy([], 0.5, 0, 1000)).toEqual([]);
  });
});
