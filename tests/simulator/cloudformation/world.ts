import { AwsError } from '../../../simulator/aws-error.ts';
import { createCloudFormation } from '../../../simulator/cloudformation/cloudformation.ts';
import type { Region } from '../../../simulator/region.ts';
import type { Call, Caller, Properties, ResourceProvider } from '../../../simulator/service.ts';
import { standInKernel, standInRegion } from '../stand-in-region.ts';

export const ADMINISTRATOR: Caller = {
  kind: 'administrator',
  arn: 'arn:aws:iam::111122223333:user/administrator',
  accountId: '111122223333',
};

/** Calls of the stand-in type, in order: `create a`, `update a`, `delete a`. */
export type Log = string[];

/**
 * `Test::Thing` with a `Name` that identifies it (and replaces it), a `Value`, `Seconds` that making it takes,
 * and `Fail` to make a step fail: `create`, `update` or `delete`.
 */
function thingType(kernel: Region['kernel'], log: Log): ResourceProvider {
  const things = new Map<string, Properties>();
  let made = 0;
  const step = async (verb: string, name: string, properties: Properties) => {
    await kernel.sleep(Number(properties.Seconds ?? 1) * 1000);
    if (properties.Fail === verb) {
      throw new AwsError('InvalidParameterValue', `cannot ${verb} ${name}`, { statusCode: 400 });
    }
    log.push(`${verb} ${name}`);
  };
  const provisioned = (name: string, properties: Properties) => ({
    physicalId: name,
    attributes: { Arn: `arn:aws:test:::${name}`, Nested: { Value: properties.Value ?? 'none' } },
  });
  return {
    replacementProperties: ['Name'],
    create: async (properties, context) => {
      const name = typeof properties.Name === 'string' ? properties.Name : `${context.logicalId}-${++made}`;
      context.authorize({ action: 'test:CreateThing', resource: `arn:aws:test:::${name}` });
      await step('create', name, properties);
      if (things.has(name))
        throw new AwsError('EntityAlreadyExists', `${name} already exists`, { statusCode: 409 });
      things.set(name, properties);
      return provisioned(name, properties);
    },
    update: async (name, properties) => {
      await step('update', name, properties);
      things.set(name, properties);
      return provisioned(name, properties);
    },
    delete: async (name, properties) => {
      await step('delete', name, properties);
      things.delete(name);
    },
  };
}

/** A region with CloudFormation and one type of resource. */
export function stackWorld(parts: Partial<Region> = {}) {
  const { kernel, settle } = standInKernel();
  const log: Log = [];
  const notifications: string[] = [];
  const published: string[] = [];
  const region = standInRegion({
    kernel,
    events: {
      publishServiceEvent: (event) => published.push(`${event['detail-type']}`),
      receive: () => undefined,
    },
    topics: { publish: (_arn, _subject, message) => notifications.push(message) },
    ...parts,
  });
  const thing = thingType(kernel, log);
  const cloudFormation = createCloudFormation(region, (type) => (type === 'Test::Thing' ? thing : undefined));
  const call = async (
    operation: string,
    input: object,
    caller = ADMINISTRATOR,
  ): Promise<Record<string, never>> => {
    const run = cloudFormation.operations[operation];
    if (!run) throw new Error(`CloudFormation has no operation ${operation}`);
    const origin: Call = { operation, caller, requestId: 'request' };
    return (await run(input, origin)) as Record<string, never>;
  };
  const describe = async (StackName = 'stack') =>
    ((await call('DescribeStacks', { StackName })) as { Stacks?: Described[] }).Stacks?.[0] as Described;
  const start = (Resources: object, more: object = {}, options: object = {}) =>
    call('CreateStack', {
      StackName: 'stack',
      TemplateBody: JSON.stringify({ Resources, ...more }),
      ...options,
    });
  const update = (Resources: object, more: object = {}, options: object = {}) =>
    call('UpdateStack', {
      StackName: 'stack',
      TemplateBody: JSON.stringify({ Resources, ...more }),
      ...options,
    });
  /** Events of a stack, oldest first: `<logical id> <status>`, or with the reason. */
  const events = async (StackName = 'stack', withReasons = false) => {
    const { StackEvents } = (await call('DescribeStackEvents', { StackName })) as unknown as {
      StackEvents: StackEvent[];
    };
    return StackEvents.reverse().map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason }) =>
      [
        LogicalResourceId,
        ResourceStatus,
        ...(withReasons && ResourceStatusReason ? [ResourceStatusReason] : []),
      ].join(' '),
    );
  };
  return {
    kernel,
    settle,
    region,
    log,
    notifications,
    published,
    cloudFormation,
    call,
    describe,
    start,
    update,
    events,
  };
}

interface StackEvent {
  readonly LogicalResourceId: string;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string;
}

interface Described {
  readonly StackId: string;
  readonly StackStatus: string;
  readonly StackStatusReason?: string;
  readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
  readonly Parameters?: readonly { readonly ParameterKey: string; readonly ParameterValue: string }[];
}

export const thing = (Properties: object = {}, more: object = {}) => ({
  Type: 'Test::Thing',
  Properties,
  ...more,
});
