import { AwsError } from '../../aws-error.ts';
import { refuseUnmodelledMembers } from '../../modelled-members.ts';
import type { Region } from '../../region.ts';
import type { Properties, Provisioned, ResourceContext, ResourceProvider } from '../../service.ts';
import type { StateMachineRecord, StateMachines } from './state-machines.ts';

const PROPERTIES = [
  ...['StateMachineName', 'StateMachineType', 'Definition', 'DefinitionString', 'DefinitionSubstitutions'],
  ...['RoleArn', 'LoggingConfiguration', 'TracingConfiguration', 'Tags'],
];

interface LoggingProperties {
  readonly Level?: 'ALL' | 'ERROR' | 'FATAL' | 'OFF';
  readonly IncludeExecutionData?: boolean;
  readonly Destinations?: readonly { readonly CloudWatchLogsLogGroup?: { readonly LogGroupArn?: string } }[];
}

/** AWS::StepFunctions::StateMachine, as its CloudFormation reference gives it. */
export function stateMachineProvider(
  region: Region,
  machines: StateMachines,
  remove: (arn: string) => void,
): ResourceProvider {
  const check = (properties: Properties) =>
    refuseUnmodelledMembers(region.kernel, 'AWS::StepFunctions::StateMachine', properties, PROPERTIES);
  return {
    replacementProperties: ['StateMachineName', 'StateMachineType'],
    create: async (properties, context) => {
      check(properties);
      const name = (properties.StateMachineName as string | undefined) ?? generatedName(region, context);
      context.authorize({
        action: 'states:CreateStateMachine',
        resource: region.arn('states', `stateMachine:${name}`),
      });
      const type = properties.StateMachineType as 'STANDARD' | 'EXPRESS' | undefined;
      const input = { name, ...settingsOf(properties), tags: tagsOf(properties, context) };
      const created = machines.create({ ...input, ...(type ? { type } : {}) }, context.caller);
      return provisioned(machines.get(created.stateMachineArn ?? ''));
    },
    update: async (stateMachineArn, properties, _previous, context) => {
      check(properties);
      context.authorize({ action: 'states:UpdateStateMachine', resource: stateMachineArn });
      machines.update({ stateMachineArn, ...settingsOf(properties) }, context.caller);
      const machine = machines.get(stateMachineArn);
      machine.tags = new Map(tagsOf(properties, context).map(({ key, value }) => [key, value]));
      return provisioned(machine);
    },
    delete: async (stateMachineArn, _properties, context) => {
      context.authorize({ action: 'states:DeleteStateMachine', resource: stateMachineArn });
      remove(stateMachineArn);
    },
  };
}

function generatedName(region: Region, { stackName, logicalId }: ResourceContext): string {
  const suffix = region.kernel
    .random('cloudformation/physical-id')
    .text(12, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
  return `${logicalId}-${suffix}`.length > 80
    ? `${stackName}-${suffix}`.slice(0, 80)
    : `${logicalId}-${suffix}`;
}

function settingsOf(properties: Properties) {
  const logging = properties.LoggingConfiguration as LoggingProperties | undefined;
  const tracing = properties.TracingConfiguration as { Enabled?: boolean } | undefined;
  return {
    definition: definitionOf(properties),
    roleArn: String(properties.RoleArn),
    loggingConfiguration: {
      level: logging?.Level ?? 'OFF',
      includeExecutionData: logging?.IncludeExecutionData ?? false,
      ...(logging?.Destinations
        ? {
            destinations: logging.Destinations.map(({ CloudWatchLogsLogGroup: group }) => ({
              cloudWatchLogsLogGroup: { logGroupArn: group?.LogGroupArn },
            })),
          }
        : {}),
    },
    tracingConfiguration: { enabled: tracing?.Enabled ?? false },
  };
}

/** The definition's text with `${Name}` replaced by its substitution; a name without one stays. */
export function definitionOf(properties: Properties): string {
  const given = properties.Definition ?? properties.DefinitionString;
  if (given === undefined) {
    throw new AwsError(
      'InvalidRequest',
      'Either Definition, DefinitionString or DefinitionS3Location is required',
    );
  }
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  const substitutions = (properties.DefinitionSubstitutions ?? {}) as Record<string, unknown>;
  return text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (whole, name: string) => {
    const value = substitutions[name];
    if (value === undefined) return whole;
    return typeof given === 'string' ? String(value) : JSON.stringify(String(value)).slice(1, -1);
  });
}

function tagsOf(properties: Properties, context: ResourceContext): { key: string; value: string }[] {
  const own = (properties.Tags ?? []) as { Key: string; Value: string }[];
  const all = { ...context.tags, ...Object.fromEntries(own.map(({ Key, Value }) => [Key, Value])) };
  return Object.entries(all).map(([key, value]) => ({ key, value }));
}

function provisioned(machine: StateMachineRecord): Provisioned {
  return {
    physicalId: machine.arn,
    ref: machine.arn,
    attributes: {
      Arn: machine.arn,
      Name: machine.name,
      StateMachineRevisionId: machine.revisionId ?? 'INITIAL',
    },
  };
}
