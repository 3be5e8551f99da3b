/**
 * Prices of the services that an orchestration itself uses, in us-east-1, on demand (AWS price pages, 2026-11).
 * Clusters are not in it.
 */
export const PRICES_USD = {
  stateTransition: 0.025 / 1000,
  lambdaRequest: 0.2 / 1e6,
  /** Arm, a gigabyte-second. */
  lambdaGigabyteSecond: 0.0000133334,
  /** EventBridge Scheduler's, which rarely go beyond the free fourteen million a month. */
  scheduledInvocation: 1 / 1e6,
  event: 1 / 1e6,
  dynamoDbWrite: 0.625 / 1e6,
  dynamoDbRead: 0.125 / 1e6,
} as const;
