import type { Rule } from './rule.ts';
import { sdkCallsIn } from './sdk-calls.ts';

/** Operations that answer 200 and refuse a part of the request, and the member in which they say so. */
const REFUSES_IN: Readonly<Record<string, readonly string[]>> = {
  BatchGetItem: ['UnprocessedKeys'],
  BatchWriteItem: ['UnprocessedItems'],
  DeleteMessageBatch: ['Failed'],
  DeleteObjects: ['Errors'],
  Invoke: ['FunctionError'],
  PublishBatch: ['Failed'],
  PutEvents: ['FailedEntryCount', 'ErrorCode'],
  PutTargets: ['FailedEntryCount', 'FailedEntries'],
  RemoveTargets: ['FailedEntryCount', 'FailedEntries'],
  SendMessageBatch: ['Failed'],
};

/** An answer that may refuse a part is read for that part. */
export const partialAnswers: Rule = {
  name: 'partial-answers',
  why: 'a fact that no bus took, or an object that stays, counts for done',
  check: (product) =>
    sdkCallsIn(product).flatMap(({ file, within, operation, namesAround }) => {
      const members = REFUSES_IN[operation];
      if (!members || members.some((member) => namesAround.has(member))) return [];
      return [
        {
          file,
          place: `${within}, ${operation}`,
          found: 'an answer that may refuse a part, and is not looked at for it',
          allowed: `reading ${members.join(' or ')}`,
        },
      ];
    }),
};
