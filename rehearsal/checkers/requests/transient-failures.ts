import type { CallFacts } from '../../../simulator/fault.ts';
import type { TraceEntry } from '../../../simulator/kernel/trace.ts';
import type { Checker, Watched } from '../checker.ts';
import type { Followed, WrittenEnd } from '../ledger.ts';
import { OutageTimes } from '../outage-times.ts';

/**
 * Errors that pass by themselves: ours, for calls that AWS throttles or does not answer; and Lambda's, for failures
 * of its service, of the process, or of a function's time (Step Functions guide, "Handling errors").
 */
const TRANSIENT =
  /^(Throttled|ServiceUnavailable|Lambda\.(TooManyRequests|Service|AWSLambda|SdkClient)Exception|Lambda\.Unknown|Sandbox\.Timedout|Runtime\.ExitError|States\.Timeout)$/;
/**
 * Words of services, and of the way to them, for the same, under whatever name the product has put it: EKS throttles
 * some calls as an `InvalidRequestException` (eksctl#7876), and errors of sockets have many names.
 */
const IN_WORDS =
  /^(Request limit exceeded|Rate exceeded|Too Many Requests|[\w.]*(Throttl|TimeoutError|socket hang up|ECONN|ETIMEDOUT))/;
/** As services say it. */
const REFUSED =
  /Throttl|TooManyRequests|RequestLimit|SlowDown|Internal|ServerException|ServiceException|Unavailable/;
/** A task is tried again so often at the least before it is given up (`statemachines/builders/errors.ts`, `failed`). */
const LEAST_TRIES = 10;
/** All those tries are made within this: two minutes at most lie between two. */
const WINDOW_MS = 45 * 60_000;
/** `apply-addon` is called by `…ApplyAddon`. */
const endOf = (step: string): string =>
  step.replace(/(^|-)([a-z])/g, (_, _dash: string, letter: string) => letter.toUpperCase());

/**
 * No operation fails for an error that passes by itself. It may fail only where a task of it was refused, lost or
 * killed as often as it is tried again at the least, or where a service, a region or the way to it was down.
 */
export class TransientFailureChecker implements Checker {
  readonly #watched: Watched;
  /** The times at which a call of a function went wrong, by operation and function, or by region and function. */
  readonly #wrong = new Map<string, number[]>();
  readonly #outages = new OutageTimes();

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  readonly checked = ['no operation fails for something transient alone'];

  faulted({ functionName, invokedWith }: CallFacts): void {
    const { operation } = (invokedWith ?? {}) as { readonly operation?: { readonly id?: string } };
    if (functionName !== undefined && operation?.id !== undefined)
      this.#count(`${operation.id} ${functionName}`);
  }

  read(entry: TraceEntry): void {
    this.#outages.read(entry);
    const { kind, fault, outcome, region, functionName } = entry;
    if (functionName === undefined) return;
    const isLost = kind === 'fault' && fault === 'lose-result';
    if (isLost || (kind === 'call' && REFUSED.test(String(outcome))))
      this.#count(`${region} ${functionName}`);
  }

  findings(): readonly string[] {
    return [...this.#watched.ledger.operations].flatMap((operation) => {
      const end = operation.ends.find(({ status }) => status === 'Failed');
      const isTransient =
        end?.failure && (TRANSIENT.test(end.failure.error) || IN_WORDS.test(end.failure.reason));
      return isTransient ? this.#unexplained(operation, end) : [];
    });
  }

  #unexplained({ id, kind, region, name }: Followed, { failure, atMs }: WrittenEnd): readonly string[] {
    const { step = '', error = '', reason = '' } = failure ?? {};
    // Calls that are cut off do not arrive, so that no service says anything.
    if (this.#outages.were(atMs - WINDOW_MS, atMs)) return [];
    // Lambda's own errors do not say the step: the function with the most failures is taken for it.
    const isOf = (key: string): boolean =>
      (key.startsWith(`${id} `) || key.startsWith(`${region} `)) &&
      (step === 'workflow' || key.endsWith(endOf(step)));
    const counts = new Map<string, number>();
    for (const [key, times] of this.#wrong) {
      if (!isOf(key)) continue;
      const functionName = key.slice(key.indexOf(' ') + 1);
      const within = times.filter((at) => at <= atMs && at >= atMs - WINDOW_MS).length;
      counts.set(functionName, (counts.get(functionName) ?? 0) + within);
    }
    const most = Math.max(0, ...counts.values());
    return most >= LEAST_TRIES
      ? []
      : [
          `operation ${id} (${kind}) of ${region}/${name} failed of ${error} in ${step} (${reason}), which went wrong ${most} times before`,
        ];
  }

  #count(key: string): void {
    const known = this.#wrong.get(key);
    if (known) known.push(this.#watched.now());
    else this.#wrong.set(key, [this.#watched.now()]);
  }
}
