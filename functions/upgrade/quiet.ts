import type { OperationRecord } from '../../domain/operation/record.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { AlarmsPort } from '../../domain/ports/alarms.ts';
import { decideHealth, type Health, type Watched } from '../../domain/upgrade/health.ts';
import { isStarting, type UpgradeStep } from '../../domain/upgrade/steps.ts';

/** The health of a cluster by the alarms that its request names: quiet where it names none. */
export async function healthOf(
  { request }: OperationRecord<'upgrade'>,
  watched: Watched,
  alarms: AlarmsPort,
): Promise<Health> {
  const { alarms: names } = request.health;
  if (names.length === 0) return { is: 'quiet' };
  return decideHealth(names, await alarms.states(names), watched);
}

/**
 * Makes a change of a step, unless an alarm is going by now: between the look that asked for it and the change there may
 * be half an hour of tries. A way back is not held up: an alarm is why it goes back.
 */
export async function whileQuiet(
  record: OperationRecord<'upgrade'>,
  { step, at }: { readonly step: UpgradeStep; readonly at: string },
  alarms: AlarmsPort,
  make: () => Promise<Applied>,
): Promise<Applied> {
  if (!isStarting(step)) return make();
  const health = await healthOf(record, { since: at, at }, alarms);
  return health.is === 'quiet' ? make() : { outcome: 'Unchanged' };
}
