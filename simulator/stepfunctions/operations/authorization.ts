import type { Region } from '../../region.ts';
import type { Authorization } from '../../service.ts';
import type { TaskTokens } from '../tasks/tokens.ts';

/**
 * Resources of each action, as the service authorization reference for Step Functions gives them. A report by task
 * token is judged on the state machine that gave the token.
 */
export function authorizationsOf(
  region: Region,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  tokens: TaskTokens,
): readonly Authorization[] {
  const resource = resourceOf(region, operation, input, tokens);
  const tagging = operation === 'CreateStateMachine' && Array.isArray(input.tags) && input.tags.length > 0;
  return [
    { action: `states:${operation}`, resource },
    ...(tagging ? [{ action: 'states:TagResource', resource }] : []),
  ];
}

function resourceOf(
  region: Region,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  tokens: TaskTokens,
): string {
  if (operation === 'CreateStateMachine') return region.arn('states', `stateMachine:${String(input.name)}`);
  if (typeof input.taskToken === 'string') return tokens.stateMachineOf(input.taskToken) ?? '*';
  const arn = input.stateMachineArn ?? input.executionArn ?? input.resourceArn;
  return typeof arn === 'string' ? arn : '*';
}
