/** An answer of AWS, or the action that the caller may not use: then nothing is known, and nothing is refused. */
export type Answer<Value> = { readonly known: Value } | { readonly denied: string };

/** The value that is known, or undefined where it could not be asked. */
export const knownOf = <Value>(answer: Answer<Value> | undefined): Value | undefined =>
  answer !== undefined && 'known' in answer ? answer.known : undefined;
