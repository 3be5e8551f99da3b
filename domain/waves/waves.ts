import type { RequestProblem } from '../operation/request.ts';
import { durationMs } from '../policy/durations.ts';
import { waveName } from '../policy/rules/upgrades.ts';
import type { FleetDocument } from '../policy/schema.ts';
import { isSelected } from '../policy/selects.ts';
import { LEVELS, type Level } from '../registry/level.ts';
import { type ClusterKey, keyOf, type Pair, type Wave } from './record.ts';

/** A cluster that the fleet has, as waves select it. */
export interface Candidate {
  readonly name: string;
  readonly region: string;
  readonly level: Level;
  readonly tags: Readonly<Record<string, string>>;
}

/** The waves of a fleet upgrade, and what a person should know before; or why there are none. */
export type Waves =
  | { readonly waves: readonly Wave[]; readonly pairs: readonly Pair[]; readonly warnings: readonly string[] }
  | { readonly problems: readonly [RequestProblem, ...RequestProblem[]] };

const BAKE = '1d';

const mayUpgrade = ({ level }: Candidate): boolean => LEVELS.indexOf(level) >= LEVELS.indexOf('upgrade');

const problem = (path: string, message: string): RequestProblem => ({ path, message });

const shortened = (keys: readonly string[]): string =>
  keys.length > 5 ? `${keys.slice(0, 5).join(', ')} and ${keys.length - 5} more` : keys.join(', ');

/** Pairs of failover plans of which both clusters are in the upgrade. */
function pairsOf({ spec }: FleetDocument, waves: readonly Wave[]): readonly Pair[] {
  const isPart = (key: ClusterKey) => waves.some(({ clusters }) => clusters.includes(key));
  return (spec.failover ?? [])
    .map(({ from, to }) => ({
      primary: keyOf({ region: from.region, name: from.cluster }),
      standby: keyOf({ region: to.region, name: to.cluster }),
    }))
    .filter(({ primary, standby }) => isPart(primary) && isPart(standby));
}

/** Regions take turns, so that the first of a wave are one a region. */
function inTurns(clusters: readonly Candidate[]): readonly ClusterKey[] {
  const byRegion = new Map<string, Candidate[]>();
  for (const cluster of clusters.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)))
    byRegion.set(cluster.region, [...(byRegion.get(cluster.region) ?? []), cluster]);
  const lists = [...byRegion.values()];
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list[index] ?? []))
    .flat()
    .map(keyOf);
}

/**
 * The waves of a document over the clusters that the fleet has in its regions. A wave without a cluster, a cluster of two
 * waves or of none, and a standby in a later wave than its primary are refused, all at once. A cluster that is in the
 * regions of another document, too, may be that one's: that no wave has it is told.
 */
export function wavesOf(
  document: FleetDocument,
  candidates: readonly Candidate[],
  others: readonly FleetDocument[] = [],
): Waves {
  const { upgrades, regions } = document.spec;
  if (!upgrades)
    return { problems: [problem('spec.upgrades', 'the Fleet document has no upgrades: no wave is known')] };
  const ours = candidates.filter(({ region }) => regions.includes(region));
  const selected = upgrades.waves.map(({ select }) => ours.filter((one) => isSelected(select, one)));
  const waves = upgrades.waves.map((policy, index): Wave => {
    const window = policy.window ?? upgrades.window;
    return {
      name: waveName(policy, index),
      clusters: inTurns((selected[index] ?? []).filter(mayUpgrade)),
      parallel: policy.parallel ?? 1,
      failures: policy.failures ?? 0,
      bakeSeconds: durationMs(policy.bake ?? BAKE) / 1000,
      ...(policy.approve === undefined ? {} : { approve: policy.approve }),
      ...(window === undefined ? {} : { window }),
    };
  });
  const pairs = pairsOf(document, waves);
  const left = ours.filter((one) => mayUpgrade(one) && !selected.some((wave) => wave.includes(one)));
  const isShared = ({ region }: Candidate) => others.some(({ spec }) => spec.regions.includes(region));
  const problems = [
    ...emptyWaves(waves, selected),
    ...twice(waves),
    ...leftOut(left.filter((one) => !isShared(one))),
    ...late(pairs, waves),
  ];
  const [first, ...more] = problems;
  return first
    ? { problems: [first, ...more] }
    : { waves, pairs, warnings: warningsOf(waves, selected, left) };
}

const emptyWaves = (
  waves: readonly Wave[],
  selected: readonly (readonly Candidate[])[],
): readonly RequestProblem[] =>
  waves.flatMap(({ clusters, name }, index) => {
    if (clusters.length > 0) return [];
    const low = selected[index] ?? [];
    const why =
      low.length > 0 ? `only clusters below level upgrade (${shortened(low.map(keyOf))})` : 'no cluster';
    return [problem(`spec.upgrades.waves[${index}].select`, `wave ${name} selects ${why}`)];
  });

const twice = (waves: readonly Wave[]): readonly RequestProblem[] =>
  waves.flatMap(({ name, clusters }, index) => {
    const both = waves.slice(0, index).flatMap((other) => {
      const shared = clusters.filter((key) => other.clusters.includes(key));
      return shared.length === 0 ? [] : [`wave ${other.name} (${shortened(shared)})`];
    });
    const message = `wave ${name} selects clusters that are in ${both.join(', ')} already`;
    return both.length === 0 ? [] : [problem(`spec.upgrades.waves[${index}].select`, message)];
  });

function leftOut(left: readonly Candidate[]): readonly RequestProblem[] {
  const message = `no wave selects ${shortened(left.map(keyOf))}: add a wave for the rest, or lower their level below upgrade`;
  return left.length === 0 ? [] : [problem('spec.upgrades.waves', message)];
}

function late(pairs: readonly Pair[], waves: readonly Wave[]): readonly RequestProblem[] {
  const indexOf = (key: ClusterKey) => waves.findIndex(({ clusters }) => clusters.includes(key));
  return pairs
    .filter(({ primary, standby }) => indexOf(standby) > indexOf(primary))
    .map(({ primary, standby }) =>
      problem(
        `spec.upgrades.waves[${indexOf(standby)}].select`,
        `${standby} is the standby of ${primary} and would come after it: a standby is in the same wave or an earlier one`,
      ),
    );
}

function warningsOf(
  waves: readonly Wave[],
  selected: readonly (readonly Candidate[])[],
  others: readonly Candidate[],
): readonly string[] {
  const [first] = waves;
  const many =
    first && first.clusters.length > 1
      ? [
          `the first wave, ${first.name}, has ${first.clusters.length} clusters: a bad version reaches them before anybody knows; a first wave of one is safer`,
        ]
      : [];
  const low = selected.flat().filter((one) => !mayUpgrade(one));
  const left = low.length > 0 ? [`left as they are, below level upgrade: ${shortened(low.map(keyOf))}`] : [];
  const more = others.length > 0 ? [`in no wave of this document: ${shortened(others.map(keyOf))}`] : [];
  return [...many, ...left, ...more];
}
