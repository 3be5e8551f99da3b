import type {
  Datapoint,
  Dimension,
  GetMetricStatisticsInput,
  MetricDatum,
  PutMetricDataInput,
  StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';

interface Sample {
  readonly at: number;
  readonly value: number;
  readonly count: number;
  /** As it was sent with. */
  readonly unit?: StandardUnit;
}

/** One metric's identity: namespace, name and its dimensions in order of their names. */
export function metricKey(
  namespace: string,
  name: string,
  dimensions: readonly Dimension[] | undefined,
): string {
  const sorted = [...(dimensions ?? [])].map(({ Name, Value }) => `${Name}=${Value}`).sort();
  return [namespace, name, ...sorted].join('|');
}

/** The time for which samples are kept: enough for every alarm of a day ("Metrics retention" keeps them longer). */
const KEPT_MS = 7 * 86_400_000;

const minuteOf = (at: number): number => Math.floor(at / 60_000);

const invalid = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);

/** Metric data of one region. */
export class Metrics {
  readonly region: Region;
  readonly #samples = new Map<string, Sample[]>();

  constructor(region: Region) {
    this.region = region;
  }

  /**
   * Records a metric of a service's own, in a namespace of AWS's. Services send their metrics by the minute: equal
   * values within a minute are kept as one sample with a count.
   */
  record(namespace: string, name: string, dimensions: readonly Dimension[], value: number): void {
    const key = metricKey(namespace, name, dimensions);
    const at = this.region.kernel.now();
    const held = this.#samples.get(key) ?? [];
    const last = held.at(-1);
    if (last && last.value === value && minuteOf(last.at) === minuteOf(at))
      held[held.length - 1] = { ...last, count: last.count + 1 };
    else this.#append(key, [{ at, value, count: 1 }]);
  }

  #append(key: string, samples: readonly Sample[]): void {
    const held = this.#samples.get(key) ?? [];
    held.push(...samples);
    const oldest = this.region.kernel.now() - KEPT_MS;
    // Once a day, not at each sample.
    const isDue = (held[0]?.at ?? oldest) < oldest - 86_400_000;
    this.#samples.set(key, isDue ? held.filter((sample) => sample.at >= oldest) : held);
  }

  put({ Namespace = '', MetricData = [] }: PutMetricDataInput) {
    if (Namespace.startsWith('AWS/')) {
      throw invalid('The value AWS/ for parameter Namespace is invalid.');
    }
    if (Namespace === '' || Namespace.length > 255) {
      throw new AwsError('MissingRequiredParameterException', 'The parameter Namespace is required.');
    }
    if (MetricData.length > 1000) {
      throw invalid('The collection MetricData must not have a size greater than 1000.');
    }
    const samples = MetricData.map((datum, index) => this.#samplesOf(datum, index));
    MetricData.forEach((datum, index) => {
      this.#append(metricKey(Namespace, datum.MetricName ?? '', datum.Dimensions), samples[index] ?? []);
    });
    return {};
  }

  #samplesOf(datum: MetricDatum, index: number): Sample[] {
    if (!datum.MetricName) {
      throw new AwsError(
        'MissingRequiredParameterException',
        `The parameter MetricData.member.${index + 1}.MetricName is required.`,
      );
    }
    if ((datum.Dimensions ?? []).length > 30) {
      throw invalid(
        `The collection MetricData.member.${index + 1}.Dimensions must not have a size greater than 30.`,
      );
    }
    const at = datum.Timestamp?.getTime() ?? this.region.kernel.now();
    const { StatisticValues: set, Values: values, Counts: counts, Value: value, Unit: unit = 'None' } = datum;
    if (set) {
      const { SampleCount = 0, Sum = 0 } = set;
      return [{ at, value: SampleCount === 0 ? 0 : Sum / SampleCount, count: SampleCount, unit }];
    }
    if (values) return values.map((held, place) => ({ at, value: held, count: counts?.[place] ?? 1, unit }));
    if (value === undefined || !Number.isFinite(value)) {
      throw invalid(`The value NaN for parameter MetricData.member.${index + 1}.Value is invalid.`);
    }
    return [{ at, value, count: 1, unit }];
  }

  /** The statistic over [from, to), of one unit or of all, or undefined where there is no sample. */
  statistic(key: string, name: string, from: number, to: number, unit?: StandardUnit): number | undefined {
    const held = this.#within(key, from, to).filter(
      (sample) => unit === undefined || (sample.unit ?? 'None') === unit,
    );
    if (held.length === 0) return undefined;
    const count = held.reduce((total, sample) => total + sample.count, 0);
    const sum = held.reduce((total, sample) => total + sample.value * sample.count, 0);
    if (name === 'Sum') return sum;
    if (name === 'SampleCount') return count;
    if (name === 'Average') return sum / count;
    const values = held.map((sample) => sample.value);
    return name === 'Minimum' ? Math.min(...values) : Math.max(...values);
  }

  #within(key: string, from: number, to: number): readonly Sample[] {
    return (this.#samples.get(key) ?? []).filter((sample) => sample.at >= from && sample.at < to);
  }

  /** Without a unit in the request, data of all units is answered, each with its own (API reference, GetMetricStatistics). */
  read(input: GetMetricStatisticsInput): { Label: string | undefined; Datapoints: Datapoint[] } {
    const { StartTime, EndTime, Period = 0, Statistics = [] } = input;
    const from = StartTime?.getTime() ?? 0;
    const to = EndTime?.getTime() ?? 0;
    if (Period < 1 || Period % 60 !== 0) {
      throw invalid('The parameter Period must be a multiple of 60.');
    }
    if (from >= to) {
      throw invalid('The parameter StartTime must be less than the parameter EndTime.');
    }
    if ((to - from) / (Period * 1000) > 1440) {
      throw new AwsError(
        'InvalidParameterCombinationException',
        `You have requested up to ${Math.ceil((to - from) / (Period * 1000))} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
      );
    }
    const key = metricKey(input.Namespace ?? '', input.MetricName ?? '', input.Dimensions);
    const Datapoints: Datapoint[] = [];
    for (let at = from; at < to; at += Period * 1000) {
      const end = Math.min(to, at + Period * 1000);
      const units = new Set(this.#within(key, at, end).map(({ unit = 'None' }) => unit));
      for (const Unit of units) {
        const values = Statistics.map((name) => [name, this.statistic(key, name, at, end, Unit)] as const);
        Datapoints.push({ Timestamp: new Date(at), Unit, ...Object.fromEntries(values) });
      }
    }
    return { Label: input.MetricName, Datapoints };
  }
}
