import {
  type CloudWatchClient,
  type Datapoint,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { LagSample, LagsPort, SeenLag } from '../../domain/ports/lags.ts';
import { named } from '../errors.ts';

const MINUTE_MS = 60_000;

/** Seconds by the units of time that CloudWatch has (API reference, StandardUnit). */
const SECONDS: Readonly<Record<string, number>> = { Seconds: 1, Milliseconds: 1e-3, Microseconds: 1e-6 };

function sampleOf({ Timestamp, Maximum = Number.NaN, Unit = 'None' }: Datapoint): LagSample {
  // Less than 0 says that nothing is replicated (RDS user guide, ReplicaLag of a replica that has stopped: -1).
  const seconds = Maximum === 0 ? 0 : Maximum > 0 && SECONDS[Unit] ? Maximum * SECONDS[Unit] : undefined;
  return {
    from: (Timestamp ?? new Date(0)).toISOString(),
    seconds,
    said: Unit === 'None' ? `${Maximum}` : `${Maximum} ${Unit}`,
  };
}

/** The one metric of an alarm; one over an expression of several has none that could be read alone. */
const metricOf = ({ MetricName, Namespace, Dimensions, Metrics = [] }: MetricAlarm) =>
  MetricName === undefined && Metrics.length === 1
    ? Metrics[0]?.MetricStat?.Metric
    : { MetricName, Namespace, Dimensions };

/** `LagsPort` over CloudWatch: an alarm names its metric, whose highest value of each minute is read. */
export class CloudWatchLags implements LagsPort {
  readonly #client: () => CloudWatchClient;

  constructor(client: () => CloudWatchClient) {
    this.#client = client;
  }

  async ofAlarm(alarm: string, since: string, until: string): Promise<SeenLag> {
    const [from, to] = [
      Math.ceil(Date.parse(since) / MINUTE_MS) * MINUTE_MS,
      Math.floor(Date.parse(until) / MINUTE_MS) * MINUTE_MS,
    ];
    const found = await named(this.#client().send(new DescribeAlarmsCommand({ AlarmNames: [alarm] })));
    const [described] = found.MetricAlarms ?? [];
    if (!described) return { is: 'unread', why: `there is no metric alarm ${alarm} here` };
    const metric = metricOf(described);
    if (metric?.MetricName === undefined)
      return { is: 'unread', why: `alarm ${alarm} has no single metric of its own` };
    if (from >= to) return { is: 'read', samples: [] };
    const command = new GetMetricStatisticsCommand({
      ...{ Namespace: metric.Namespace, MetricName: metric.MetricName, Dimensions: metric.Dimensions ?? [] },
      ...{ StartTime: new Date(from), EndTime: new Date(to), Period: 60, Statistics: ['Maximum'] },
    });
    const { Datapoints = [] } = await named(this.#client().send(command));
    return { is: 'read', samples: Datapoints.map(sampleOf) };
  }
}
