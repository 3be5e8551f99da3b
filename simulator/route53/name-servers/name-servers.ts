import type { RandomStream } from '../../kernel/random.ts';
import { canonicalName, type HostedZone, type RecordSet, type Route53State } from '../state.ts';

/** Aliases to load balancers answer with it (developer guide, "Choosing between alias and non-alias records"). */
const ELB_TTL = 60;
/** Aliases and CNAMEs of one zone lead on no further than so often. */
const MOST_STEPS = 10;

/** The answer of a name server: values, for how long they may be kept, and the record that they are of. */
export interface NameAnswer {
  readonly values: readonly string[];
  readonly ttlSeconds: number;
  /** Of the first record that routing chose. */
  readonly setIdentifier: string | undefined;
  /** Another question at the same moment may have another answer: weights decide. */
  readonly isByChance: boolean;
}

/** A record of a group, and whether weights decided between several. */
interface Choice {
  readonly chosen: RecordSet;
  readonly isByChance: boolean;
}

/** Health as name servers have it. */
export type IsHealthy = (healthCheckId: string) => boolean;

/**
 * Route 53's name servers. They answer whatever region is lost, by the records and health that have been published to them
 * ("How Amazon Route 53 chooses records when health checking is configured"; "How health checks work in complex
 * configurations").
 */
export class NameServers {
  readonly #state: Route53State;
  readonly #isHealthy: IsHealthy;
  /** Of what an alias leads to outside of its zone, for example a load balancer. */
  readonly #isTargetHealthy: (hostname: string) => boolean;
  readonly #random: () => RandomStream;

  constructor(state: Route53State, isHealthy: IsHealthy, isTargetHealthy: (hostname: string) => boolean) {
    this.#state = state;
    this.#isHealthy = isHealthy;
    this.#isTargetHealthy = isTargetHealthy;
    this.#random = () => state.kernel.random('route53/weights');
  }

  /** The zone that is nearest to a name; the first that was made, of several of one name. */
  zoneOf(name: string): HostedZone | undefined {
    const canonical = canonicalName(name);
    let nearest: HostedZone | undefined;
    for (const zone of this.#state.zones.values()) {
      const isInside = canonical === zone.name || canonical.endsWith(`.${zone.name}`);
      if (isInside && zone.name.length > (nearest?.name.length ?? 0)) nearest = zone;
    }
    return nearest;
  }

  /** The answer to a question; undefined where there is no such name, or none of that type. */
  resolve(name: string, type: string): NameAnswer | undefined {
    const zone = this.zoneOf(name);
    return zone && this.#answer(zone, canonicalName(name), type, 0);
  }

  #answer(zone: HostedZone, name: string, type: string, step: number): NameAnswer | undefined {
    if (step > MOST_STEPS) return undefined;
    const ofName = [...zone.published.values()].filter((record) => record.Name === name);
    const ofType = ofName.filter((record) => record.Type === type);
    const group = ofType.length > 0 ? ofType : ofName.filter((record) => record.Type === 'CNAME');
    if (group.length === 0) return undefined;
    const { chosen, isByChance } = this.#choose(zone, group, step);
    const setIdentifier = chosen.SetIdentifier;
    const { AliasTarget } = chosen;
    if (!AliasTarget) {
      const values = (chosen.ResourceRecords ?? []).map(({ Value = '' }) => Value);
      const ttlSeconds = chosen.TTL ?? 0;
      if (chosen.Type === type || type === 'CNAME') return { values, ttlSeconds, setIdentifier, isByChance };
      const target = canonicalName(values[0] ?? '');
      const further = this.zoneOf(target);
      const found = further && this.#answer(further, target, type, step + 1);
      // A name outside of all zones is left to other name servers.
      if (!found) return { values: [target.slice(0, -1)], ttlSeconds, setIdentifier, isByChance };
      const least = Math.min(ttlSeconds, found.ttlSeconds);
      return { ...found, ttlSeconds: least, setIdentifier, isByChance: isByChance || found.isByChance };
    }
    const target = AliasTarget.DNSName ?? '';
    const found = AliasTarget.HostedZoneId === zone.id && this.#answer(zone, target, type, step + 1);
    if (found) return { ...found, setIdentifier, isByChance: isByChance || found.isByChance };
    return { values: [target.slice(0, -1)], ttlSeconds: ELB_TTL, setIdentifier, isByChance };
  }

  /** Of records of one name and type, one that is healthy; of none that is, one as if all were. */
  #choose(zone: HostedZone, group: readonly RecordSet[], step: number): Choice {
    const healthy = group.filter((record) => this.#isRecordHealthy(zone, record, step));
    const [first] = group;
    if (first?.Failover !== undefined) {
      const primary = group.find(({ Failover }) => Failover === 'PRIMARY');
      const order = [primary, ...group.filter((record) => record !== primary)];
      const chosen = order.find((record) => record && healthy.includes(record)) ?? primary ?? first;
      return { chosen, isByChance: false };
    }
    const candidates = healthy.length > 0 ? healthy : group;
    const weighed = candidates.filter(({ Weight = 0 }) => Weight > 0);
    const chosen = this.#byWeight(weighed.length > 0 ? weighed : candidates) as RecordSet;
    return { chosen, isByChance: (weighed.length || candidates.length) > 1 };
  }

  /** One by its weight; where none has any, each as often (weights of zero are considered only where none else is). */
  #byWeight(candidates: readonly RecordSet[]): RecordSet | undefined {
    if (candidates.length === 1) return candidates[0];
    const sum = candidates.reduce((total, { Weight = 0 }) => total + Weight, 0);
    if (sum === 0) return this.#random().pick(candidates);
    let rest = this.#random().between(0, sum);
    return candidates.find(({ Weight = 0 }) => {
      rest -= Weight;
      return rest < 0;
    });
  }

  /** A record without a check, and without a target that is evaluated, is always healthy. */
  #isRecordHealthy(zone: HostedZone, { HealthCheckId, AliasTarget }: RecordSet, step: number): boolean {
    if (HealthCheckId !== undefined && !this.#isHealthy(HealthCheckId)) return false;
    if (!AliasTarget?.EvaluateTargetHealth || step > MOST_STEPS) return true;
    if (AliasTarget.HostedZoneId !== zone.id)
      return this.#isTargetHealthy((AliasTarget.DNSName ?? '').slice(0, -1));
    const targets = [...zone.published.values()].filter(({ Name }) => Name === AliasTarget.DNSName);
    return targets.some((target) => this.#isRecordHealthy(zone, target, step + 1));
  }
}
