import type {
  DeleteAlarmsInput,
  DescribeAlarmsInput,
  MetricAlarm,
  PutMetricAlarmInput,
  SetAlarmStateInput,
  StateValue,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../aws-error.ts';
import { refuseUnmodelled } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import { type Metrics, metricKey } from './metrics.ts';

export type AlarmRecord = MetricAlarm & {
  AlarmName: string;
  AlarmArn: string;
  StateValue: StateValue;
  tags: Map<string, string>;
  /** A state that SetAlarmState put holds until the next evaluation, a period later. */
  heldUntil: number;
};

/** Datapoints of the last periods, of a minute each, of which so many have to breach. */
export type Evaluation = Required<Pick<PutMetricAlarmInput, 'EvaluationPeriods'>> &
  Pick<PutMetricAlarmInput, 'DatapointsToAlarm'>;

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

export const ALARM_MEMBERS = [
  'AlarmName',
  'AlarmDescription',
  'ActionsEnabled',
  'OKActions',
  'AlarmActions',
  'InsufficientDataActions',
  'MetricName',
  'Namespace',
  'Statistic',
  'Dimensions',
  'Period',
  'Unit',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ComparisonOperator',
  'TreatMissingData',
  'Tags',
];

/** Alarms of one region. They are evaluated when they are read, not on a timer of their own. */
export class Alarms {
  readonly region: Region;
  readonly records = new Map<string, AlarmRecord>();
  readonly #metrics: Metrics;

  constructor(region: Region, metrics: Metrics) {
    this.region = region;
    this.#metrics = metrics;
  }

  put(input: PutMetricAlarmInput) {
    const {
      AlarmName = '',
      ComparisonOperator = '',
      Period = 0,
      EvaluationPeriods = 0,
      DatapointsToAlarm,
    } = input;
    const required = {
      AlarmName,
      MetricName: input.MetricName,
      Namespace: input.Namespace,
      ComparisonOperator,
    };
    for (const [name, value] of Object.entries(required)) {
      if (!value) throw new AwsError('ValidationError', `The parameter ${name} is required.`);
    }
    if (!COMPARISONS[ComparisonOperator]) {
      refuseUnmodelled(
        this.region.kernel,
        `ComparisonOperator ${ComparisonOperator} of cloudwatch:PutMetricAlarm`,
      );
    }
    if (!(Period === 10 || Period === 20 || Period === 30 || (Period > 0 && Period % 60 === 0))) {
      throw new AwsError('ValidationError', 'Period must be 10, 20, 30 or a multiple of 60');
    }
    if (EvaluationPeriods < 1 || EvaluationPeriods * Period > 604_800) {
      throw new AwsError('ValidationError', 'Metrics cannot be checked across more than a week');
    }
    if (DatapointsToAlarm !== undefined && DatapointsToAlarm > EvaluationPeriods) {
      throw new AwsError(
        'ValidationError',
        'DatapointsToAlarm must be less than or equal to EvaluationPeriods.',
      );
    }
    const held = this.records.get(AlarmName);
    const { Tags, ...members } = input;
    const now = new Date(this.region.kernel.now());
    this.records.set(AlarmName, {
      ActionsEnabled: true,
      OKActions: [],
      AlarmActions: [],
      InsufficientDataActions: [],
      Dimensions: [],
      ...members,
      AlarmName,
      AlarmArn: this.region.arn('cloudwatch', `alarm:${AlarmName}`),
      AlarmConfigurationUpdatedTimestamp: now,
      StateValue: held?.StateValue ?? 'INSUFFICIENT_DATA',
      StateReason: held?.StateReason ?? 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: held?.StateUpdatedTimestamp ?? now,
      StateTransitionedTimestamp: held?.StateTransitionedTimestamp ?? now,
      tags: held?.tags ?? new Map((Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
      heldUntil: 0,
    });
    return {};
  }

  /**
   * Holds an alarm in a state from now on, and makes it where there is none: the metrics behind a user's alarm are not
   * simulated.
   */
  hold(name: string, state: StateValue, evaluation: Evaluation = { EvaluationPeriods: 1 }): void {
    if (!this.records.has(name)) {
      this.put({
        AlarmName: name,
        Namespace: 'Application',
        MetricName: name,
        Statistic: 'Average',
        Period: 60,
        ...evaluation,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      });
    }
    const alarm = this.records.get(name);
    if (!alarm) return;
    this.#change(alarm, state, 'Set by a scenario');
    alarm.heldUntil = Number.POSITIVE_INFINITY;
  }

  async describe(input: DescribeAlarmsInput) {
    const {
      AlarmNames: names,
      AlarmNamePrefix: prefix,
      StateValue: state,
      MaxRecords = 50,
      NextToken,
    } = input;
    if (names?.length && prefix !== undefined) {
      throw new AwsError(
        'ValidationError',
        'AlarmNamePrefix and AlarmNames cannot be specified at the same time',
      );
    }
    if (MaxRecords < 1 || MaxRecords > 100) {
      throw new AwsError(
        'ValidationError',
        `1 validation error detected: Value '${MaxRecords}' at 'maxRecords' failed to satisfy constraint: Member must have value less than or equal to 100`,
      );
    }
    for (const alarm of this.records.values()) {
      await this.#readQueue(alarm);
      this.#evaluate(alarm);
    }
    const all = [...this.records.values()]
      .filter(
        (alarm) =>
          (!names?.length || names.includes(alarm.AlarmName)) &&
          alarm.AlarmName.startsWith(prefix ?? '') &&
          (state === undefined || alarm.StateValue === state) &&
          (input.ActionPrefix === undefined ||
            (alarm.AlarmActions ?? []).some((action) => action.startsWith(input.ActionPrefix ?? ''))),
      )
      .sort((a, b) => (a.AlarmName < b.AlarmName ? -1 : 1));
    const start = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, 'base64').toString('utf8'));
    if (!Number.isInteger(start))
      throw new AwsError('InvalidNextToken', 'The next token specified is invalid.');
    const end = start + MaxRecords;
    return {
      MetricAlarms: all.slice(start, end).map(({ tags, heldUntil, ...alarm }) => alarm),
      CompositeAlarms: [],
      NextToken: end < all.length ? Buffer.from(String(end)).toString('base64') : undefined,
    };
  }

  delete({ AlarmNames = [] }: DeleteAlarmsInput) {
    const missing = AlarmNames.filter((name) => !this.records.has(name));
    if (missing.length > 0 && AlarmNames.length > 1) throw new AwsError('ResourceNotFound', '');
    for (const name of AlarmNames) this.records.delete(name);
    return {};
  }

  setState({ AlarmName = '', StateValue: state, StateReason = '' }: SetAlarmStateInput) {
    const alarm = this.records.get(AlarmName);
    if (!alarm) throw new AwsError('ResourceNotFound', '');
    this.#change(alarm, state as StateValue, StateReason);
    alarm.heldUntil = this.region.kernel.now() + (alarm.Period ?? 60) * 1000;
    return {};
  }

  /** Reads the depth of a queue at this moment, which SQS would have sent every minute. */
  async #readQueue({ Namespace, MetricName, Dimensions }: AlarmRecord): Promise<void> {
    const QueueName = Dimensions?.find((dimension) => dimension.Name === 'QueueName')?.Value;
    if (Namespace !== 'AWS/SQS' || MetricName !== 'ApproximateNumberOfMessagesVisible' || !QueueName) return;
    const { region } = this;
    const caller = {
      kind: 'service',
      principal: 'cloudwatch.amazonaws.com',
      accountId: region.accountId,
    } as const;
    const ask = async (operation: string, input: object): Promise<Record<string, unknown>> => {
      const call = { operation, caller, requestId: 'cloudwatch' };
      return (await region.service('sqs').operations[operation]?.(input, call)) as Record<string, unknown>;
    };
    try {
      const { QueueUrl } = await ask('GetQueueUrl', { QueueName });
      const { Attributes } = await ask('GetQueueAttributes', {
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages'],
      });
      const depth = Number((Attributes as Record<string, string>).ApproximateNumberOfMessages);
      this.#metrics.record(Namespace, MetricName, Dimensions ?? [], depth);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
  }

  /**
   * The state that an alarm's data come to, whatever SetAlarmState has put: what Route 53's health checks go by
   * (Route 53 developer guide, "Monitoring CloudWatch alarms"). Undefined of an alarm that there is not.
   */
  stateByData(name: string): StateValue | undefined {
    const alarm = this.records.get(name);
    if (!alarm) return undefined;
    if (alarm.heldUntil === Number.POSITIVE_INFINITY) return alarm.StateValue;
    return this.#judge(alarm)?.state ?? alarm.StateValue;
  }

  #evaluate(alarm: AlarmRecord): void {
    if (this.region.kernel.now() < alarm.heldUntil) return;
    const found = this.#judge(alarm);
    if (found) this.#change(alarm, found.state, found.reason);
  }

  /**
   * M out of the last N periods, with missing data treated as the alarm says ("Evaluating an alarm", user guide);
   * undefined where it stays as it is.
   */
  #judge(alarm: AlarmRecord): { readonly state: StateValue; readonly reason: string } | undefined {
    const now = this.region.kernel.now();
    const { Period = 60, EvaluationPeriods = 1, Threshold = 0, Statistic = 'Average' } = alarm;
    const key = metricKey(alarm.Namespace ?? '', alarm.MetricName ?? '', alarm.Dimensions);
    // The current period counts once it has data: a queue's depth is read at this very moment.
    const current = this.#metrics.statistic(key, Statistic, now - (now % (Period * 1000)), now + 1);
    const end = now - (now % (Period * 1000)) + (current === undefined ? 0 : Period * 1000);
    const values = Array.from({ length: EvaluationPeriods }, (_, index) => {
      const from = end - (index + 1) * Period * 1000;
      return this.#metrics.statistic(key, Statistic, from, from + Period * 1000);
    });
    const missing = alarm.TreatMissingData ?? 'missing';
    if (
      values.every((value) => value === undefined) &&
      missing !== 'breaching' &&
      missing !== 'notBreaching'
    ) {
      return missing === 'missing' ? { state: 'INSUFFICIENT_DATA', reason: 'Insufficient Data' } : undefined;
    }
    const compare = COMPARISONS[alarm.ComparisonOperator ?? ''];
    const breaching = values.filter((value) =>
      value === undefined ? missing === 'breaching' : compare?.(value, Threshold),
    ).length;
    const needed = alarm.DatapointsToAlarm ?? EvaluationPeriods;
    return {
      state: breaching >= needed ? 'ALARM' : 'OK',
      reason: `Threshold Crossed: ${breaching} datapoint(s) of ${EvaluationPeriods} (threshold ${Threshold})`,
    };
  }

  #change(alarm: AlarmRecord, state: StateValue, reason: string): void {
    if (alarm.StateValue === state) return;
    alarm.StateValue = state;
    alarm.StateReason = reason;
    const now = new Date(this.region.kernel.now());
    alarm.StateUpdatedTimestamp = now;
    alarm.StateTransitionedTimestamp = now;
  }
}
