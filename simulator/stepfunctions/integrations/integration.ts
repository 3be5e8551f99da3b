import type { Region } from '../../region.ts';
import type { Caller } from '../../service.ts';
import type { Json } from '../asl.ts';
import type { ExecutionFacts } from '../executions/thread.ts';
import type { TaskRequest } from '../tasks/request.ts';

/** Step Functions' own part in integrations that wait. */
export interface IntegrationHooks {
  /** Lets `SendTaskSuccess` and its like with this token end the task. */
  awaitToken(token: string, request: TaskRequest): void;
  /** Runs once the execution has ended, at once if it has. */
  whenExecutionEnds(executionArn: string, run: () => void): void;
}

/** The surroundings of an integration. `caller` is the execution's role, assumed for this execution. */
export interface IntegrationContext {
  readonly region: Region;
  readonly hooks: IntegrationHooks;
  readonly execution: ExecutionFacts;
  readonly caller: Caller;
  readonly request: TaskRequest;
}

/** An integration's answer: the task's result, or `undefined` where it has reported by itself (`.sync`). */
export type Integration = (context: IntegrationContext) => Promise<Json | undefined>;
