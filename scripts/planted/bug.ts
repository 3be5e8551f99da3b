/** One place of a file that a bug changes: `from` is there exactly once. */
export interface Edit {
  /** Its path from the project's folder; a source, never a generated file. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A bug of the kind that a careful engineer makes and a reviewer misses: it compiles, and it hurts. */
export interface PlantedBug {
  /** The mistake, in words that go into a file's name. */
  readonly name: string;
  /** The harm to people who use the fleet. */
  readonly hurts: string;
  readonly edits: readonly Edit[];
}

/** A file's text with the edits that are its own; an edit whose text is not there exactly once is refused. */
export function edited(text: string, file: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { from, to } of edits.filter((edit) => edit.file === file)) {
    const places = result.split(from).length - 1;
    if (places !== 1) throw new Error(`${file} has ${places} times, not once: ${from}`);
    result = result.replace(from, () => to);
  }
  return result;
}
