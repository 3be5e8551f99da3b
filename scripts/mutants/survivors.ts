/** A mutant that no test has to kill. */
interface Survivor {
  readonly file: string;
  /** The text that is replaced, and the text in its place, as the report has them. */
  readonly text: string;
  readonly by: string;
  readonly why: string;
}

const NO_KEYS = 'it is of a list that names what an item waits for, and an item of such a name there is not';

/** Changes that nobody could see. A reason says why that is so, and not that a test would be long. */
export const SURVIVORS: readonly Survivor[] = [
  {
    file: 'domain/lateness.ts',
    text: 'ends.set(item, known);',
    by: ';',
    why: 'it only saves time: what is not remembered is reckoned again, to the same',
  },
  {
    file: 'domain/phase.ts',
    text: "decision.do === 'wait'",
    by: 'true',
    why: 'only what waits has an issue; the type needs the question',
  },
  { file: 'domain/phase.ts', text: '[]', by: '["Stryker was here"]', why: NO_KEYS },
];
