import type { TakenEvent } from '../../../simulator/fault.ts';
import type { TraceEntry } from '../../../simulator/kernel/trace.ts';
import type { Checker, Watched } from '../checker.ts';
import { Looks, listNow } from '../own-look.ts';

interface Entry {
  readonly name: string;
}
interface Document {
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly sleep?: readonly Entry[]; readonly scale?: readonly Entry[] };
}
/** Schedules that are as a document says, by their own account. */
interface Settled {
  readonly stage: string;
  readonly region: string;
  readonly fleet: string;
  readonly dueMs: number;
}

/** A run that looked before the document was changed has come to its end by then. */
const SETTLE_MS = 3_600_000;
const STAGE = /^eks-fleet-([a-z][a-z0-9]*)$/;
/** A name's longest entry that is not cut. */
const LONGEST = 20;

/**
 * Some time after the schedules of a region are said to be as a Fleet document says, there are none of entries that it does
 * not have. It goes by Scheduler's own list, and by the document that was last said to be applied.
 */
export class FleetSchedulesChecker implements Checker {
  readonly #watched: Watched;
  readonly #looks = new Looks();
  /** The entries of each document, by stage and name; none of one that has been deleted. */
  readonly #entries = new Map<string, ReadonlySet<string>>();
  #settled: Settled[] = [];
  #held = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#held === 0 ? [] : ['schedules are of entries that their document has'];
  }

  findings(): readonly string[] {
    return this.#looks.violations;
  }

  heard({ bus, region, detailType, detail, isForwarded }: TakenEvent): void {
    const stage = STAGE.exec(bus)?.[1];
    if (stage === undefined || isForwarded) return;
    const forget = (fleet: unknown) => {
      this.#settled = this.#settled.filter((one) => one.stage !== stage || one.fleet !== fleet);
    };
    if (detailType === 'FleetRequested') forget((detail.fleet as Document | undefined)?.metadata?.name);
    if (detailType === 'FleetDeletionRequested') forget(detail.name);
    // What a region could not do is told, and done by whoever asks again.
    if (detailType === 'SchedulesReconciliationFailed') forget(detail.fleet);
    if (detailType === 'FleetApplied') this.#applied(stage, detail);
    if (detailType !== 'SchedulesReconciled') return;
    const fleet = String(detail.fleet);
    const dueMs = this.#watched.now() + SETTLE_MS;
    if (this.#entries.has(`${stage} ${fleet}`)) this.#settled.push({ stage, region, fleet, dueMs });
  }

  #applied(stage: string, { operationId, deleted }: TakenEvent['detail']): void {
    const operation = this.#watched.ledger.operation(operationId as string | undefined);
    if (!operation) return;
    const { spec = {} } = (operation.asked?.detail.fleet as Document | undefined) ?? {};
    const entries = deleted === true ? [] : [...(spec.sleep ?? []), ...(spec.scale ?? [])];
    this.#entries.set(`${stage} ${operation.name}`, new Set(entries.map(({ name }) => name)));
  }

  read({ at }: TraceEntry): void {
    if (this.#settled.length === 0) return;
    const due = this.#settled.filter(({ dueMs }) => dueMs <= at);
    if (due.length === 0) return;
    this.#settled = this.#settled.filter(({ dueMs }) => dueMs > at);
    for (const one of due) this.#looks.begin(() => this.#foreign(one));
  }

  async #foreign({ stage, region, fleet }: Settled): Promise<readonly string[]> {
    this.#held++;
    const entries = this.#entries.get(`${stage} ${fleet}`) ?? new Set();
    const found = await listNow<{ readonly Name: string }>(
      this.#watched.world(),
      region,
      ['scheduler', 'ListSchedules', 'Schedules'],
      { GroupName: `eks-fleet-${stage}-${fleet}` },
    );
    return found
      .map(({ Name }) => ({ Name, entry: Name.split('.')[1] ?? '' }))
      .filter(({ entry }) => entry.length < LONGEST && !entries.has(entry))
      .map(({ Name }) => `schedule ${Name} of ${region} is of an entry that document ${fleet} does not have`);
  }
}
