import type { AlarmSubscription } from '../aws/deployment/alarm-subscriptions.ts';

/** Who hears of alarms, for a column of a table; a fleet that nobody listens to fails in silence. */
export function listenersIn(region: string, subscriptions: readonly AlarmSubscription[]): string {
  const told = subscriptions
    .filter((one) => one.region === region)
    .map(({ endpoint, isPending }) => (isPending ? `${endpoint} (to be confirmed)` : endpoint));
  return told.length === 0 ? 'told to nobody: --alarm-subscribe' : told.join(', ');
}
