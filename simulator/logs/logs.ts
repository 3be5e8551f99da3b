import { sampleDurationMs } from '../durations.ts';
import { operationsOf } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import {
  actAs,
  booleanOf,
  generatedName,
  numberOf,
  refuseUnmodelledProperties,
  unlessGone,
} from '../resource-calls.ts';
import type { Authorization, Properties, ResourceProvider, Service } from '../service.ts';
import { eventOperations } from './events.ts';
import { groupOperations } from './groups.ts';
import { LogsState } from './state.ts';

export interface LogsService extends Service {
  /**
   * Writes one line, for services that log on their own (Lambda, Step Functions). A group that is not there is
   * made, as Lambda makes its own; whether its role may do so is for Lambda to ask.
   */
  write(logGroupName: string, logStreamName: string, message: string): void;
}

const WITHOUT_RESOURCE = /ResourcePolic|^DescribeLogGroups$/;

function authorize(
  state: LogsState,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Authorization[] {
  const action = `logs:${operation}`;
  if (WITHOUT_RESOURCE.test(operation)) return [{ action, resource: '*' }];
  const name = input.logGroupName;
  const arn = name === undefined ? String(input.resourceArn) : state.region.arn('logs', `log-group:${name}`);
  const group = [...state.groups.values()].find((held) => held.logGroupArn === arn);
  const context: Record<string, string> = {};
  for (const [key, value] of group?.tags ?? []) context[`aws:ResourceTag/${key}`] = value;
  for (const [key, value] of Object.entries((input.tags as Record<string, string> | undefined) ?? {})) {
    context[`aws:RequestTag/${key}`] = value;
  }
  const stream = operation === 'GetLogEvents' ? `:log-stream:${input.logStreamName}` : '';
  return [{ action, resource: `${arn}${stream}`, context }];
}

const GROUP = [
  'LogGroupName',
  'RetentionInDays',
  'KmsKeyId',
  'LogGroupClass',
  'DeletionProtectionEnabled',
  'Tags',
];

type Acting = Pick<Service, 'operations' | 'authorize'>;

const tagsOf = (properties: Properties): Record<string, string> =>
  Object.fromEntries(
    ((properties.Tags as { Key: string; Value: string }[] | undefined) ?? []).map(({ Key, Value }) => [
      Key,
      Value,
    ]),
  );

function logGroupType(state: LogsState, service: Acting): ResourceProvider {
  const { kernel, settings } = state.region;
  const pause = () =>
    kernel.sleep(sampleDurationMs(kernel, 'cloudformation/resource', settings.durationScale));
  const answer = (name: string) => ({ physicalId: name, attributes: { Arn: state.group(name).arn } });
  return {
    replacementProperties: ['LogGroupName'],
    create: async (properties, context) => {
      refuseUnmodelledProperties(kernel, 'AWS::Logs::LogGroup', properties, GROUP);
      const act = actAs(service, context);
      const name = String(properties.LogGroupName ?? generatedName(kernel, context, 512));
      const tags = { ...tagsOf(properties), ...context.tags };
      await act('CreateLogGroup', {
        logGroupName: name,
        kmsKeyId: properties.KmsKeyId,
        logGroupClass: properties.LogGroupClass,
        deletionProtectionEnabled: booleanOf(properties.DeletionProtectionEnabled),
        ...(Object.keys(tags).length > 0 && { tags }),
      });
      const retentionInDays = numberOf(properties.RetentionInDays);
      if (retentionInDays !== undefined)
        await act('PutRetentionPolicy', { logGroupName: name, retentionInDays });
      await pause();
      return answer(name);
    },
    update: async (name, properties, previous, context) => {
      refuseUnmodelledProperties(kernel, 'AWS::Logs::LogGroup', properties, GROUP);
      for (const fixed of ['KmsKeyId', 'LogGroupClass', 'DeletionProtectionEnabled']) {
        if (JSON.stringify(properties[fixed]) === JSON.stringify(previous[fixed])) continue;
        refuseUnmodelledProperties(kernel, 'an update of AWS::Logs::LogGroup', { [fixed]: true }, []);
      }
      const act = actAs(service, context);
      const retentionInDays = numberOf(properties.RetentionInDays);
      if (retentionInDays !== undefined)
        await act('PutRetentionPolicy', { logGroupName: name, retentionInDays });
      else if (previous.RetentionInDays !== undefined)
        await act('DeleteRetentionPolicy', { logGroupName: name });
      const resourceArn = state.group(name).logGroupArn;
      const tagKeys = Object.keys(tagsOf(previous)).filter((key) => !(key in tagsOf(properties)));
      if (tagKeys.length > 0) await act('UntagResource', { resourceArn, tagKeys });
      const tags = { ...tagsOf(properties), ...context.tags };
      if (Object.keys(tags).length > 0) await act('TagResource', { resourceArn, tags });
      await pause();
      return answer(name);
    },
    delete: async (name, _properties, context) => {
      await unlessGone(() => actAs(service, context)('DeleteLogGroup', { logGroupName: name }));
      await pause();
    },
  };
}

function resourcePolicyType(state: LogsState, service: Acting): ResourceProvider {
  const { kernel, settings } = state.region;
  const put: ResourceProvider['create'] = async (properties, context) => {
    refuseUnmodelledProperties(kernel, 'AWS::Logs::ResourcePolicy', properties, [
      'PolicyName',
      'PolicyDocument',
    ]);
    const policyName = String(properties.PolicyName);
    await actAs(service, context)('PutResourcePolicy', {
      policyName,
      policyDocument: String(properties.PolicyDocument),
    });
    await kernel.sleep(sampleDurationMs(kernel, 'cloudformation/resource', settings.durationScale));
    return { physicalId: policyName, attributes: {} };
  };
  return {
    replacementProperties: ['PolicyName'],
    create: put,
    update: (_name, properties, _previous, context) => put(properties, context),
    delete: (policyName, _properties, context) =>
      unlessGone(() => actAs(service, context)('DeleteResourcePolicy', { policyName })),
  };
}

/** CloudWatch Logs of one region: groups, policies, and lines that services wrote. */
export function createLogs(region: Region): LogsService {
  const state = new LogsState(region);
  const acting: Service = {
    signingName: 'logs',
    operations: operationsOf(region.kernel, 'logs', { ...groupOperations(state), ...eventOperations(state) }),
    authorize: (operation, input) => authorize(state, operation, input),
  };
  return {
    ...acting,
    resourceTypes: {
      'AWS::Logs::LogGroup': logGroupType(state, acting),
      'AWS::Logs::ResourcePolicy': resourcePolicyType(state, acting),
    },
    write: (name, stream, message) => {
      if (!state.groups.has(name)) state.create(name);
      state.append(name, stream, message);
    },
  };
}
