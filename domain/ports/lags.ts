/** The lag of a standby's data over one period, as the metric of a plan's alarm has it. */
export interface LagSample {
  /** The first moment of the period, ISO 8601. */
  readonly from: string;
  /** The most by which the data was behind in it; undefined where the metric's unit is none of time, and it is not 0. */
  readonly seconds: number | undefined;
  /** The same in the metric's own words: `340 Milliseconds`. */
  readonly said: string;
}

/** The metric behind a plan's alarm; where there is none to read, why. */
export type SeenLag =
  | { readonly is: 'read'; readonly samples: readonly LagSample[] }
  | { readonly is: 'unread'; readonly why: string };

/** The metrics of CloudWatch alarms of the region, by which the lag of data is measured. It changes nothing. */
export interface LagsPort {
  /** The samples of the whole minutes between two times, which are ISO 8601. */
  ofAlarm(alarm: string, since: string, until: string): Promise<SeenLag>;
}
