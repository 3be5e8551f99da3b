import type { CallFacts } from '../../../simulator/fault.ts';
import { PODS } from '../../../simulator/kubernetes/api/resources.ts';
import { mayChangeCluster } from '../call-of-cluster.ts';
import type { Checker, Watched } from '../checker.ts';
import { insideOf } from '../inside-of.ts';
import type { Followed } from '../ledger.ts';
import { operationGiven } from '../rights/ownership.ts';
import { isAsleep } from './sleeps.ts';

/** The label by which pods ask a sleep to wait, and the time for which it does (docs/scaling.md). */
const HOLD = 'eks-fleet.dev/hold';
const HELD_MS = 2 * 3_600_000;
/** A task looks at the clock, and then acts: it may be late, and never early. */
const EARLY_MS = 60_000;

/**
 * A sleep takes nothing away while pods ask it to wait, for two hours at most. It goes by the pods of the cluster itself as
 * each call begins. Where a sleep has not seen any pods, as behind an endpoint that it does not reach, none hold it.
 */
export class HeldPodsChecker implements Checker {
  readonly #watched: Watched;
  /** Operations that have read the pods of their cluster. */
  readonly #looked = new Set<string>();
  readonly #violations = new Set<string>();
  #held = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#held === 0 ? [] : ['no sleep goes over pods that ask it to wait'];
  }

  findings(): readonly string[] {
    return [...this.#violations];
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    const { ledger } = this.#watched;
    const operation = ledger.operation(operationGiven(call));
    if (operation?.kind !== 'scale' || operation.asked?.detail.action !== 'hibernate') return;
    if (call.operation === 'ListPods' && moment === 'done') this.#looked.add(operation.id);
    if (moment !== 'begun' || !mayChangeCluster(call) || !this.#looked.has(operation.id)) return;
    if (call.service === 'scheduler' || isAsleep(ledger, operation)) return;
    this.#judge(call, operation);
  }

  #judge({ functionName, operation: called }: CallFacts, operation: Followed): void {
    const { region, name, claimedAtMs } = operation;
    this.#held++;
    if (this.#watched.now() - claimedAtMs >= HELD_MS - EARLY_MS) return;
    const holding = insideOf(this.#watched.world(), region, name)
      ?.store.list(PODS)
      .filter(({ metadata, status }) => {
        const isEnding = metadata.deletionTimestamp !== undefined;
        return metadata.labels?.[HOLD] === 'true' && status.phase === 'Running' && !isEnding;
      });
    const [pod] = holding ?? [];
    if (pod)
      this.#violations.add(
        `${functionName} called ${called} for the sleep of ${region}/${name}, and pod ${pod.metadata.name} asks it to wait`,
      );
  }
}
