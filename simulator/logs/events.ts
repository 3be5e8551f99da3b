import type {
  DescribeLogStreamsRequest,
  FilterLogEventsRequest,
  GetLogEventsRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { type ModelledOperation, refuseUnmodelled } from '../modelled-members.ts';
import { type LogEvent, type LogGroupRecord, type LogsState, notFound } from './state.ts';

/** A pattern of plain terms: all must occur, quoted ones as a phrase. Other syntax is not modelled. */
function matcher(state: LogsState, pattern: string | undefined): (message: string) => boolean {
  if (pattern === undefined || pattern.trim() === '') return () => true;
  if (/[{[?%]|(^|\s)-/.test(pattern))
    refuseUnmodelled(state.region.kernel, `the filter pattern ${pattern} of logs`);
  const terms = [...pattern.matchAll(/"([^"]+)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
  return (message) => terms.every((term) => message.includes(term));
}

/** A page of events by the place where the next one begins. */
function page(events: readonly LogEvent[], limit: number, token: string | undefined) {
  const start = token === undefined ? 0 : events.findIndex((event) => event.id > token);
  const found = start < 0 ? [] : events.slice(start, start + limit);
  const isMore = start >= 0 && start + limit < events.length;
  return { found, next: isMore ? found.at(-1)?.id : undefined };
}

function within(group: LogGroupRecord, from: number | undefined, to: number | undefined): LogEvent[] {
  return group.events.filter(
    (event) => event.timestamp >= (from ?? 0) && event.timestamp < (to ?? Number.POSITIVE_INFINITY),
  );
}

function filter(state: LogsState, input: FilterLogEventsRequest) {
  const group = state.group(input.logGroupName);
  state.expire(group);
  const matches = matcher(state, input.filterPattern);
  const chosen = within(group, input.startTime, input.endTime).filter(
    (event) =>
      matches(event.message) &&
      (!input.logStreamNames?.length || input.logStreamNames.includes(event.stream)) &&
      event.stream.startsWith(input.logStreamNamePrefix ?? ''),
  );
  const { found, next } = page(chosen, input.limit ?? 10_000, input.nextToken);
  return {
    events: found.map(({ timestamp, stream, message, id }) => ({
      eventId: id,
      logStreamName: stream,
      timestamp,
      ingestionTime: timestamp,
      message,
    })),
    searchedLogStreams: [],
    nextToken: next,
  };
}

function read(state: LogsState, input: GetLogEventsRequest) {
  const group = state.group(input.logGroupName);
  state.expire(group);
  if (!group.streams.has(input.logStreamName ?? '')) throw notFound('log stream');
  const chosen = within(group, input.startTime, input.endTime).filter(
    (event) => event.stream === input.logStreamName,
  );
  const after = input.nextToken?.startsWith('f/') ? input.nextToken.slice(2) : undefined;
  const { found } = page(chosen, input.limit ?? 10_000, after);
  const last = found.at(-1)?.id ?? after ?? ''.padStart(56, '0');
  return {
    events: found.map(({ timestamp, message }) => ({ timestamp, ingestionTime: timestamp, message })),
    nextForwardToken: `f/${last}`,
    nextBackwardToken: `b/${found[0]?.id ?? last}`,
  };
}

function describeStreams(state: LogsState, input: DescribeLogStreamsRequest) {
  const group = state.group(input.logGroupName);
  const names = [...group.streams.keys()]
    .filter((name) => name.startsWith(input.logStreamNamePrefix ?? ''))
    .sort();
  const start = input.nextToken === undefined ? 0 : names.findIndex((name) => name > (input.nextToken ?? ''));
  const limit = input.limit ?? 50;
  const found = start < 0 ? [] : names.slice(start, start + limit);
  return {
    logStreams: found.map((logStreamName) => ({
      logStreamName,
      arn: `${group.logGroupArn}:log-stream:${logStreamName}`,
      storedBytes: 0,
      ...group.streams.get(logStreamName),
    })),
    nextToken: start >= 0 && start + limit < names.length ? found.at(-1) : undefined,
  };
}

export function eventOperations(state: LogsState): Record<string, ModelledOperation> {
  return {
    FilterLogEvents: {
      members: [
        'logGroupName',
        'logStreamNames',
        'logStreamNamePrefix',
        'startTime',
        'endTime',
        'filterPattern',
        'limit',
        'nextToken',
        'interleaved',
      ],
      run: (input: FilterLogEventsRequest) => filter(state, input),
    },
    GetLogEvents: {
      members: [
        'logGroupName',
        'logStreamName',
        'startTime',
        'endTime',
        'limit',
        'nextToken',
        'startFromHead',
      ],
      run: (input: GetLogEventsRequest) => read(state, input),
    },
    DescribeLogStreams: {
      members: ['logGroupName', 'logStreamNamePrefix', 'limit', 'nextToken'],
      run: (input: DescribeLogStreamsRequest) => describeStreams(state, input),
    },
  };
}
