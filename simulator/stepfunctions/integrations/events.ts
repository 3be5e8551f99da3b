import type { Json } from '../asl.ts';
import { StateFailure } from '../failure.ts';
import type { Integration } from './integration.ts';
import { sdkMetadata } from './service-failure.ts';

interface PutEventsAnswer {
  readonly FailedEntryCount?: number;
  readonly Entries?: readonly Readonly<Record<string, string>>[];
}

/**
 * `events:putEvents` (guide, "Add EventBridge events"). A Detail given as JSON is turned into text. The ARNs of
 * execution and state machine are added to each entry's Resources. One failed entry fails the task.
 */
export const putEvents: Integration = async ({ region, execution, caller, request }) => {
  const { Entries, ...others } = request.parameters as { [key: string]: Json };
  const entries = (Array.isArray(Entries) ? Entries : []) as { [key: string]: Json }[];
  const input = {
    ...others,
    Entries: entries.map((entry) => ({
      ...entry,
      ...(entry.Detail === undefined || typeof entry.Detail === 'string'
        ? {}
        : { Detail: JSON.stringify(entry.Detail) }),
      Resources: [
        ...(Array.isArray(entry.Resources) ? entry.Resources : []),
        execution.arn,
        execution.stateMachineArn,
      ],
    })),
  };
  const answer = (await region.call('events', 'PutEvents', input, caller)) as PutEventsAnswer;
  const { FailedEntryCount = 0 } = answer;
  const listed = (answer.Entries ?? []).map((entry) => ({ ...entry }));
  const output = { Entries: listed, FailedEntryCount };
  if (FailedEntryCount > 0) throw new StateFailure('EventBridge.FailedEntry', JSON.stringify(output));
  return { ...output, ...sdkMetadata(region, JSON.stringify(output), 'application/x-amz-json-1.1') };
};
