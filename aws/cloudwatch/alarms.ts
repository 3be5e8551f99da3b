import {
  type CloudWatchClient,
  type CompositeAlarm,
  type MetricAlarm,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmState, AlarmsPort } from '../../domain/ports/alarms.ts';
import { named } from '../errors.ts';

/** `StateUpdatedTimestamp` moves without the state as well (SDK typing); an alarm of old has nothing else. */
const stateOf = (alarm: MetricAlarm | CompositeAlarm): AlarmState => ({
  name: alarm.AlarmName ?? '',
  state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
  since: (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp ?? new Date(0)).toISOString(),
  ...lingering('EvaluationPeriods' in alarm ? alarm : {}),
});

/** M datapoints of N have to breach ("Alarm evaluation", CloudWatch guide); an alarm of several metrics goes by the longest. */
function lingering({ EvaluationPeriods: n, DatapointsToAlarm: m = n, Period, Metrics = [] }: MetricAlarm) {
  const ofMetrics = Metrics.flatMap((one) => one.MetricStat?.Period ?? one.Period ?? []);
  const period = Period ?? Math.max(0, ...ofMetrics);
  return n === undefined || m === undefined || period === 0 ? {} : { lingersSeconds: (n - m + 1) * period };
}

/** `AlarmsPort` over CloudWatch. */
export class CloudWatchAlarms implements AlarmsPort {
  readonly #client: () => CloudWatchClient;

  /** The client is made where there are alarms to ask for: many upgrades have none. */
  constructor(client: () => CloudWatchClient) {
    this.#client = client;
  }

  async states(names: readonly string[]): Promise<readonly AlarmState[]> {
    if (names.length === 0) return [];
    // "If you omit this parameter, only metric alarms are returned" (API reference, DescribeAlarms).
    const asked = { AlarmNames: [...names], AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const] };
    const read = async () => {
      const found: AlarmState[] = [];
      const pages = paginateDescribeAlarms({ client: this.#client() }, asked);
      for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages)
        found.push(...[...MetricAlarms, ...CompositeAlarms].map(stateOf));
      return found;
    };
    return named(read());
  }
}
