import type { RandomStream } from '../../simulator/kernel/random.ts';
import type { Step } from '../scenario/steps/all.ts';
import type { DrawnCluster } from './documents.ts';

type Paused = Extract<Step, { pause: unknown }>['pause'];

const OWNERS = ['ann', 'bob', 'eve'] as const;
/** Longer than the deadline of any operation, all pauses of a seed together. */
const LONGEST_SECONDS = 30 * 3600;

const lifted = ({ region, id, cluster }: Paused): Step => ({
  resume: { region, id, ...(cluster === undefined ? {} : { cluster }) },
});

/** Who pauses what: the fleet in a region, or a cluster. */
function drawPauses(
  random: RandomStream,
  clusters: readonly DrawnCluster[],
  regions: readonly string[],
): readonly Paused[] {
  return OWNERS.slice(0, random.integer(1, OWNERS.length)).map((owner, index) => {
    const cluster = random.pick(clusters);
    const ofCluster = { region: cluster.region, cluster: cluster.name };
    const place = random.chance(0.5) ? ofCluster : { region: random.pick([cluster.region, ...regions]) };
    return { ...place, id: `${owner}-${index}`, owner, reason: 'a seed wants it' };
  });
}

/**
 * Several owners lay pauses, some of them twice, and lift them in another order: put between steps, anywhere but before
 * the first. All are lifted in the end.
 */
export function withPauses(
  steps: readonly Step[],
  random: RandomStream,
  clusters: readonly DrawnCluster[],
  regions: readonly string[],
): readonly Step[] {
  const paused = drawPauses(random, clusters, regions);
  const wait = (): Step => ({ wait: random.integer(1, Math.floor(LONGEST_SECONDS / (paused.length * 2))) });
  const last = paused
    .map((pause) => ({ pause, at: random.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ pause }) => pause);
  const inBetween: readonly Step[] = [
    ...paused.flatMap((pause): readonly Step[] => [{ pause }, wait()]),
    ...(random.chance(0.3) ? [{ pause: paused[0] as Paused }] : []),
    ...last.flatMap((pause) => [lifted(pause), wait()]),
  ];
  const at = random.integer(1, steps.length);
  return [...steps.slice(0, at), ...inBetween, ...steps.slice(at)];
}
