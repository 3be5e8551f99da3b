import type { OperationRecord } from '../../domain/operation/record.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { AlarmsPort } from '../../domain/ports/alarms.ts';
import type { ProbesPort } from '../../domain/ports/probes.ts';
import type { FailingProbe } from '../../domain/progress.ts';
import { decideHealth, type Health, type Watched } from '../../domain/upgrade/health.ts';
import { askProbes, countFailures } from '../../domain/upgrade/probes.ts';
import { isStarting, type UpgradeStep } from '../../domain/upgrade/steps.ts';

/** The ports by which the health of a cluster is seen. */
export interface HealthPorts {
  readonly alarms: AlarmsPort;
  readonly probes: ProbesPort;
}

/** A look at the health in a step, and the probes that failed with the look before. */
export interface LooksOfStep extends Watched {
  readonly failing?: readonly FailingProbe[];
}

/** The health of a cluster by the alarms and probes that its request names: quiet where it names none. */
export async function healthOf(
  { request }: OperationRecord<'upgrade'>,
  watched: LooksOfStep,
  ports: HealthPorts,
): Promise<Health> {
  const { alarms: names, probes = [] } = request.health;
  const [alarms, seen] = await Promise.all([
    names.length > 0 ? ports.alarms.states(names) : [],
    askProbes(probes, ports.probes),
  ]);
  const failing = countFailures(seen, watched.failing ?? [], watched.at);
  return decideHealth(request.health, { alarms, failing }, watched);
}

/**
 * Makes a change of a step, unless an alarm is going or a probe fails by now: between the look that asked for it and the
 * change there may be half an hour of tries. A way back is not held up: they are why it goes back.
 */
export async function whileQuiet(
  record: OperationRecord<'upgrade'>,
  { step, at }: { readonly step: UpgradeStep; readonly at: string },
  ports: HealthPorts,
  make: () => Promise<Applied>,
): Promise<Applied> {
  if (!isStarting(step)) return make();
  const health = await healthOf(record, { since: at, at }, ports);
  return health.is === 'quiet' ? make() : { outcome: 'Unchanged' };
}
