import { dnsName } from '../policy/rules/failover/each-plan.ts';

/** The names that a plan moves, as name servers answer by now, and the address of the side that is to serve. */
export interface SeenTraffic {
  /** By name of a record: the addresses that it leads to. */
  readonly records: Readonly<Record<string, readonly string[]>>;
  /** Of the name by which the side itself is asked. */
  readonly side: readonly string[];
  /** The answer of the side's own site; undefined: it answers. */
  readonly failing?: string | undefined;
}

/** The reason why the other side is not seen to serve yet, or undefined. */
export function notServed({ records, side, failing }: SeenTraffic): string | undefined {
  if (failing !== undefined) return `the site of the side that is to serve does not answer: ${failing}`;
  const astray = Object.entries(records).find(
    ([, addresses]) => addresses.length === 0 || !addresses.every((one) => side.includes(one)),
  );
  if (!astray) return undefined;
  const [name, addresses] = astray;
  return `${dnsName(name)} leads to ${addresses.join(', ') || 'nowhere'}, and not to ${side.join(', ') || 'any address of that side'}`;
}
