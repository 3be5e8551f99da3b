/** A fact to be published on the region's bus; `detail` is validated by the event's own schema before it is sent. */
export interface Fact {
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface FactPublisher {
  /** Throws `ServiceUnavailable` if the bus did not accept it: a per-entry failure is a failure. */
  publish(fact: Fact): Promise<void>;
}
