/** A document to apply, already read from its file. */
export interface AppliedDocument {
  /** The file, and the document's place in it. */
  readonly source: string;
  readonly value: unknown;
}
