import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Json, QueryLanguage, State } from '../asl.ts';
import type { TaskRequest } from '../tasks/request.ts';
import { type History, type HistoryDetails, HistoryFull, type Passage } from './history.ts';
import type { Scope } from './scope.ts';

/** The world as the interpreter needs it. The service builds it; the conformance sets give their own tasks. */
export interface Interpreter {
  readonly history: History;
  readonly execution: ExecutionFacts;
  readonly functions: Readonly<Record<string, unknown>>;
  now(): number;
  /** The milliseconds of a transition into the next state, throttling included. */
  transitionMs(): number;
  /** Step Functions' own time between other events, milliseconds. */
  overheadMs(): number;
  /** Fraction of a retry's delay under FULL jitter, in [0, 1). */
  jitter(): number;
  /** Called for each state entered and each retry, which AWS bills as state transitions; `item`: of an iteration, its index. */
  onTransition(state: string, kind: 'entered' | 'retried', item?: number): void;
  /** Does a task's work; see `task-request.ts`. */
  runTask(request: TaskRequest): void;
  newTaskToken(): string;
  newUuid(): string;
  /** The history is full: the execution fails where it stands. */
  historyFull(): void;
}

/** The parts of the context object that don't change. */
export interface ExecutionFacts {
  readonly arn: string;
  readonly name: string;
  readonly input: Json;
  readonly roleArn: string;
  readonly startedAt: number;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly region: string;
}

/** One line of control: the execution itself, a branch of a Parallel state, an iteration of a Map state. */
export interface Thread {
  readonly interpreter: Interpreter;
  readonly scope: Scope;
  /** The language of the whole definition, which states may override. */
  readonly language: QueryLanguage;
  readonly variables: Record<string, Json>;
  readonly item?: { readonly Index: number; readonly Value: Json };
  previousEventId: number;
  /** The type of the state that it is in; an abort reports it. */
  current?: State['Type'];
}

/** Adds an event after the thread's last one and moves on to it. */
export function record(thread: Thread, type: HistoryEventType, details?: HistoryDetails): number {
  thread.previousEventId = recordBeside(thread, type, details);
  return thread.previousEventId;
}

/** As `record`, of a state that is entered or left. */
export function pass(thread: Thread, type: HistoryEventType, passage: Passage): number {
  const { history } = thread.interpreter;
  thread.previousEventId = unlessFull(thread, () => history.pass(type, thread.previousEventId, passage));
  return thread.previousEventId;
}

/** Adds an event after the thread's last one without moving: the next event has the same predecessor. */
export function recordBeside(
  thread: Thread,
  type: HistoryEventType,
  details?: HistoryDetails,
  previousEventId = thread.previousEventId,
): number {
  return unlessFull(thread, () => thread.interpreter.history.add(type, previousEventId, details));
}

function unlessFull(thread: Thread, add: () => number): number {
  try {
    return add();
  } catch (error) {
    if (error instanceof HistoryFull) thread.interpreter.historyFull();
    throw error;
  }
}

const ABORTED: Partial<Record<State['Type'], HistoryEventType>> = {
  Task: 'TaskStateAborted',
  Wait: 'WaitStateAborted',
  Map: 'MapStateAborted',
  Parallel: 'ParallelStateAborted',
};

/** A thread inside `parent`; when it is cut off from outside, the state it waits in is reported as aborted. */
export function fork(parent: Thread, item?: Thread['item']): Thread {
  const thread: Thread = {
    interpreter: parent.interpreter,
    scope: parent.scope.child(),
    language: parent.language,
    variables: Object.create(parent.variables) as Record<string, Json>,
    previousEventId: parent.previousEventId,
    ...(item ? { item } : parent.item ? { item: parent.item } : {}),
  };
  thread.scope.whenEnded(() => reportAborted(thread));
  return thread;
}

/** Adds `<Type>StateAborted` for the state that a thread is cut off in by a sibling's failure; nothing follows it. */
export function reportAborted(thread: Thread): void {
  const type = thread.current && ABORTED[thread.current];
  const { history } = thread.interpreter;
  if (!type || history.isFull || thread.scope.isQuiet) return;
  history.end(type, thread.previousEventId);
}

/** Ends a thread that failed. A task that ends it is reported as aborted beside its failure (floci issue 2868). */
export function endFailed(thread: Thread): void {
  if (thread.current === 'Task') reportAborted(thread);
  delete thread.current;
  thread.scope.close();
}
