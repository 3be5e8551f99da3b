/**
 * True where a call failed because a service is down or out of reach; any other error is a mistake of the scenario's.
 */
export function isOutage(error: unknown): boolean {
  const { $fault, code } = error as { readonly $fault?: string; readonly code?: string };
  return $fault === 'server' || code === 'ECONNRESET';
}
