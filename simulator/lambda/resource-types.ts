import { AwsError, NotSimulated } from '../aws-error.ts';
import type { Region } from '../region.ts';
import type { Properties, ResourceProvider } from '../service.ts';
import type { DeployedFunction } from './function.ts';

const FUNCTION_PROPERTIES = new Set([
  'Code',
  'Handler',
  'Runtime',
  'FunctionName',
  'MemorySize',
  'Timeout',
  'Role',
  'Environment',
  'Architectures',
  'TracingConfig',
  'DeadLetterConfig',
  'ReservedConcurrentExecutions',
  'Tags',
  'Description',
  'LoggingConfig',
  'EphemeralStorage',
  'Layers',
  'PackageType',
]);

function assertModelled(type: string, properties: Properties, modelled: ReadonlySet<string>): void {
  const unknown = Object.keys(properties).find((name) => !modelled.has(name));
  if (unknown) throw new NotSimulated(`property ${unknown} of ${type}`);
}

function textOf(properties: Properties, name: string): string {
  const value = properties[name];
  if (typeof value !== 'string' || value === '') {
    throw new AwsError(
      'ValidationError',
      `Properties validation failed: required property ${name} not found or not a string`,
    );
  }
  return value;
}

function toFunction(
  region: Region,
  functionName: string,
  properties: Properties,
  previous?: DeployedFunction,
): DeployedFunction {
  const timeoutSeconds = Number(properties.Timeout ?? 3);
  if (timeoutSeconds < 1 || timeoutSeconds > 900) {
    throw new AwsError(
      'InvalidParameterValueException',
      `Value '${timeoutSeconds}' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900`,
    );
  }
  const environment =
    (properties.Environment as { Variables?: Record<string, string> } | undefined)?.Variables ?? {};
  const deadLetter = properties.DeadLetterConfig as { TargetArn?: string } | undefined;
  const reserved = properties.ReservedConcurrentExecutions;
  return {
    functionName,
    functionArn: region.arn('lambda', `function:${functionName}`),
    roleArn: textOf(properties, 'Role'),
    handler: textOf(properties, 'Handler'),
    timeoutMs: timeoutSeconds * 1000,
    memorySizeMb: Number(properties.MemorySize ?? 128),
    reservedConcurrency: reserved === undefined ? undefined : Number(reserved),
    variables: Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, String(value)])),
    deadLetterArn: deadLetter?.TargetArn,
    permissions: previous?.permissions ?? new Map(),
    revision: (previous?.revision ?? 0) + 1,
    idle: [],
    running: previous?.running ?? 0,
    coldStarts: previous?.coldStarts ?? 0,
  };
}

/** With active tracing, Lambda refuses a role that cannot send segments (the text as in serverless/serverless#6931). */
function assertTracing(region: Region, properties: Properties): void {
  const tracing = properties.TracingConfig as { Mode?: string } | undefined;
  if (tracing?.Mode !== 'Active') return;
  const role = region.roles.assume(textOf(properties, 'Role'), 'lambda.amazonaws.com', 'CreateFunction');
  try {
    region.authorize(role, { action: 'xray:PutTraceSegments', resource: '*' });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'InvalidParameterValueException',
      'The provided execution role does not have permissions to call PutTraceSegments on XRAY',
      { statusCode: 400 },
    );
  }
}

/** AWS::Lambda::Function; the code itself is what the world's handler loader finds under the Handler path. */
export function functionProvider(region: Region, functions: Map<string, DeployedFunction>): ResourceProvider {
  const deploy = (functionName: string, properties: Properties, previous?: DeployedFunction) => {
    assertModelled('AWS::Lambda::Function', properties, FUNCTION_PROPERTIES);
    assertTracing(region, properties);
    const fn = toFunction(region, functionName, properties, previous);
    functions.set(functionName, fn);
    return { physicalId: functionName, attributes: { Arn: fn.functionArn } };
  };
  return {
    replacementProperties: ['FunctionName', 'PackageType'],
    create: async (properties, context) => {
      const given = properties.FunctionName;
      const suffix = region.kernel.random('physical-ids').text(12, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
      const functionName =
        typeof given === 'string'
          ? given
          : `${context.stackName}-${context.logicalId}-${suffix}`.slice(0, 64);
      const functionArn = region.arn('lambda', `function:${functionName}`);
      context.authorize({ action: 'lambda:CreateFunction', resource: functionArn });
      region.roles.assertPassable(context.caller, textOf(properties, 'Role'), 'lambda.amazonaws.com');
      if (functions.has(functionName)) {
        throw new AwsError('ResourceConflictException', `Function already exist: ${functionName}`, {
          statusCode: 409,
        });
      }
      return deploy(functionName, properties);
    },
    update: async (physicalId, properties, _previous, context) => {
      context.authorize({
        action: 'lambda:UpdateFunctionConfiguration',
        resource: region.arn('lambda', `function:${physicalId}`),
      });
      return deploy(physicalId, properties, functions.get(physicalId));
    },
    delete: async (physicalId, _properties, context) => {
      context.authorize({
        action: 'lambda:DeleteFunction',
        resource: region.arn('lambda', `function:${physicalId}`),
      });
      functions.delete(physicalId);
    },
  };
}

/** AWS::Lambda::Permission: a statement of the function's resource policy. */
export function permissionProvider(
  region: Region,
  functions: Map<string, DeployedFunction>,
): ResourceProvider {
  const functionOf = (properties: Properties): DeployedFunction => {
    const reference = textOf(properties, 'FunctionName');
    const name = reference.includes(':function:') ? (reference.split(':')[6] as string) : reference;
    const fn = functions.get(name);
    if (!fn)
      throw new AwsError(
        'ResourceNotFoundException',
        `Function not found: ${region.arn('lambda', `function:${name}`)}`,
        { statusCode: 404 },
      );
    return fn;
  };
  const optional = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    replacementProperties: ['Action', 'FunctionName', 'Principal', 'SourceArn', 'SourceAccount'],
    create: async (properties, context) => {
      assertModelled(
        'AWS::Lambda::Permission',
        properties,
        new Set(['Action', 'FunctionName', 'Principal', 'SourceArn', 'SourceAccount']),
      );
      const physicalId = `${context.stackName}-${context.logicalId}-${region.kernel.random('physical-ids').text(12, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}`;
      functionOf(properties).permissions.set(physicalId, {
        principal: textOf(properties, 'Principal'),
        sourceArn: optional(properties.SourceArn),
        sourceAccount: optional(properties.SourceAccount),
      });
      return { physicalId, attributes: { Id: physicalId } };
    },
    update: async (physicalId) => ({ physicalId, attributes: { Id: physicalId } }),
    delete: async (physicalId) => {
      for (const fn of functions.values()) fn.permissions.delete(physicalId);
    },
  };
}
