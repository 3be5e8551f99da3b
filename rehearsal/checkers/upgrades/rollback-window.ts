import type { CallFacts } from '../../../simulator/fault.ts';
import { mayChangeCluster } from '../call-of-cluster.ts';
import type { Checker, Watched } from '../checker.ts';
import { isWayBack, LOOK_OF_EKS, upgradeOf } from './step-of-upgrade.ts';

/** "Within seven days of an in-place upgrade" (EKS guide, "Roll back a cluster to a previous Kubernetes version"). */
const WINDOW_MS = 7 * 86_400_000;
/** The window begins with the end of the upgrade of a control plane, and its call is the beginning. */
const UPGRADING_MS = 6 * 3_600_000;

/**
 * Nothing goes back once EKS takes the control plane back no more: nodes and add-ons would have gone before it refuses.
 * The window goes by the calls that raised the control plane, whoever has made them. One that AWS has raised by itself has no
 * call, and is not judged here.
 */
export class RollbackWindowChecker implements Checker {
  readonly #watched: Watched;
  /** The times at which EKS was last asked for another version, by region and cluster. */
  readonly #raised = new Map<string, number>();
  readonly #violations = new Set<string>();
  #held = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#held === 0 ? [] : ["nothing goes back once EKS's window is closed"];
  }

  findings(): readonly string[] {
    return [...this.#violations];
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    const { service, operation: called, region, input, functionName } = call;
    const now = this.#watched.now();
    if (moment === 'done') {
      if (service === 'eks' && called === 'UpdateClusterVersion')
        this.#raised.set(`${region}/${input.name}`, now);
      return;
    }
    if (!mayChangeCluster(call) || called === LOOK_OF_EKS) return;
    const { operation, step } = upgradeOf(call, this.#watched.ledger) ?? {};
    if (!operation || !isWayBack(step)) return;
    const cluster = `${operation.region}/${operation.name}`;
    const raisedAt = this.#raised.get(cluster);
    if (raisedAt === undefined) return;
    this.#held++;
    if (now - raisedAt > WINDOW_MS + UPGRADING_MS)
      this.#violations.add(
        `${functionName} called ${called} on the way back of ${cluster}, whose seven days are over`,
      );
  }
}
