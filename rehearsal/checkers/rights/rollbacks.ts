import type { CallFacts } from '../../../simulator/fault.ts';
import type { Checker, Watched } from '../checker.ts';
import { operationGiven, wantsDeletion } from './ownership.ts';

interface Keyed {
  readonly Key?: { readonly pk?: { readonly S?: string } };
}

/**
 * A failed creation rolls back what nobody has had since: by the time of its last look at the lease, no other operation
 * had claimed the cluster. It goes by the claims that DynamoDB took, and by the calls of the invocation that asks.
 */
export class RollbackChecker implements Checker {
  readonly #watched: Watched;
  /** The time at which an invocation last looked at a lease. */
  readonly #looks = new Map<string, number>();
  readonly #violations = new Set<string>();
  #asked = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#asked === 0 ? [] : ['nothing is rolled back that another operation has had since'];
  }

  findings(): readonly string[] {
    return [...this.#violations];
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    const { service, input, invocation = '', functionName } = call;
    if (moment !== 'begun' || functionName === undefined) return;
    if (service === 'dynamodb' && (input as Keyed).Key?.pk?.S?.startsWith('lease#'))
      this.#looks.set(invocation, this.#watched.now());
    if (service === 'events' && wantsDeletion(call)) this.#judge(operationGiven(call), invocation);
  }

  #judge(id: string | undefined, invocation: string): void {
    const { ledger, now } = this.#watched;
    const operation = ledger.operation(id);
    if (!operation) return;
    this.#asked++;
    const lookedAtMs = this.#looks.get(invocation) ?? now();
    const since = [...ledger.operations].filter(
      ({ arn, claimedAtMs, ends }) =>
        arn === operation.arn &&
        claimedAtMs > operation.claimedAtMs &&
        claimedAtMs < lookedAtMs &&
        // One that was skipped before it held the lease has had nothing.
        ends[0]?.atMs !== claimedAtMs,
    );
    for (const other of since)
      this.#violations.add(
        `operation ${id} asks for the deletion of ${operation.region}/${operation.name}, which operation ${other.id} (${other.kind}) has had since`,
      );
  }
}
