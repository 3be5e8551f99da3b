import type { World } from '../../simulator/world.ts';
import type { Ledger, Told } from '../checkers/ledger.ts';
import { readOperations } from '../read-operations.ts';
import type { RehearsedFleet } from '../rehearsed-fleet.ts';
import type { Expectation } from './expectation-schema.ts';

type Expected = NonNullable<Expectation['failover']>;

interface Observed {
  readonly spec: RehearsedFleet;
  readonly world: World;
  readonly ledger: Ledger;
}

/** The decision that a fact tells: a question of which zones are to be left is another one than whether the region is. */
function decisionOf({ detailType, detail }: Told): 'ask' | 'shiftZone' | 'hold' {
  if (detailType === 'FailoverHeld') return 'hold';
  return (detail as { readonly zones?: readonly string[] }).zones === undefined ? 'ask' : 'shiftZone';
}

/** The moves of a plan, in words: `standby`, or `standby Failed` of one that did not come to its end. */
async function movesOf({ plan }: Expected, { spec }: Observed): Promise<readonly string[]> {
  return (await readOperations(spec)).flatMap((record) => {
    if (record.kind !== 'failover' || record.request.plan !== plan || record.status === 'Skipped') return [];
    return [record.status === 'Succeeded' ? record.request.to : `${record.request.to} ${record.status}`];
  });
}

const difference = (what: string, found: readonly string[], expected: readonly string[]) =>
  found.join(', ') === expected.join(', ')
    ? []
    : [`${what}: ${found.join(', ') || 'none'}; expected ${expected.join(', ') || 'none'}`];

/** Differences of a plan's moves, of what was told and of what name servers answer, in words. */
export async function failoverFindings(expected: Expected, observed: Observed): Promise<readonly string[]> {
  const { plan, moves, told, serves } = expected;
  const { kernel, dns } = observed.world;
  const since = kernel.now() - (told?.withinSeconds ?? 0) * 1000;
  const facts = observed.ledger.toldOfPlans.filter(
    ({ atMs, detail }) => atMs >= since && (detail as { readonly plan?: string }).plan === plan,
  );
  const answered = serves ? (dns.nameServers.resolve(serves.name, 'A')?.values ?? []) : [];
  return [
    ...difference(`moves of ${plan}`, await movesOf(expected, observed), moves),
    ...(told
      ? difference(
          `decisions that people were told of ${plan}`,
          [...new Set(facts.map(decisionOf))].sort(),
          [...told.are].sort(),
        )
      : []),
    ...(serves ? difference(`the address of ${serves.name}`, answered, [serves.address]) : []),
  ];
}
