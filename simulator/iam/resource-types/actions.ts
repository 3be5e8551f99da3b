import { AwsError } from '../../aws-error.ts';
import { generatedName } from '../../cloudformation/resources/generated-name.ts';
import { type DurationName, sampleDurationMs } from '../../durations.ts';
import { refuseUnmodelledMembers } from '../../modelled-members.ts';
import type { Operation, Properties, ResourceContext } from '../../service.ts';
import type { Account, Tag } from '../account.ts';
import { authorizeIam } from '../authorize.ts';

/** The account and calls that providers of IAM's CloudFormation types use. */
export interface ResourceActions {
  readonly account: Account;
  /** Calls an operation of IAM as CloudFormation does: authorised as the stack's role, or its caller. */
  perform(context: ResourceContext, operation: string, input: Record<string, unknown>): Promise<unknown>;
  /** The same, but an entity that is already gone is no failure: CloudFormation deletes the others. */
  performIfThere(context: ResourceContext, operation: string, input: Record<string, unknown>): Promise<void>;
  /** Waits as CloudFormation does for IAM to be consistent. */
  wait(duration: DurationName): Promise<void>;
  nameOf(given: unknown, context: ResourceContext, longest?: number): string;
  /** Ends the run by name where the template uses a property that is not modelled. */
  assertModelled(type: string, properties: Properties, modelled: readonly string[]): void;
}

export function performer(
  account: Account,
  operations: Readonly<Record<string, Operation>>,
): ResourceActions {
  const { kernel, settings } = account.region;
  const authorizationsOf = authorizeIam(account);
  const perform: ResourceActions['perform'] = async (context, operation, input) => {
    for (const authorization of authorizationsOf(operation, input)) context.authorize(authorization);
    const run = operations[operation] as Operation;
    return run(input, {
      operation,
      caller: context.caller,
      requestId: kernel.random('iam/request-ids').uuid(),
    });
  };
  return {
    account,
    perform,
    performIfThere: async (context, operation, input) => {
      try {
        await perform(context, operation, input);
      } catch (error) {
        if (!(error instanceof AwsError && error.code === 'NoSuchEntity')) throw error;
      }
    },
    wait: (duration) => kernel.sleep(sampleDurationMs(kernel, duration, settings.durationScale)),
    nameOf: (given, context, longest = 64) =>
      typeof given === 'string' ? given : generatedName(kernel, context, longest),
    assertModelled: (type, properties, modelled) =>
      refuseUnmodelledMembers(kernel, type, properties, modelled),
  };
}

/** A policy property of a template (an object, or its text) as the text that IAM's API takes. */
export function documentText(document: unknown): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}

export function textList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The stack's own tags and the resource's, which win; tags of the system go past the API (`systemTags`). */
export function tagList(context: ResourceContext, own: unknown): readonly Tag[] {
  const tags = new Map(Object.entries(context.tags).filter(([key]) => !key.startsWith('aws:')));
  for (const { Key, Value } of Array.isArray(own) ? (own as readonly Tag[]) : []) tags.set(Key, Value);
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** `aws:cloudformation:*`, which CloudFormation sets itself and no caller needs a permission for. */
export function systemTags(context: ResourceContext): readonly (readonly [string, string])[] {
  return Object.entries(context.tags).filter(([key]) => key.startsWith('aws:'));
}

/** Only those of the given members that the template sets. */
export function given(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
