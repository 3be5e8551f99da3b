import type { TakenEvent } from '../../../simulator/fault.ts';
import type { Checker, Watched } from '../checker.ts';
import { groupsNow, Looks } from '../own-look.ts';
import { isAsleep } from './sleeps.ts';

/**
 * The fleet lets no cluster go that it has put to sleep: nobody else knows what it wakes to. It goes by the facts that
 * buses took, and by Auto Scaling, which has groups of the cluster, all of them down.
 */
export class KeptSleepChecker implements Checker {
  readonly #watched: Watched;
  readonly #looks = new Looks();
  #held = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#held === 0 ? [] : ['no cluster is let go in its sleep'];
  }

  findings(): readonly string[] {
    return this.#looks.violations;
  }

  heard({ detailType, detail, isForwarded }: TakenEvent): void {
    const { ledger, world } = this.#watched;
    const operation = ledger.operation(detail.operationId as string | undefined);
    if (detailType !== 'ClusterReleased' || !operation || isForwarded) return;
    this.#held++;
    if (!isAsleep(ledger, operation)) return;
    const { region, name } = operation;
    this.#looks.begin(async () => {
      const groups = await groupsNow(world(), region, name);
      const isDown = groups.length > 0 && groups.every(({ sizes }) => sizes.startsWith('0 of 0-'));
      return isDown ? [`${region}/${name} was let go in its sleep, and nobody knows what it wakes to`] : [];
    });
  }
}
