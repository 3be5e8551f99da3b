import type { CallFacts } from '../../../simulator/fault.ts';
import { isRead } from '../../is-read.ts';
import type { Checker, Watched } from '../checker.ts';

/** The tasks that change a cluster's capacity. */
const CHANGES = /-scale(Resize|Limit|Delete|Set)[A-Z]\w*$/;

/**
 * Nothing is scaled for a time that is over by the time at which the operation begins: nothing is left that would take it
 * back. It goes by the request as the bus took it.
 */
export class LateUntilChecker implements Checker {
  readonly #watched: Watched;
  readonly #violations = new Set<string>();
  #changes = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#changes === 0 ? [] : ['nothing is scaled until a time that is over'];
  }

  findings(): readonly string[] {
    return [...this.#violations];
  }

  observe({ functionName = '', service, operation, invokedWith }: CallFacts, moment: 'begun' | 'done'): void {
    if (moment !== 'done' || !CHANGES.test(functionName) || service === 'dynamodb' || isRead(operation))
      return;
    const { operation: given } = (invokedWith ?? {}) as { readonly operation?: { readonly id: string } };
    const found = this.#watched.ledger.operation(given?.id);
    const until = found?.asked?.detail.until;
    if (!found || typeof until !== 'string') return;
    this.#changes++;
    const begunAt = new Date(found.claimedAtMs).toISOString();
    if (Date.parse(until) <= found.claimedAtMs)
      this.#violations.add(
        `operation ${found.id} of ${found.region}/${found.name} began at ${begunAt}, and changed sizes until ${until}`,
      );
  }
}
