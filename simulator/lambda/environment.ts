import type { InvocationContext } from '../kernel/invocation-context.ts';
import type { Handler } from './handler.ts';

/** One warm copy of a function: its variables, its credentials and its loaded handler. */
export interface ExecutionEnvironment {
  readonly logStreamName: string;
  readonly revision: number;
  readonly handler: Handler;
  readonly context: InvocationContext & { alive: boolean };
  /** Set while an invocation runs: a crash calls it. */
  onCrash: (() => void) | undefined;
  lastUsedAt: number;
  readonly startedAt: number;
}
