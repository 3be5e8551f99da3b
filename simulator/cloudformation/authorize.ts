import type { Region } from '../region.ts';
import type { Authorization } from '../service.ts';
import { findStack, type Stack, type StackStore } from './stacks/stack.ts';

type Input = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * Permissions that CloudFormation's operations need (Service Authorization Reference, "AWS CloudFormation"). Most of
 * them name a stack. Passing a role (`iam:PassRole`) is judged by the operation itself.
 */
export function authorizeCloudFormation(
  region: Region,
  store: StackStore,
): (operation: string, input: Input) => readonly Authorization[] {
  return (operation, input) => {
    const action = `cloudformation:${operation}`;
    const name = text(input.StackName);
    const changeSet = text(input.ChangeSetName);
    const stack = name === undefined ? stackOfChangeSet(store, changeSet) : findStack(store, name);
    const resource = stack?.stackId ?? (name === undefined ? '*' : resourceOf(region, name));
    return [{ action, resource, context: { ...contextOf(input, changeSet), ...resourceTags(stack) } }];
  };
}

function resourceOf(region: Region, name: string): string {
  return name.startsWith('arn:') ? name : region.arn('cloudformation', `stack/${name}/*`);
}

function stackOfChangeSet(store: StackStore, changeSetId: string | undefined) {
  if (changeSetId === undefined) return undefined;
  return [...store.stacks.values()].find(({ changeSets }) =>
    [...changeSets.values()].some(({ id }) => id === changeSetId),
  );
}

/** `aws:ResourceTag/…`, which the reference has for stacks that are there. */
function resourceTags(stack: Stack | undefined): Record<string, string> {
  const tags = Object.entries(stack?.deployment?.tags ?? {});
  return Object.fromEntries(tags.map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

function contextOf(input: Input, changeSet: string | undefined): Record<string, string | readonly string[]> {
  const context: Record<string, string | readonly string[]> = {};
  const role = text(input.RoleARN);
  if (role !== undefined) context['cloudformation:RoleArn'] = role;
  if (changeSet !== undefined) context['cloudformation:ChangeSetName'] = changeSet;
  const tags = Array.isArray(input.Tags) ? (input.Tags as readonly { Key: string; Value: string }[]) : [];
  for (const { Key, Value } of tags) context[`aws:RequestTag/${Key}`] = Value;
  if (tags.length > 0) context['aws:TagKeys'] = tags.map(({ Key }) => Key);
  return context;
}
