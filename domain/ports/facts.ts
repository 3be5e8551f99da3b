/** An event to be published on the region's bus; `detail` has been held to the event's own schema. */
export interface Fact {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface FactPublisher {
  /** Throws `ServiceUnavailable` if the bus did not accept it: a per-entry failure is a failure. */
  publish(fact: Fact): Promise<void>;
}
