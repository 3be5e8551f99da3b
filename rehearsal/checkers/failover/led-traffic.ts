import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import type { TraceEntry } from '../../../simulator/kernel/trace.ts';
import type { Checker, Watched } from '../checker.ts';
import { OutageTimes } from '../outage-times.ts';
import { said, written } from './plan-calls.ts';
import { type PutPlan, plansIn } from './put-plans.ts';

type Side = 'primary' | 'standby';
interface Fenced {
  readonly epoch: number;
  readonly owner: string;
}

/** A word that a move has said, and when name servers first led by it. Times are virtual milliseconds. */
export interface Turn {
  readonly plan: string;
  readonly side: Side;
  readonly epoch: number;
  readonly saidAtMs: number;
  ledAtMs?: number;
}

/** A checker asks within its interval, gives up after its time-outs, and name servers hear of it some seconds later. */
const CHECKED_WITHIN_MS = 60_000;

/**
 * Name servers lead to the side alone whose fence was the last that came up, by Guard's items: never to the standby before,
 * and never back to the primary by silence. Only where both objects of words cannot be read does nobody say anything. It goes by
 * what name servers answer whenever they may answer otherwise, and by the addresses of both sides' own names.
 */
export class LedTrafficChecker implements Checker {
  readonly #watched: Watched;
  readonly #outages = new OutageTimes();
  readonly #plans = new Map<string, PutPlan>();
  readonly #fenced = new Map<string, Fenced>();
  /** The side that each record leads to, by plan and name. */
  readonly #led = new Map<string, Side>();
  readonly #violations = new Set<string>();
  readonly turns: Turn[] = [];
  #isListening = false;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#fenced.size === 0 ? [] : ['name servers lead to the side whose fence was the last'];
  }

  findings(): readonly string[] {
    return [...this.#violations];
  }

  heard(event: TakenEvent): void {
    for (const plan of plansIn(event)) this.#plans.set(plan.name, plan);
  }

  read(entry: TraceEntry): void {
    this.#outages.read(entry);
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    if (moment !== 'done') return;
    const item = written(call);
    if (item) this.#wrote(item[0].split(' ')[1] ?? '', item[1]);
    const word = said(call);
    if (!word) return;
    const { plan, side, epoch } = word;
    if (this.turns.some((turn) => turn.plan === plan && turn.epoch === epoch)) return;
    this.turns.push({ plan, side, epoch, saidAtMs: this.#watched.now() });
  }

  #wrote(plan: string, { epoch, owner, moving }: Fenced & { readonly moving: string | undefined }): void {
    const before = this.#fenced.get(plan)?.epoch ?? 0;
    if (moving !== 'fencing' && epoch > before) this.#fenced.set(plan, { epoch, owner });
    if (this.#isListening) return;
    this.#isListening = true;
    this.#watched.world().dns.onChange(() => this.#look());
  }

  #look(): void {
    const { dns, sites } = this.#watched.world();
    for (const plan of this.#plans.values())
      for (const record of plan.traffic?.records ?? []) {
        const [address = ''] = dns.nameServers.resolve(record, 'A')?.values ?? [];
        const site = sites.nameAt(address);
        const side = (['primary', 'standby'] as const).find(
          (one) =>
            site !== undefined &&
            site === new URL(one === 'primary' ? plan.from.probe : plan.to.probe).hostname,
        );
        if (side) this.#leads(plan, record, side);
      }
  }

  #leads(plan: PutPlan, record: string, side: Side): void {
    const { name } = plan;
    const key = `${name} ${record}`;
    const before = this.#led.get(key) ?? 'primary';
    this.#led.set(key, side);
    const fenced = this.#fenced.get(name);
    if (before === side || !fenced) return;
    const turn = this.turns.findLast((one) => one.plan === name);
    if (turn?.side === side) turn.ledAtMs ??= this.#watched.now();
    if (fenced.owner === side || (side === 'primary' && this.#isSilent(plan))) return;
    this.#violations.add(
      `name servers lead ${record} to the ${side}, and the last fence of plan ${name} is of epoch ${fenced.epoch} for the ${fenced.owner}`,
    );
  }

  /** True where something kept checkers from the words of both regions. */
  #isSilent({ to, witness }: PutPlan): boolean {
    const now = this.#watched.now();
    return [to.region, witness].every((region) => this.#outages.were(now - CHECKED_WITHIN_MS, now, region));
  }
}
