import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import { operationsOf } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import { actAs, refuseUnmodelledProperties, unlessGone } from '../resource-calls.ts';
import type { Authorization, Properties, ResourceContext, ResourceProvider, Service } from '../service.ts';
import { ParameterStore, parameterOperations } from './parameters.ts';

function authorize(
  store: ParameterStore,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Authorization[] {
  const action = `ssm:${operation}`;
  const names = (input.Names as string[] | undefined) ?? [String(input.Name ?? input.Path)];
  return names.map((given) => {
    const name = given.replace(/:\d+$/, '');
    const context: Record<string, string> = {};
    for (const [key, value] of store.parameters.get(name)?.tags ?? [])
      context[`aws:ResourceTag/${key}`] = value;
    const path = name.endsWith('/') && name.length > 1 ? name.slice(0, -1) : name;
    return { action, resource: store.arn(path), context };
  });
}

const MODELLED = ['Name', 'Type', 'Value', 'Description', 'AllowedPattern', 'Tier', 'DataType', 'Tags'];
const MIXED_CASE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Tags of the type are a map, unlike those of most types. */
function tagsOf(properties: Properties, context: ResourceContext): { Key: string; Value: string }[] {
  const tags = { ...(properties.Tags as Record<string, string> | undefined), ...context.tags };
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function parameterType(
  store: ParameterStore,
  service: Pick<Service, 'operations' | 'authorize'>,
): ResourceProvider {
  const { kernel, settings } = store.region;
  const pause = () =>
    kernel.sleep(sampleDurationMs(kernel, 'cloudformation/resource', settings.durationScale));
  const input = (properties: Properties): Record<string, unknown> => {
    refuseUnmodelledProperties(kernel, 'AWS::SSM::Parameter', properties, MODELLED);
    if (properties.Type === 'SecureString') {
      throw new AwsError(
        'ValidationException',
        'SecureString parameter type is not supported by CloudFormation.',
      );
    }
    const { Tags, ...members } = properties;
    return { ...members, Value: String(properties.Value) };
  };
  const answer = (name: string, properties: Properties) => ({
    physicalId: name,
    attributes: { Type: properties.Type, Value: properties.Value },
  });
  return {
    replacementProperties: ['Name'],
    create: async (properties, context) => {
      const suffix = kernel.random('cloudformation/physical-ids').text(12, MIXED_CASE);
      const Name = String(properties.Name ?? `CFN-${context.logicalId}-${suffix}`);
      const Tags = tagsOf(properties, context);
      await actAs(service, context)('PutParameter', {
        ...input(properties),
        Name,
        ...(Tags.length > 0 && { Tags }),
      });
      await pause();
      return answer(Name, properties);
    },
    update: async (name, properties, _previous, context) => {
      await actAs(service, context)('PutParameter', { ...input(properties), Name: name, Overwrite: true });
      const record = store.parameters.get(name);
      if (record) record.tags = new Map(tagsOf(properties, context).map(({ Key, Value }) => [Key, Value]));
      await pause();
      return answer(name, properties);
    },
    delete: async (name, _properties, context) => {
      await unlessGone(() => actAs(service, context)('DeleteParameter', { Name: name }));
      await pause();
    },
  };
}

/** Parameter Store of one region, with AWS's public parameters for EKS AMIs. */
export function createSsm(region: Region): Service {
  const store = new ParameterStore(region);
  const service: Service = {
    signingName: 'ssm',
    operations: operationsOf(region.kernel, 'ssm', parameterOperations(store)),
    authorize: (operation, input) => authorize(store, operation, input),
  };
  return { ...service, resourceTypes: { 'AWS::SSM::Parameter': parameterType(store, service) } };
}
