import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchAlarms } from '../../../../aws/cloudwatch/alarms.ts';
import type { AlarmsPort } from '../../../../domain/ports/alarms.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';

/** The alarms of any region. */
export const regionalAlarms = perEnvironment(() => {
  const clients = new Map<string, CloudWatchAlarms>();
  return (region: string): AlarmsPort => {
    const known = clients.get(region);
    if (known) return known;
    const made = new CloudWatchAlarms(() => new CloudWatchClient({ region, ...IMPATIENT }));
    clients.set(region, made);
    return made;
  };
});
