import type { CallFacts } from '../../../simulator/fault.ts';
import { isRead } from '../../is-read.ts';
import { clusterIn } from '../call-of-cluster.ts';

/** The times at which anybody but the fleet last changed something of a cluster, or of an Auto Scaling group. */
export class ChangesByHand {
  readonly #last = new Map<string, number>();
  readonly #now: () => number;

  /** `now` answers milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    const { functionName, operation, region, input } = call;
    if (moment !== 'done' || functionName !== undefined || isRead(operation)) return;
    const cluster = clusterIn(call);
    if (cluster !== undefined) this.#last.set(`${region}/${cluster}`, this.#now());
    const group = input.AutoScalingGroupName;
    if (typeof group === 'string') this.#last.set(`${region}/group/${group}`, this.#now());
    if (typeof input.nodegroupName === 'string')
      this.#last.set(`${region}/${cluster}/${input.nodegroupName}`, this.#now());
  }

  /** True where a cluster, or a group of it, was changed by hand since then. */
  since(
    sinceMs: number,
    region: string,
    cluster: string,
    group?: { name: string; scalingGroup: string },
  ): boolean {
    const keys = group
      ? [`${region}/${cluster}/${group.name}`, `${region}/group/${group.scalingGroup}`]
      : [`${region}/${cluster}`];
    return keys.some((key) => (this.#last.get(key) ?? -1) >= sinceMs);
  }
}
