/** One change to AWS: the operation's name, and its request without a client token. */
export interface Change<Operation extends string = string, Request = unknown> {
  readonly operation: Operation;
  readonly request: Request;
}

/** A decision about one resource, seen as it is. At most one change at a time follows from it. */
export type Decision<Made extends Change = Change> =
  | { readonly do: 'create' }
  | { readonly do: 'update'; readonly change: Made; readonly summary: string }
  /** `issue`: what AWS finds wrong with it by now, which may pass by itself. */
  | { readonly do: 'wait'; readonly operation: string; readonly issue?: string }
  | { readonly do: 'nothing' }
  | { readonly do: 'refuse'; readonly path: string; readonly reason: string; readonly alternative: string }
  | { readonly do: 'fail'; readonly reason: string };

export const nothing = { do: 'nothing' } as const;
export const create = { do: 'create' } as const;

export function wait(operation: string, issue?: string): Decision<never> {
  return { do: 'wait', operation, ...(issue === undefined ? {} : { issue }) };
}

export function fail(reason: string): Decision<never> {
  return { do: 'fail', reason };
}

export function refuse(path: string, reason: string, alternative: string): Decision<never> {
  return { do: 'refuse', path, reason, alternative };
}

export function update<Made extends Change>(change: Made, summary: string): Decision<Made> {
  return { do: 'update', change, summary };
}

/** The first decision that is not "nothing". */
export function first<Made extends Change>(candidates: readonly (() => Decision<Made>)[]): Decision<Made> {
  for (const candidate of candidates) {
    const decision = candidate();
    if (decision.do !== 'nothing') return decision;
  }
  return nothing;
}
