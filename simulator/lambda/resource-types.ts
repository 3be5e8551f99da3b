import { AwsError, NotSimulated } from '../aws-error.ts';
import type { Region } from '../region.ts';
import type { Properties, ResourceContext, ResourceProvider } from '../service.ts';
import type { DeployedFunction } from './function.ts';
import type { FunctionNetwork } from './function-network.ts';
import type { FunctionNetworks } from './networks.ts';

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
  'VpcConfig',
]);

export function assertModelled(type: string, properties: Properties, modelled: ReadonlySet<string>): void {
  const unknown = Object.keys(properties).find((name) => !modelled.has(name));
  if (unknown) throw new NotSimulated(`property ${unknown} of ${type}`);
}

export function textOf(properties: Properties, name: string): string {
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
  network: FunctionNetwork | undefined,
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
    network,
    state: 'Active',
    lastUsedAt: region.kernel.now(),
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

/**
 * Refuses a caller who may not read the function's code from its bucket (Lambda API reference, `CreateFunction`:
 * `s3:GetObject`).
 */
function authorizeCode(properties: Properties, context: ResourceContext): void {
  const { S3Bucket, S3Key } = (properties.Code ?? {}) as {
    readonly S3Bucket?: string;
    readonly S3Key?: string;
  };
  if (S3Bucket === undefined || S3Key === undefined) return;
  context.authorize({ action: 's3:GetObject', resource: `arn:aws:s3:::${S3Bucket}/${S3Key}` });
}

/**
 * Whether CloudFormation may look at interfaces. If not, it does not wait until they are deleted
 * (AWS::Lambda::Function VpcConfig).
 */
function seesInterfaces(context: ResourceContext): boolean {
  try {
    context.authorize({ action: 'ec2:DescribeNetworkInterfaces', resource: '*' });
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}

/** AWS::Lambda::Function. The world's handler loader finds the code by the Handler path. */
export function functionProvider(
  region: Region,
  functions: Map<string, DeployedFunction>,
  networks: FunctionNetworks,
): ResourceProvider {
  const deploy = async (
    functionName: string,
    properties: Properties,
    context: ResourceContext,
    previous?: DeployedFunction,
  ) => {
    assertModelled('AWS::Lambda::Function', properties, FUNCTION_PROPERTIES);
    assertTracing(region, properties);
    authorizeCode(properties, context);
    const network = networks.check(properties, textOf(properties, 'Role'), context);
    const fn = toFunction(region, functionName, properties, network, previous);
    functions.set(functionName, fn);
    await networks.change(fn, previous?.network);
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
      return deploy(functionName, properties, context);
    },
    update: async (physicalId, properties, before, context) => {
      const resource = region.arn('lambda', `function:${physicalId}`);
      if (JSON.stringify(properties.Code) !== JSON.stringify(before.Code))
        context.authorize({ action: 'lambda:UpdateFunctionCode', resource });
      context.authorize({ action: 'lambda:UpdateFunctionConfiguration', resource });
      return deploy(physicalId, properties, context, functions.get(physicalId));
    },
    delete: async (physicalId, _properties, context) => {
      const resource = region.arn('lambda', `function:${physicalId}`);
      context.authorize({ action: 'lambda:DeleteFunction', resource });
      const { network } = functions.get(physicalId) ?? {};
      functions.delete(physicalId);
      if (!network) return;
      const gone = networks.disconnect(physicalId, network);
      if (seesInterfaces(context)) await gone;
    },
  };
}
