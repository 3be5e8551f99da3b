import type { Timer } from '../../kernel/kernel.ts';
import type { Json } from '../asl.ts';
import type { Scope } from '../executions/scope.ts';
import type { Thread } from '../executions/thread.ts';
import { StateFailure } from '../failure.ts';
import { isTooLong } from '../state-run.ts';
import type { TaskEvents } from './events.ts';
import type { TaskRequest } from './request.ts';

export interface TaskLimits {
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** The facts of a request, without the ways to answer it. */
export type Work = Pick<
  TaskRequest,
  'resource' | 'parameters' | 'stateName' | 'retryCount' | 'taskToken' | 'iteration'
>;

/** One attempt: whichever comes first of its end, a timeout, a missed heartbeat or the end of the thread. */
export function attempt(thread: Thread, events: TaskEvents, limits: TaskLimits, work: Work): Promise<Json> {
  return thread.scope.wait(
    new Promise((resolve, reject) =>
      new TaskAttempt(thread, events, limits, work, { resolve, reject }).start(),
    ),
  );
}

interface Settling {
  resolve(output: Json): void;
  reject(error: unknown): void;
}

class TaskAttempt {
  readonly #thread: Thread;
  readonly #events: TaskEvents;
  readonly #limits: TaskLimits;
  readonly #work: Work;
  readonly #settling: Settling;
  readonly #scope: Scope;
  #isSettled = false;
  #heartbeat: Timer | undefined;

  constructor(thread: Thread, events: TaskEvents, limits: TaskLimits, work: Work, settling: Settling) {
    this.#thread = thread;
    this.#events = events;
    this.#limits = limits;
    this.#work = work;
    this.#settling = settling;
    this.#scope = thread.scope.child();
  }

  start(): void {
    const { timeoutSeconds } = this.#limits;
    if (timeoutSeconds !== undefined) {
      this.#scope.after(timeoutSeconds * 1000, () =>
        this.#fail(new StateFailure('States.Timeout', undefined), this.#events.timedOut),
      );
    }
    this.#beat();
    this.#scope.after(this.#thread.interpreter.overheadMs(), () => {
      this.#events.started();
      this.#thread.interpreter.runTask(this.#request());
    });
  }

  #request(): TaskRequest {
    const events = this.#events;
    return {
      ...this.#work,
      submitted: (output) => {
        if (!this.#scope.ended) events.submitted(output);
      },
      submitFailed: (name, cause) => this.#fail(new StateFailure(name, cause), events.submitFailed),
      succeeded: (output) => this.#succeed(output),
      failed: (name, cause) => this.#fail(new StateFailure(name, cause), events.failed),
      heartbeat: () => this.#beat(),
      whenOver: (over) => this.#scope.whenEnded(() => over(this.#isSettled ? 'settled' : 'aborted')),
    };
  }

  #beat(): void {
    const { heartbeatSeconds } = this.#limits;
    if (heartbeatSeconds === undefined || this.#scope.ended) return;
    this.#heartbeat?.cancel();
    this.#heartbeat = this.#scope.after(heartbeatSeconds * 1000, () => {
      const missed = new StateFailure('States.Timeout', undefined, { isHeartbeat: true });
      this.#fail(missed, this.#events.timedOut);
    });
  }

  #succeed(output: Json): void {
    const text = JSON.stringify(output);
    if (isTooLong(text)) this.#fail(tooLarge(this.#work), this.#events.failed);
    else {
      this.#settle(() => {
        this.#events.succeeded(text);
        this.#settling.resolve(output);
      });
    }
  }

  #fail(failure: StateFailure, record: (failure: StateFailure) => void): void {
    this.#settle(() => {
      record(failure);
      this.#settling.reject(failure);
    });
  }

  #settle(end: () => void): void {
    if (this.#scope.ended) return;
    this.#isSettled = true;
    try {
      end();
    } catch (error) {
      // The history is full, which has ended the execution already.
      this.#settling.reject(error);
    }
    this.#scope.end();
  }
}

/** Recorded on AWS: an integration is named by its service, a function by its ARN; `States.ALL` catches it. */
function tooLarge({ resource }: Work): StateFailure {
  const what = resource.isFunction ? resource.arn : resource.type;
  return new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
