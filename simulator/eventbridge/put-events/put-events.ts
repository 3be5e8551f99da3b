import type { PutEventsRequest, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { type ModelledOperation, refuseUnmodelledMembers } from '../../modelled-members.ts';
import { validationError } from '../errors.ts';
import { type EventRouter, eventTime } from '../router.ts';
import type { EventBridgeSettings } from '../settings.ts';
import type { EventBridgeState } from '../state.ts';

const MAXIMUM_ENTRIES = 10;
const MODELLED_ENTRY = ['Time', 'Source', 'Resources', 'DetailType', 'Detail', 'EventBusName'];

/** The refusal of one entry, inside an answer that is a success (SDK typing, `PutEventsResultEntry`). */
interface EntryFailure {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

const invalidArgument = (parameter: string, reason: string): EntryFailure => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${parameter} is not valid. Reason: ${reason}`,
});

/** The failure of an entry that is wrong, or the detail of one that is right. */
function judge(entry: PutEventsRequestEntry): EntryFailure | Readonly<Record<string, unknown>> {
  if (!entry.Source) return invalidArgument('Source', 'Source is a required argument.');
  if (!entry.DetailType) return invalidArgument('DetailType', 'DetailType is a required argument.');
  if (!entry.Detail) return invalidArgument('Detail', 'Detail is a required argument.');
  if (entry.DetailType.length > 128) {
    return invalidArgument('DetailType', 'DetailType must have at most 128 characters.');
  }
  if (entry.Source.startsWith('aws.')) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    };
  }
  return detailOf(entry.Detail) ?? { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

/** A detail is a JSON object; nothing else is. */
function detailOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    const isObject = typeof detail === 'object' && detail !== null && !Array.isArray(detail);
    return isObject ? { detail } : undefined;
  } catch {
    return undefined;
  }
}

const isFailure = (judged: EntryFailure | Readonly<Record<string, unknown>>): judged is EntryFailure =>
  'ErrorCode' in judged;

/** An entry's size as AWS counts it (EventBridge user guide, "Calculating PutEvents event entry size"). */
function sizeOf(entry: PutEventsRequestEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  return bytes + (entry.Time ? 14 : 0);
}

/** An entry as AWS prints it in the refusal of a list that is too long. */
function printed(entry: PutEventsRequestEntry): string {
  const members = {
    time: entry.Time?.toISOString(),
    source: entry.Source,
    resources: entry.Resources && `[${entry.Resources.join(', ')}]`,
    detailType: entry.DetailType,
    detail: entry.Detail,
    eventBusName: entry.EventBusName,
    traceHeader: undefined,
    kmsKeyIdentifier: undefined,
    internalMetadata: undefined,
  };
  const list = Object.entries(members).map(([name, value]) => `${name}=${value ?? null}`);
  return `PutEventsRequestEntry(${list.join(', ')})`;
}

function assertRequest(entries: readonly PutEventsRequestEntry[], settings: EventBridgeSettings): void {
  const refuse = (bound: string): never => {
    const value = `[${entries.map(printed).join(', ')}]`;
    throw validationError(
      `1 validation error detected: Value '${value}' at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
    );
  };
  if (entries.length === 0) refuse('greater than or equal to 1');
  if (entries.length > MAXIMUM_ENTRIES) refuse(`less than or equal to ${MAXIMUM_ENTRIES}`);
  const total = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (total > settings.maximumRequestBytes) {
    throw validationError('Total size of the entries in the request is over the limit.');
  }
}

/** Accepts each entry by itself: a bad one fails alone, inside a success. */
export function putEventsOperation(
  state: EventBridgeState,
  router: EventRouter,
  settings: EventBridgeSettings,
): ModelledOperation {
  const { kernel, accountId, name } = state.region;
  const accept = (entry: PutEventsRequestEntry): EntryFailure | { EventId: string } => {
    refuseUnmodelledMembers(kernel, 'an entry of events:PutEvents', { ...entry }, MODELLED_ENTRY);
    const judged = judge(entry);
    if (isFailure(judged)) return judged;
    const id = router.newEventId();
    router.accept(state.findBus(entry.EventBusName), {
      version: '0',
      id,
      source: entry.Source as string,
      'detail-type': entry.DetailType as string,
      account: accountId,
      time: eventTime(entry.Time?.getTime() ?? kernel.now()),
      region: name,
      resources: entry.Resources ?? [],
      detail: judged.detail as Readonly<Record<string, unknown>>,
    });
    return { EventId: id };
  };
  return {
    members: ['Entries'],
    run: (input: PutEventsRequest) => {
      const entries = input.Entries ?? [];
      assertRequest(entries, settings);
      const Entries = entries.map(accept);
      return { FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries };
    },
  };
}
