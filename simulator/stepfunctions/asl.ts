/**
 * The Amazon States Language as this simulator runs it (https://states-language.net/spec.html and the Step
 * Functions guide, "Amazon States Language"). Fields hold JSON; in JSONata states a string `{% … %}` is an
 * expression wherever the language allows one.
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type QueryLanguage = 'JSONata' | 'JSONPath';

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Output?: Json;
  readonly Assign?: { readonly [name: string]: Json };
}

interface CommonState {
  readonly QueryLanguage?: QueryLanguage;
  readonly Comment?: string;
  readonly Assign?: { readonly [name: string]: Json };
  readonly Output?: Json;
}

interface Flow {
  readonly Next?: string;
  readonly End?: boolean;
}

interface Recovery {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface PassState extends CommonState, Flow {
  readonly Type: 'Pass';
  readonly Result?: Json;
}

export interface TaskState extends CommonState, Flow, Recovery {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Arguments?: Json;
  readonly TimeoutSeconds?: Json;
  readonly HeartbeatSeconds?: Json;
}

export interface ChoiceRule {
  readonly Condition: Json;
  readonly Next: string;
  readonly Output?: Json;
  readonly Assign?: { readonly [name: string]: Json };
}

export interface ChoiceState extends CommonState {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

export interface WaitState extends CommonState, Flow {
  readonly Type: 'Wait';
  readonly Seconds?: Json;
  readonly Timestamp?: Json;
}

export interface SucceedState extends CommonState {
  readonly Type: 'Succeed';
}

export interface FailState extends CommonState {
  readonly Type: 'Fail';
  readonly Error?: Json;
  readonly Cause?: Json;
}

export interface ParallelState extends CommonState, Flow, Recovery {
  readonly Type: 'Parallel';
  readonly Branches: readonly StateMachine[];
  readonly Arguments?: Json;
}

export interface ItemProcessor extends StateMachine {
  readonly ProcessorConfig?: { readonly Mode?: 'INLINE' | 'DISTRIBUTED'; readonly ExecutionType?: string };
}

export interface MapState extends CommonState, Flow, Recovery {
  readonly Type: 'Map';
  readonly ItemProcessor: ItemProcessor;
  readonly Items?: Json;
  readonly ItemSelector?: Json;
  readonly ItemBatcher?: { readonly MaxItemsPerBatch?: Json; readonly BatchInput?: Json };
  readonly MaxConcurrency?: Json;
  readonly ToleratedFailureCount?: Json;
  readonly ToleratedFailurePercentage?: Json;
  readonly Label?: string;
}

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

/** A branch of a Parallel state, the processor of a Map state, or the whole definition. */
export interface StateMachine {
  readonly StartAt: string;
  readonly States: { readonly [name: string]: State };
  readonly Comment?: string;
}

export interface Definition extends StateMachine {
  readonly Version?: string;
  readonly QueryLanguage?: QueryLanguage;
  readonly TimeoutSeconds?: number;
}
