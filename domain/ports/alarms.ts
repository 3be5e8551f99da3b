/** One CloudWatch alarm of the region as it stands; `since` is ISO 8601. */
export interface AlarmState {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly since: string;
  /**
   * The time for which a burst of data that is just long enough holds it in ALARM: M of N datapoints have to breach, and
   * they leave one by one. Absent where its periods do not tell, as of a composite one.
   */
  readonly lingersSeconds?: number;
}

/** CloudWatch's alarms, metric and composite ones alike. */
export interface AlarmsPort {
  /** Those of the names that there are: an alarm that does not exist is not in the answer, and is not OK. */
  states(names: readonly string[]): Promise<readonly AlarmState[]>;
}
