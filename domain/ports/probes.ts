/** One request to a site of the user's. */
export interface ProbeAsked {
  readonly url: string;
  readonly timeoutMs: number;
}

/**
 * The answer to a probe: a status, or why there is none. Nothing else of a site's answer is told to anybody. `Unknown`: our own
 * side could not ask, which tells nothing of the site.
 */
export type ProbeAnswer =
  | { readonly outcome: 'Answered'; readonly status: number }
  | { readonly outcome: 'Failed' | 'Unknown'; readonly why: string };

/** Sites as they are seen from the public internet of the region. */
export interface ProbesPort {
  /** Asks once, follows no redirect, and reads no body. */
  ask(asked: ProbeAsked): Promise<ProbeAnswer>;
}
