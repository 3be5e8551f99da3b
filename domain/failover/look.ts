import type { ProbeAnswer } from '../ports/probes.ts';
import type { Answer, PlanSeen } from './votes.ts';
import type { Watching } from './watching.ts';

/** The data planes of a region that are asked: of services that do not stand on one another alone. */
export const PLANES = ['sts', 'dynamodb', 'sqs'] as const;
export type PlanesSeen = Readonly<Record<(typeof PLANES)[number], Answer>>;

/** The time that a site or a data plane has: an observer writes its slot well before the next one begins. */
export const LOOK_MS = 3000;

/** All that an observer asks in a slot, each thing once for all plans. */
export interface Asked {
  /** Addresses of both sides. */
  readonly sites: readonly string[];
  /** Primaries' regions. */
  readonly regions: readonly string[];
  /** Regions whose STS tells whether we see the world: our own, and those of plans that are no primary's. */
  readonly controls: readonly string[];
}

export function askedOf(own: string, watched: readonly Watching[]): Asked {
  const plans = watched.map(({ plan }) => plan);
  const regions = new Set(plans.map(({ from }) => from.region));
  const others = watched.map(({ other }) => other).filter((other) => !regions.has(other));
  return {
    sites: [...new Set(plans.flatMap(({ from, to }) => [from.probe, to.probe]))],
    regions: [...regions],
    controls: [...new Set([own, ...others])],
  };
}

/** The answers to all of it, by address or region. */
export interface Looked {
  readonly sites: Readonly<Record<string, Answer>>;
  readonly regions: Readonly<Record<string, PlanesSeen>>;
  readonly controls: Readonly<Record<string, Answer>>;
}

/**
 * A site answers with a status below 400. Any other fails, a refusal too: so it is with Kubernetes' probes (httpGet, 200 to
 * 399) and with Route 53's health checks (2xx and 3xx). What turns away probes of both sides is seen at both.
 */
export function answerOfSite(answer: ProbeAnswer): Answer {
  if (answer.outcome === 'Unknown') return 'unknown';
  return answer.outcome === 'Answered' && answer.status < 400 ? 'answers' : 'fails';
}

/** A region by two of its three data planes: one service that is down is no lost region. */
export function answerOfRegion(planes: PlanesSeen): Answer {
  const answers = PLANES.map((plane) => planes[plane]);
  const most = (wanted: Answer): boolean => answers.filter((answer) => answer === wanted).length >= 2;
  if (most('fails')) return 'fails';
  return most('answers') ? 'answers' : 'unknown';
}

/**
 * True where an observer sees the world: its own region's STS answers, and that of any other region. The region in doubt is none
 * of them while it is lost.
 */
export function seesTheWorld(own: string, { controls, regions }: Looked): boolean {
  const others = [
    ...Object.entries(controls).filter(([region]) => region !== own),
    ...Object.entries(regions).map(([region, { sts }]) => [region, sts] as const),
  ];
  return controls[own] === 'answers' && others.some(([, answer]) => answer === 'answers');
}

/** Everything that was seen of plans, by their names. */
export const plansSeen = (
  watched: readonly Watching[],
  { sites, regions }: Looked,
): Readonly<Record<string, PlanSeen>> =>
  Object.fromEntries(
    watched.map(({ plan: { name, from, to } }) => {
      const planes = regions[from.region];
      return [
        name,
        {
          primary: sites[from.probe] ?? 'unknown',
          standby: sites[to.probe] ?? 'unknown',
          region: planes ? answerOfRegion(planes) : 'unknown',
        },
      ];
    }),
  );
