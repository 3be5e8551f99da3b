/**
 * Options of clients that speak to other regions, one of which may be lost: the task has 30 seconds for all of them, and a
 * region that is slow counts as one that does not answer.
 */
export const IMPATIENT = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 4000, throwOnRequestTimeout: true },
} as const;
