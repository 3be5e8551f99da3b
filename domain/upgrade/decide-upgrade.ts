import { minorOf } from '../kubernetes-versions.ts';
import type { RequestProblem } from '../operation/request.ts';
import { findingsBack } from './back/findings-back.ts';
import { hopBack } from './back/hop-back.ts';
import { planBack } from './back/plan-back.ts';
import type { UpgradeFacts } from './facts.ts';
import type { Finding, FindingId } from './finding.ts';
import { finding, insideOf } from './findings/judged.ts';
import type { Hop } from './hop.ts';
import { goesOn, wayTo } from './hops.ts';
import { judge } from './judge.ts';
import { kubeletMinor } from './nodes-seen.ts';
import type { UpgradePlan } from './plan.ts';
import { hopsOf, planOf, type Upgrading } from './plan-of.ts';
import type { UpgradeRequest } from './request.ts';
import { problemOf, type Weighed, weigh } from './waivers.ts';

export type Decided =
  | { readonly outcome: 'Planned'; readonly plan: UpgradePlan }
  | {
      readonly outcome: 'Refused';
      readonly problems: readonly [RequestProblem, ...RequestProblem[]];
      /** Findings that stand in the way, and all that there are. */
      readonly blockers: readonly Finding[];
      readonly findings: readonly Finding[];
    };

/** Reads JSON or YAML, as configurations of add-ons are written; throws where text is neither. */
export type ReadText = (text: string) => unknown;

/** True where nodes are behind their control plane: an upgrade to its version goes on with what one before it has left. */
function hasNodesBehind(facts: UpgradeFacts): boolean {
  const ofGroups = facts.nodeGroups.flatMap(({ version }) =>
    version === undefined ? [] : [minorOf(version)],
  );
  const ofNodes = (insideOf(facts)?.nodes ?? []).flatMap((node) => kubeletMinor(node) ?? []);
  return [...ofGroups, ...ofNodes].some((minor) => minor < minorOf(facts.cluster.version));
}

/** The minors of a request, in their order. */
export function minorsOf(request: Upgrading, facts: UpgradeFacts) {
  const { version } = facts.cluster;
  const stays = request.to === undefined || (goesOn(request, version) && hasNodesBehind(facts));
  return stays ? { minors: [version] } : wayTo(version, request.to ?? version, facts.minors);
}

/** A state's payload has a bound, which a cluster of very many faults would pass. */
const MOST_TOLD = 50;

function refusal(blockers: readonly Finding[], findings: readonly Finding[]): Decided {
  const told = blockers.slice(0, MOST_TOLD).map(problemOf);
  const left = blockers.length - told.length;
  const more = left > 0 ? [{ path: '', message: `and ${left} more, which a dry run tells` }] : [];
  const problems = [...told, ...more] as unknown as readonly [RequestProblem, ...RequestProblem[]];
  return { outcome: 'Refused', problems, blockers, findings };
}

const given = (request: UpgradeRequest, { at }: UpgradeFacts) => ({ ...request, at });

/** A forecast that says no is told, too. */
const forecast = ({ rollback }: UpgradePlan): readonly Finding[] => {
  const after = rollback.afterNodes;
  const soak = rollback.isPossible ? [] : rollback.reasons;
  const later = after?.is === 'impossible' ? after.reasons : [];
  const reasons = [...new Set([...soak, ...later])];
  if (reasons.length === 0) return [];
  const when = rollback.isPossible ? 'once the nodes have moved: ' : '';
  return [finding('no-rollback', `${when}${reasons.join('; ')}`)];
};

function decideForward(request: Upgrading, facts: UpgradeFacts, readText: ReadText): Decided {
  const way = minorsOf(request, facts);
  if ('problem' in way) return { outcome: 'Refused', problems: [way.problem], blockers: [], findings: [] };
  const hops = hopsOf(request, facts, way.minors);
  const found = judge({ facts, request, from: facts.cluster.version, hops, readText });
  const { blockers, findings } = weigh(found, given(request, facts));
  if (blockers.length > 0) return refusal(blockers, found);
  const plan = planOf(request, facts, hops, findings);
  const moves = hops.some(({ movesControlPlane }) => movesControlPlane);
  return { outcome: 'Planned', plan: moves ? { ...plan, findings: [...findings, ...forecast(plan)] } : plan };
}

/** Findings that say nothing of a way back: it moves to a minor that has run already. */
const isOfBoth = ({ id }: Finding): boolean => BOTH.has(id);
const BOTH: ReadonlySet<string> = new Set<FindingId>([
  'update-under-way',
  'cluster-not-active',
  'cannot-look-inside',
  'not-allowed-inside',
  'pdb-blocks-drain',
  'webhook-fails-closed',
  'free-addresses',
  'surge-addresses',
  'alarm-missing',
  'alarm-not-ok',
  'probe-failing',
  'node-group-degraded',
  'owned-by-another',
  'gitops-fights',
  'asleep',
]);

function decideBack(request: UpgradeRequest, facts: UpgradeFacts, readText: ReadText): Decided {
  const hop = hopBack(facts);
  const common = judge({ facts, request, from: facts.cluster.version, hops: [hop], readText }).filter(
    isOfBoth,
  );
  const found = [...findingsBack(facts, hop, request.parallelNodeGroups), ...common];
  const { blockers, findings } = weigh(found, given(request, facts));
  return blockers.length > 0
    ? refusal(blockers, found)
    : { outcome: 'Planned', plan: planBack(request, facts, hop, findings) };
}

/**
 * Decides on an upgrade or a rollback before anything is changed: what is installed on the way, resolved once, or all
 * that stands in the way. A dry run and the workflow ask the same.
 */
export function decideUpgrade(request: UpgradeRequest, facts: UpgradeFacts, readText: ReadText): Decided {
  return request.action === 'upgrade'
    ? decideForward(request, facts, readText)
    : decideBack(request, facts, readText);
}

/** The minors of a plan from one on: those before it are done. */
export const hopsFrom = ({ hops }: UpgradePlan, to: string): readonly Hop[] =>
  hops.slice(hops.findIndex((hop) => hop.to === to));

/** Looks at everything once more before a further minor, with the versions of the plan. */
export function checkUpgrade(
  request: UpgradeRequest,
  plan: UpgradePlan,
  to: string,
  facts: UpgradeFacts,
  readText: ReadText,
): Weighed {
  const hops = hopsFrom(plan, to);
  return weigh(judge({ facts, request, from: facts.cluster.version, hops, readText }), given(request, facts));
}

/** True where nothing but updates that run stand in the way: they pass by themselves. */
export const onlyUpdatesRun = (blockers: readonly Finding[]): boolean =>
  blockers.length > 0 && blockers.every(({ id }) => id === 'update-under-way');
