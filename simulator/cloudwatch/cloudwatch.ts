import type {
  DeleteAlarmsInput,
  DescribeAlarmsInput,
  GetMetricStatisticsInput,
  PutMetricAlarmInput,
  PutMetricDataInput,
  SetAlarmStateInput,
  StateValue,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import { operationsOf } from '../modelled-members.ts';
import type { MetricPort, Region } from '../region.ts';
import {
  actAs,
  booleanOf,
  generatedName,
  numberOf,
  refuseUnmodelledProperties,
  unlessGone,
} from '../resource-calls.ts';
import type { Authorization, Properties, ResourceContext, ResourceProvider, Service } from '../service.ts';
import { ALARM_MEMBERS, Alarms, type Evaluation } from './alarms.ts';
import { Metrics } from './metrics.ts';

export interface CloudWatchService extends Service, MetricPort {
  /** Holds an alarm in a state, for scenarios; `evaluation` is of one that there is not yet. */
  holdAlarm(name: string, state: StateValue, evaluation?: Evaluation): void;
  /** See `Alarms.stateByData`. */
  alarmByData(name: string): StateValue | undefined;
}

interface Dashboard {
  readonly body: string;
  readonly modifiedAt: number;
}

type Acting = Pick<Service, 'operations' | 'authorize'>;

function authorize(
  region: Region,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Authorization[] {
  const action = `cloudwatch:${operation}`;
  if (operation === 'PutMetricData') {
    return [{ action, resource: '*', context: { 'cloudwatch:namespace': String(input.Namespace) } }];
  }
  if (operation === 'GetMetricStatistics' || operation === 'ListDashboards')
    return [{ action, resource: '*' }];
  if (operation.includes('Dashboard')) {
    const names = (input.DashboardNames as string[] | undefined) ?? [String(input.DashboardName)];
    return names.map((name) => ({ action, resource: region.arn('cloudwatch', `dashboard/${name}`, '') }));
  }
  const names = (input.AlarmNames as string[] | undefined) ?? [String(input.AlarmName ?? '*')];
  return names.map((name) => ({ action, resource: region.arn('cloudwatch', `alarm:${name}`) }));
}

const ALARM_PROPERTIES = ALARM_MEMBERS;
const NUMBERS = ['Period', 'EvaluationPeriods', 'DatapointsToAlarm', 'Threshold'];

function alarmType(region: Region, alarms: Alarms, service: Acting): ResourceProvider {
  const { kernel, settings } = region;
  const put = async (name: string, properties: Properties, context: ResourceContext) => {
    refuseUnmodelledProperties(kernel, 'AWS::CloudWatch::Alarm', properties, ALARM_PROPERTIES);
    const numbers = Object.fromEntries(NUMBERS.map((member) => [member, numberOf(properties[member])]));
    const { Tags, ...members } = properties;
    await actAs(service, context)('PutMetricAlarm', {
      ...members,
      ...numbers,
      ActionsEnabled: booleanOf(properties.ActionsEnabled),
      AlarmName: name,
    });
    const record = alarms.records.get(name);
    const tags = (Tags as { Key: string; Value: string }[] | undefined) ?? [];
    if (record)
      record.tags = new Map([
        ...tags.map(({ Key, Value }) => [Key, Value] as const),
        ...Object.entries(context.tags),
      ]);
    await kernel.sleep(sampleDurationMs(kernel, 'cloudformation/resource', settings.durationScale));
    return { physicalId: name, attributes: { Arn: record?.AlarmArn } };
  };
  return {
    replacementProperties: ['AlarmName'],
    create: (properties, context) =>
      put(String(properties.AlarmName ?? generatedName(kernel, context, 255)), properties, context),
    update: (name, properties, _previous, context) => put(name, properties, context),
    delete: (name, _properties, context) =>
      unlessGone(() => actAs(service, context)('DeleteAlarms', { AlarmNames: [name] })),
  };
}

function dashboardOperations(region: Region, dashboards: Map<string, Dashboard>) {
  const arn = (name: string): string => region.arn('cloudwatch', `dashboard/${name}`, '');
  const notFound = (name: string): AwsError =>
    new AwsError('DashboardNotFoundError', `Dashboard ${name} does not exist`, { statusCode: 404 });
  return {
    PutDashboard: {
      members: ['DashboardName', 'DashboardBody'],
      run: ({
        DashboardName = '',
        DashboardBody = '',
      }: {
        DashboardName?: string;
        DashboardBody?: string;
      }) => {
        try {
          JSON.parse(DashboardBody);
        } catch {
          throw new AwsError(
            'DashboardInvalidInputError',
            'The field DashboardBody must be a valid JSON object',
          );
        }
        dashboards.set(DashboardName, { body: DashboardBody, modifiedAt: region.kernel.now() });
        return { DashboardValidationMessages: [] };
      },
    },
    GetDashboard: {
      members: ['DashboardName'],
      run: ({ DashboardName = '' }: { DashboardName?: string }) => {
        const held = dashboards.get(DashboardName);
        if (!held) throw notFound(DashboardName);
        return { DashboardName, DashboardArn: arn(DashboardName), DashboardBody: held.body };
      },
    },
    ListDashboards: {
      members: ['DashboardNamePrefix'],
      run: ({ DashboardNamePrefix = '' }: { DashboardNamePrefix?: string }) => ({
        DashboardEntries: [...dashboards]
          .filter(([name]) => name.startsWith(DashboardNamePrefix))
          .map(([name, { body, modifiedAt }]) => ({
            DashboardName: name,
            DashboardArn: arn(name),
            LastModified: new Date(modifiedAt),
            Size: body.length,
          })),
      }),
    },
    DeleteDashboards: {
      members: ['DashboardNames'],
      run: ({ DashboardNames = [] }: { DashboardNames?: string[] }) => {
        for (const name of DashboardNames) if (!dashboards.has(name)) throw notFound(name);
        for (const name of DashboardNames) dashboards.delete(name);
        return {};
      },
    },
  };
}

function dashboardType(region: Region, service: Acting): ResourceProvider {
  const { kernel, settings } = region;
  const put = async (name: string, properties: Properties, context: ResourceContext) => {
    refuseUnmodelledProperties(kernel, 'AWS::CloudWatch::Dashboard', properties, [
      'DashboardName',
      'DashboardBody',
    ]);
    await actAs(service, context)('PutDashboard', {
      DashboardName: name,
      DashboardBody: properties.DashboardBody,
    });
    await kernel.sleep(sampleDurationMs(kernel, 'cloudformation/resource', settings.durationScale));
    return { physicalId: name, attributes: {} };
  };
  return {
    replacementProperties: ['DashboardName'],
    create: (properties, context) =>
      put(String(properties.DashboardName ?? generatedName(kernel, context, 255)), properties, context),
    update: (name, properties, _previous, context) => put(name, properties, context),
    delete: (name, _properties, context) =>
      unlessGone(() => actAs(service, context)('DeleteDashboards', { DashboardNames: [name] })),
  };
}

/** CloudWatch of one region: metric data, alarms that are evaluated when they are read, stored dashboards. */
export function createCloudWatch(region: Region): CloudWatchService {
  const metrics = new Metrics(region);
  const alarms = new Alarms(region, metrics);
  const dashboards = new Map<string, Dashboard>();
  const acting: Service = {
    signingName: 'monitoring',
    operations: operationsOf(region.kernel, 'cloudwatch', {
      PutMetricData: {
        members: ['Namespace', 'MetricData'],
        run: (input: PutMetricDataInput) => metrics.put(input),
      },
      GetMetricStatistics: {
        members: ['Namespace', 'MetricName', 'Dimensions', 'StartTime', 'EndTime', 'Period', 'Statistics'],
        run: (input: GetMetricStatisticsInput) => metrics.read(input),
      },
      PutMetricAlarm: { members: ALARM_MEMBERS, run: (input: PutMetricAlarmInput) => alarms.put(input) },
      DescribeAlarms: {
        members: [
          'AlarmNames',
          'AlarmNamePrefix',
          'AlarmTypes',
          'StateValue',
          'ActionPrefix',
          'MaxRecords',
          'NextToken',
        ],
        run: (input: DescribeAlarmsInput) => alarms.describe(input),
      },
      DeleteAlarms: { members: ['AlarmNames'], run: (input: DeleteAlarmsInput) => alarms.delete(input) },
      SetAlarmState: {
        members: ['AlarmName', 'StateValue', 'StateReason'],
        run: (input: SetAlarmStateInput) => alarms.setState(input),
      },
      ...dashboardOperations(region, dashboards),
    }),
    authorize: (operation, input) => authorize(region, operation, input),
  };
  return {
    ...acting,
    resourceTypes: {
      'AWS::CloudWatch::Alarm': alarmType(region, alarms, acting),
      'AWS::CloudWatch::Dashboard': dashboardType(region, acting),
    },
    holdAlarm: (name, state, evaluation) => {
      alarms.hold(name, state, evaluation);
      region.endpointsChanged?.();
    },
    alarmByData: (name) => alarms.stateByData(name),
    record: (namespace, name, dimensions, value) => metrics.record(namespace, name, dimensions, value),
  };
}
