import type { AlarmSubscription } from '../aws/deployment/alarm-subscriptions.ts';

/**
 * The listeners of a region's alarms, for a column of a table. A region without any is shown: its fleet would fail in
 * silence.
 */
export function listenersIn(region: string, subscriptions: readonly AlarmSubscription[]): string {
  const told = subscriptions
    .filter((one) => one.region === region)
    .map(({ endpoint, isPending }) => (isPending ? `${endpoint} (to be confirmed)` : endpoint));
  return told.length === 0 ? 'told to nobody: --alarm-subscribe' : told.join(', ');
}
