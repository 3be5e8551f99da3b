import { heardBy } from '../../domain/failover/memory.ts';
import type { Turn } from '../../domain/failover/pace.ts';
import {
  isDue,
  type Standing,
  standingOf,
  type Telling,
  tellingOf,
  toldAfter,
} from '../../domain/failover/tell.ts';
import type { Told } from '../../domain/failover/votes.ts';
import type { Watching } from '../../domain/failover/watching.ts';
import type { Fact, FactPublisher } from '../../domain/ports/facts.ts';
import { eventOf } from '../../events/event.ts';
import { failoverAsked } from '../../events/failover/asked.ts';
import { failoverHeld } from '../../events/failover/held.ts';
import { failoverRequested } from '../../events/failover/requested.ts';
import type { Decided, ObservedTable } from './observed-table.ts';

/** The command for what is asked of a person. */
const commandOf = ({ plan }: Watching, { zones }: Telling): string =>
  zones
    ? `aws arc-zonal-shift start-zonal-shift --region ${plan.from.region} --away-from ${zones[0]} --expires-in 12h --resource-identifier … --comment …`
    : `eks-fleet failover ${plan.name} --reason …`;

function factOf(watching: Watching, telling: Telling, region: string): Fact {
  const { fleet, plan } = watching;
  const members = { version: '1', plan: plan.name, fleet, region, why: telling.why } as const;
  if (telling.fact === 'FailoverHeld') return eventOf(failoverHeld, members);
  const zones = telling.zones ? { zones: [...telling.zones] } : {};
  return eventOf(failoverAsked, { ...members, ...zones, command: commandOf(watching, telling) });
}

/** The request to move a plan, with what its decision has stood on. It is the same however often this slot's is put. */
function requestOf({ watching, epoch }: Decided, table: ObservedTable, turn: Turn, own: Own): Fact {
  const { name } = watching.plan;
  const heard = {
    ...heardBy(table.memory, own.now),
    [own.region]: { sequence: turn.sequence, sinceRoseSeconds: 0 },
  };
  return eventOf(failoverRequested, {
    version: '1',
    requestId: `failover-${name}-e${epoch}-s${turn.sequence}`,
    requestedBy: `observer of ${own.region}`,
    plan: name,
    to: 'standby',
    raised: { at: new Date(own.now).toISOString(), heard },
  });
}

interface Own {
  readonly region: string;
  readonly now: number;
}

/** Asks for what was decided, and tells people; what the bus does not take is put again in the next slot. */
export class Voice {
  readonly #facts: FactPublisher;
  readonly #region: string;
  /** Decisions by plan, and for how many slots they have stood. */
  readonly #standing = new Map<string, Standing | undefined>();

  constructor(facts: FactPublisher, region: string) {
    this.#facts = facts;
    this.#region = region;
  }

  /** Answers what was told. */
  async say(decided: readonly Decided[], table: ObservedTable, turn: Turn, now: number): Promise<Told> {
    const said = decided.map(async (one): Promise<Told> => {
      const { watching, decision } = one;
      const { name } = watching.plan;
      if (decision.is === 'failOver')
        await this.#put(requestOf(one, table, turn, { region: this.#region, now }));
      const telling = tellingOf(decision);
      const standing = standingOf(this.#standing.get(name), telling);
      this.#standing.set(name, standing);
      if (!telling || !standing || !isDue(telling, standing, table.memory.told[name], now)) return {};
      return (await this.#put(factOf(watching, telling, this.#region)))
        ? toldAfter({}, name, telling, now)
        : {};
    });
    return Object.assign({}, ...(await Promise.all(said)));
  }

  #put(fact: Fact): Promise<boolean> {
    return this.#facts.publish(fact).then(
      () => true,
      () => false,
    );
  }
}
