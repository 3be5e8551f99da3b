/** An event of a recording; an `id` that is no number belongs to a branch and was not kept. */
export interface RecordedEvent {
  readonly id: unknown;
  readonly previousEventId: number;
  readonly type: string;
  readonly [details: string]: unknown;
}

/** One execution recorded on AWS. */
export interface RecordedExecution {
  readonly id: string;
  readonly definition: Record<string, unknown>;
  readonly input: unknown;
  /** The functions that ran. */
  readonly lambdas?: readonly { readonly handler: string }[];
  readonly history: readonly RecordedEvent[];
}
