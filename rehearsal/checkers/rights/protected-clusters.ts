import type { CallFacts } from '../../../simulator/fault.ts';
import { mayChangeCluster } from '../call-of-cluster.ts';
import type { Checker, Watched } from '../checker.ts';
import { Looks, lookAt } from '../own-look.ts';
import { operationGiven } from './ownership.ts';

const TAKES_AWAY = /^(Delete|Terminate|Revoke)/;

/**
 * Nothing of a cluster is taken away that has deletion protection. EKS itself keeps the control plane alone: nodes and stacks
 * would have gone before it refuses. It goes by EKS's own state as the deletion first comes to a task of its own, and as
 * each call begins.
 */
export class ProtectedClustersChecker implements Checker {
  readonly #watched: Watched;
  readonly #looks = new Looks();
  /** Deletions, and whether their cluster was protected as they began. */
  readonly #begun = new Map<string, Promise<boolean>>();
  #held = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#held === 0 ? [] : ['nothing is taken from a cluster that is protected'];
  }

  findings(): readonly string[] {
    return this.#looks.violations;
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    const operation = this.#watched.ledger.operation(operationGiven(call));
    if (moment !== 'begun' || operation?.kind !== 'delete') return;
    const { id, region, name } = operation;
    const begun = this.#begun.get(id) ?? this.#isProtected(region, name);
    this.#begun.set(id, begun);
    if (!mayChangeCluster(call) || !TAKES_AWAY.test(call.operation)) return;
    this.#held++;
    const { functionName, operation: called } = call;
    const now = this.#isProtected(region, name);
    this.#looks.begin(async () =>
      (await begun) && (await now)
        ? [
            `${functionName} called ${called} for the deletion of ${region}/${name}, which has deletion protection`,
          ]
        : [],
    );
  }

  async #isProtected(region: string, name: string): Promise<boolean> {
    const found = await lookAt<{ readonly cluster: { readonly deletionProtection?: boolean } }>(
      this.#watched.world(),
      region,
      ['eks', 'DescribeCluster'],
      { name },
    );
    return found?.cluster.deletionProtection === true;
  }
}
