/** The reason why a pattern is refused, and the offset in its text behind the token that is at fault. */
export class PatternRefusal extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

export function refusePattern(message: string, at: number): never {
  throw new PatternRefusal(message, at);
}
