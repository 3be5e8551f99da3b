import { minorOf } from '../../kubernetes-versions.ts';
import type { DeprecatedClient, ObservedInsight } from '../../ports/insights.ts';
import type { Finding } from '../finding.ts';
import type { Fix } from '../request.ts';
import { controlPlaneHops, finding, fixesOf, insideOf, type Judge, type Judged, targetOf } from './judged.ts';

/** Insights by which EKS looks at what the fleet looks at by itself, by the words that their names have. */
const KUBELET = /kubelet/i;
const KUBE_PROXY = /kube-?proxy/i;
const ADDONS = /add-?on/i;
const HEALTH = /cluster health/i;
const AMAZON_LINUX_2 = /amazon linux 2\b/i;

/** True for an insight about a minor that the control plane is to move to. */
function isOnTheWay({ kubernetesVersion }: ObservedInsight, judged: Judged): boolean {
  if (kubernetesVersion === undefined) return true;
  const minor = minorOf(kubernetesVersion);
  return minor > minorOf(judged.from) && minor <= minorOf(targetOf(judged));
}

const clientsOf = ({ deprecations }: ObservedInsight): readonly DeprecatedClient[] =>
  deprecations.flatMap(({ clients }) => clients);

/** The record of a fix that came after everything that the insight has seen, and not later; undefined without one. */
function fixOf(insight: ObservedInsight, fixes: readonly Fix[], now: string): Fix | undefined {
  const clients = clientsOf(insight);
  if (clients.length === 0) return undefined;
  const last = Math.max(...clients.map(({ lastRequestAt }) => Date.parse(lastRequestAt)));
  const names = ['insight-error', `insight-error/${insight.name}`];
  return fixes.find(
    ({ finding: of, at }) => names.includes(of) && Date.parse(at) > last && Date.parse(at) <= Date.parse(now),
  );
}

/** The add-ons that an insight names come to versions that are good for both minors, before the control plane moves. */
function isMendedByPlan(
  { name, addons, kubernetesVersion }: ObservedInsight,
  { hops, facts }: Judged,
): boolean {
  const hop = hops.find(({ to }) => to === kubernetesVersion);
  if (!hop) return false;
  const comes = (addon: string): boolean =>
    hop.addons.some((pin) => pin.name === addon && pin.before !== undefined);
  if (KUBE_PROXY.test(name)) return comes('kube-proxy');
  if (!ADDONS.test(name) || addons.length === 0) return false;
  return addons.every((addon) => comes(addon) || !facts.addons.some(({ addonName }) => addonName === addon));
}

/** EKS could not tell, and the fleet's own look at nodes, add-ons and health does. */
function isAnswered({ name }: ObservedInsight, { facts }: Judged): boolean {
  if (KUBELET.test(name) || AMAZON_LINUX_2.test(name)) return insideOf(facts) !== undefined;
  return KUBE_PROXY.test(name) || ADDONS.test(name) || HEALTH.test(name);
}

const callers = (insight: ObservedInsight): string =>
  insight.deprecations
    .map(({ usage, replacedWith, clients }) => {
      const by = clients.map(
        ({ userAgent, requests, lastRequestAt }) =>
          `${userAgent} (${requests} times in 30 days, the last at ${lastRequestAt})`,
      );
      return `${usage}, called by ${by.join(', ') || 'nobody that is known'}, use ${replacedWith}`;
    })
    .join('; ');

/** The insight in words: its reason, who calls, and what it names; as long as a person reads. */
function wordsOf(insight: ObservedInsight): string {
  const { reason, resources, recommendation } = insight;
  const named = resources.slice(0, 10).join(', ');
  const left = resources.length > 10 ? ` and ${resources.length - 10} more` : '';
  return [reason, callers(insight), named && `${named}${left}`, recommendation].filter(Boolean).join('; ');
}

function judged(insight: ObservedInsight, of: Judged): readonly Finding[] {
  const about = insight.kubernetesVersion === undefined ? '' : ` (${insight.kubernetesVersion})`;
  const tell = (id: Parameters<typeof finding>[0], words: string) => [
    finding(id, `${words}${about}`, insight.name),
  ];
  switch (insight.status) {
    case 'PASSING':
      return [];
    case 'WARNING':
      return tell('insight-warning', wordsOf(insight));
    case 'UNKNOWN':
      return tell(isAnswered(insight, of) ? 'insight-answered' : 'insight-unknown', wordsOf(insight));
    case 'ERROR': {
      const mended = fixOf(insight, fixesOf(of.request), of.facts.at);
      if (mended) return tell('insight-outdated', `${wordsOf(insight)}; mended at ${mended.at}`);
      if (isMendedByPlan(insight, of)) return tell('insight-answered', wordsOf(insight));
      return tell('insight-error', wordsOf(insight));
    }
  }
}

/** EKS's upgrade insights, of each minor that the control plane moves to. */
const insights: Judge = (of) =>
  controlPlaneHops(of).length === 0
    ? []
    : of.facts.insights
        .filter((insight) => isOnTheWay(insight, of))
        .flatMap((insight) => judged(insight, of));

export const insightJudges: readonly Judge[] = [insights];
