/**
 * What a scenario may set of EventBridge; the defaults are AWS's ordinary day. Rates are read at each delivery, so
 * that a scenario can change them while it runs.
 */
export interface EventBridgeSettings {
  /** The chance that a delivery is made twice: EventBridge delivers at least once. */
  readonly duplicateRate: number;
  /** The chance that a delivery comes late, by up to `longestDelaySeconds`: EventBridge promises no time. */
  readonly delayRate: number;
  readonly longestDelaySeconds: number;
  /**
   * The size of the entries of one PutEvents together. The SDK's typing says 1 MB since 2026, the user guide
   * 256 KB: the stricter, because what fits into it is accepted everywhere.
   */
  readonly maximumRequestBytes: number;
}

export const DEFAULT_EVENTBRIDGE_SETTINGS: EventBridgeSettings = {
  duplicateRate: 0,
  delayRate: 0,
  longestDelaySeconds: 900,
  maximumRequestBytes: 262_144,
};
