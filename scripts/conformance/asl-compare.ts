import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Execution } from '../../simulator/stepfunctions/executions/execution.ts';
import type { RecordedEvent, RecordedExecution } from './asl-recording.ts';

/** Strings that the recording's own normalisation put in place of a value. */
const OPEN = new Set([
  ...['timestamp', 'date', 'start-date', 'snf_role_arn', 'map_run_arn'],
  ...['x-amzn-RequestId', 'RequestId', 'X-Amzn-Trace-Id', 'request_id', 'task_token'],
]);

/** A placeholder inside a string. */
const PLACEHOLDER = /<[\w:.-]+>|lambda_function(?:_\d+)?_name/;

/**
 * Recorded strings that stand for strings of the case's input, found by comparing the two inputs member by member.
 */
export type Words = ReadonlyMap<string, string>;

export function inputWords(recorded: RecordedExecution): Words {
  const words = new Map<string, string>();
  const started = recorded.history[0]?.executionStartedEventDetails as { input?: unknown } | undefined;
  const lay = (there: unknown, here: unknown): void => {
    if (typeof there === 'string' && typeof here === 'string') {
      if (there !== here) words.set(there, here);
    } else if (isObject(there) && isObject(here)) {
      for (const [name, value] of Object.entries(there)) lay(value, here[name]);
    } else if (Array.isArray(there) && Array.isArray(here)) {
      for (const [index, item] of there.entries()) lay(item, here[index]);
    }
  };
  lay(started?.input, recorded.input);
  return words;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * A value in which a string that holds JSON is replaced by its content: the recordings have some parsed, and AWS's
 * own spacing varies.
 */
function opened(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{"]/.test(value)) return value;
  try {
    return opened(JSON.parse(value));
  } catch {
    return value;
  }
}

/** The first place where `here` differs from the recording, and how; or undefined. */
function difference(recorded: unknown, actual: unknown, words: Words, at: string): string | undefined {
  const [there, here] = [opened(recorded), opened(actual)];
  if (isObject(there) && isObject(here)) {
    for (const name of new Set([...Object.keys(there), ...Object.keys(here)])) {
      if (here[name] === undefined && there[name] === undefined) continue;
      const found = difference(there[name], here[name], words, `${at}/${name}`);
      if (found) return found;
    }
    return undefined;
  }
  if (Array.isArray(there) && Array.isArray(here) && there.length === here.length) {
    for (const [index, item] of there.entries()) {
      const found = difference(item, here[index], words, `${at}[${index}]`);
      if (found) return found;
    }
    return undefined;
  }
  if (there === here || (typeof there === 'string' && stands(there, here, words))) return undefined;
  return `${at}: recorded ${JSON.stringify(there)}, here ${JSON.stringify(here)}`;
}

function stands(there: string, here: unknown, words: Words): boolean {
  if (OPEN.has(there)) return here !== undefined;
  if (typeof here !== 'string') return false;
  if (words.get(there) === here) return true;
  if (!PLACEHOLDER.test(there)) return false;
  // A definition may itself hold a stand-in for an ARN, which has no parts.
  if (there.startsWith('arn:') && /^arn:[^:]+$/.test(here)) return true;
  const parts = there
    .split(new RegExp(PLACEHOLDER, 'g'))
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]+')}$`).test(here);
}

const detailsOf = (event: object): unknown =>
  Object.entries(event).find(([name]) => name.endsWith('EventDetails'))?.[1] ?? {};

/** The last event says how an execution ended: its type, output, error and cause. */
export function differenceOfOutcome(recorded: RecordedExecution, execution: Execution, words: Words) {
  const there = recorded.history.at(-1);
  const here = execution.history.last;
  if (!there || !here) return 'no events';
  if (there.type !== here.type) return `recorded ${there.type}, here ${here.type} ${execution.cause ?? ''}`;
  return difference(detailsOf(there), detailsOf(here), words, there.type);
}

/**
 * Event by event. Events of Parallel branches have no ids in the recordings and are compared as a set; a few
 * that the recordings left out show as gaps between ids. `previousEventId` of a distributed MapStateExited
 * varies on AWS itself (conformance/README.md).
 */
export function differenceOfHistory(recorded: RecordedExecution, execution: Execution, words: Words) {
  const { events } = execution.history;
  const last = recorded.history.at(-1);
  if (last?.id !== events.length) return `recorded ${String(last?.id)} events, here ${events.length}`;
  const isDistributed = JSON.stringify(recorded.definition).includes('"DISTRIBUTED"');
  const kept = new Set<number>();
  for (const there of recorded.history) {
    if (typeof there.id !== 'number') continue;
    kept.add(there.id);
    const here = events[there.id - 1] as HistoryEvent;
    const varies = isDistributed && there.type === 'MapStateExited';
    const found = differenceOfEvent(there, here, words, !varies);
    if (found) return found;
  }
  const rest = events.filter((event) => !kept.has(event.id ?? 0));
  for (const there of recorded.history.filter((event) => typeof event.id !== 'number')) {
    const index = rest.findIndex((here) => differenceOfEvent(there, here, words, false) === undefined);
    if (index < 0) return `recorded in a branch and not here: ${JSON.stringify(there)}`;
    rest.splice(index, 1);
  }
  return undefined;
}

function differenceOfEvent(there: RecordedEvent, here: HistoryEvent, words: Words, withPrevious: boolean) {
  const at = `#${String(there.id)} ${there.type}`;
  if (there.type !== here.type) return `${at}: here ${here.type} ${JSON.stringify(detailsOf(here))}`;
  if (withPrevious && there.previousEventId !== here.previousEventId) {
    return `${at}: previousEventId recorded ${there.previousEventId}, here ${here.previousEventId}`;
  }
  return difference(detailsOf(there), detailsOf(here), words, at);
}
