/** One CloudWatch alarm of the region as it stands; `since` is ISO 8601. */
export interface AlarmState {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly since: string;
}

/** CloudWatch's alarms, metric and composite ones alike. */
export interface AlarmsPort {
  /** Those of the names that there are: an alarm that does not exist is not in the answer, and is not OK. */
  states(names: readonly string[]): Promise<readonly AlarmState[]>;
}
