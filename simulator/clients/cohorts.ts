/** An answer of name servers, from a moment on. */
export interface AnswerSpell {
  readonly atMs: number;
  readonly values: readonly string[];
  readonly ttlMs: number;
}

/** The answer that the resolvers of a cohort have, from a moment on. */
export interface HeldSpell {
  readonly fromMs: number;
  readonly values: readonly string[];
}

function answerAt(answers: readonly AnswerSpell[], atMs: number): AnswerSpell {
  return (answers.findLast((answer) => answer.atMs <= atMs) ?? answers[0]) as AnswerSpell;
}

/**
 * The answers that one cohort of resolvers holds over time. It asks when what it holds has run out, `phase` (0 to 1) of a TTL after the
 * beginning for the first time; `keepsMs` makes it keep an answer for longer than it may. While name servers answer the
 * same, askings are counted and not gone through.
 */
export function heldBy(
  answers: readonly AnswerSpell[],
  phase: number,
  keepsMs: number,
  untilMs: number,
): readonly HeldSpell[] {
  const first = answers[0];
  if (!first) return [];
  const held: HeldSpell[] = [{ fromMs: first.atMs, values: first.values }];
  const lifeOf = ({ ttlMs }: AnswerSpell): number => Math.max(ttlMs, keepsMs, 1);
  let nextMs = first.atMs + Math.round(phase * lifeOf(first));
  while (nextMs <= untilMs) {
    const answer = answerAt(answers, nextMs);
    if (answer.values.join() !== held.at(-1)?.values.join())
      held.push({ fromMs: nextMs, values: answer.values });
    const life = lifeOf(answer);
    const changeMs = answers.find(({ atMs }) => atMs > nextMs)?.atMs ?? untilMs + 1;
    nextMs += Math.max(1, Math.ceil((changeMs - nextMs) / life)) * life;
  }
  return held;
}
