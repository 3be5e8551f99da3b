import { AwsError } from './aws-error.ts';
import type { Kernel } from './kernel/kernel.ts';
import { refuseUnmodelledMembers } from './modelled-members.ts';
import type { Properties, ResourceContext, Service } from './service.ts';

/** A call of the service's own API as the stack's caller: IAM is asked, then the operation runs. */
export type Act = <Output>(operation: string, input: Readonly<Record<string, unknown>>) => Promise<Output>;

/**
 * Resource types of CloudFormation, made by calls of the service's public API with the stack's identity. So a
 * provider has the API's rules and permissions, and none of its own.
 */
export function actAs(service: Pick<Service, 'operations' | 'authorize'>, context: ResourceContext): Act {
  return async <Output>(operation: string, input: Readonly<Record<string, unknown>>): Promise<Output> => {
    const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
    for (const authorization of service.authorize(operation, given, context.caller))
      context.authorize(authorization);
    const run = service.operations[operation];
    if (!run) throw new Error(`the service has no operation ${operation}`);
    const call = {
      operation,
      caller: context.caller,
      requestId: `${context.stackName}/${context.logicalId}`,
    };
    return (await run(given, call)) as Output;
  };
}

/** Ends the run by name where a template uses a property that the type's provider does not model. */
export function refuseUnmodelledProperties(
  kernel: Kernel,
  type: string,
  properties: Properties,
  modelled: readonly string[],
): void {
  refuseUnmodelledMembers(kernel, type, properties, modelled);
}

/** Runs a deletion; a resource that is not there any more counts as deleted, as in CloudFormation. */
export async function unlessGone(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const isGone =
      error instanceof AwsError && /NotFound|NoSuch|\.Unknown$|NotExist|NotAttached/.test(error.code);
    if (!isGone) throw error;
  }
}

/** A property that a template may give as text, since parameters are text. */
export function numberOf(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}

export function booleanOf(value: unknown): boolean | undefined {
  return value === undefined ? undefined : value === true || value === 'true';
}

export function listOf<T = string>(value: unknown): T[] | undefined {
  return value === undefined ? undefined : Array.isArray(value) ? (value as T[]) : [value as T];
}

/** The name that CloudFormation makes up: stack, logical id and 12 random characters. */
export function generatedName(kernel: Kernel, context: ResourceContext, maxLength = 128): string {
  const suffix = kernel
    .random('cloudformation/physical-ids')
    .text(12, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
  const stem = `${context.stackName}-${context.logicalId}`.slice(0, maxLength - 13);
  return `${stem}-${suffix}`;
}
