import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import type { Properties, ResourceProvider } from '../service.ts';
import type { DeployedFunction } from './function.ts';
import { assertModelled, textOf } from './resource-types.ts';

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
