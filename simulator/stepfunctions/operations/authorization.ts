import type { Region } from '../../region.ts';
import type { Authorization } from '../../service.ts';

/** Resources of each action, as the service authorization reference for Step Functions gives them. */
export function authorizationsOf(
  region: Region,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): readonly Authorization[] {
  return [{ action: `states:${operation}`, resource: resourceOf(region, operation, input) }];
}

function resourceOf(region: Region, operation: string, input: Readonly<Record<string, unknown>>): string {
  if (operation === 'CreateStateMachine') return region.arn('states', `stateMachine:${String(input.name)}`);
  const arn = input.stateMachineArn ?? input.executionArn ?? input.resourceArn;
  return typeof arn === 'string' ? arn : '*';
}
