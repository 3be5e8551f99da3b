/** Settings of EventBridge that a scenario may change. */
export interface EventBridgeSettings {
  /**
   * The size of the entries of one PutEvents together. The SDK's typing says 1 MB since 2026, the user guide 256 KB.
   * It is the smaller one, which is accepted everywhere.
   */
  readonly maximumRequestBytes: number;
}

export const DEFAULT_EVENTBRIDGE_SETTINGS: EventBridgeSettings = {
  maximumRequestBytes: 262_144,
};
