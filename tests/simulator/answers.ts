/** An answer whose members are all there: a test that reads one that is missing fails by it. */
type Given<Shape> = Shape extends Date | Uint8Array | ((...given: never[]) => unknown)
  ? Shape
  : Shape extends readonly (infer Item)[]
    ? [Given<Item>, ...Given<Item>[]]
    : Shape extends object
      ? { [Member in keyof Shape]-?: Given<NonNullable<Shape[Member]>> }
      : Shape;

/** The answer of `operation`, as `Client`, a module of the SDK, types it. */
export type AnswerOf<Client, Operation extends string> = `${Operation}Command` extends keyof Client
  ? Client[`${Operation}Command`] extends new (
      ...given: never[]
    ) => { resolveMiddleware(...given: never[]): (given: never) => Promise<{ output: infer Output }> }
    ? Given<Output>
    : unknown
  : unknown;
