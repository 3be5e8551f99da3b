import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { answeredWithin } from '../../../../aws/answered-within.ts';
import { CloudWatchAlarms } from '../../../../aws/cloudwatch/alarms.ts';
import { named } from '../../../../aws/errors.ts';
import type { AlarmsPort } from '../../../../domain/ports/alarms.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';

/** The time that a region has: they are asked one after the other, and the task lives for 30 seconds. */
const PATIENCE_MS = 5000;

/** The alarms of any region. */
export const regionalAlarms = perEnvironment(() => {
  const clients = new Map<string, AlarmsPort>();
  return (region: string): AlarmsPort => {
    const known = clients.get(region);
    if (known) return known;
    const alarms = new CloudWatchAlarms(() => new CloudWatchClient({ region, ...IMPATIENT }));
    const made: AlarmsPort = {
      states: (names) => named(answeredWithin(PATIENCE_MS, alarms.states(names))),
    };
    clients.set(region, made);
    return made;
  };
});
