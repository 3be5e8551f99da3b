import { NEEDED } from '../access/needed.ts';
import type { AccessQuestion, KubernetesApi, KubernetesPort } from '../ports/kubernetes.ts';
import { isReached, type NotReached } from '../scale/inside/inside.ts';
import { unlessUnreached } from '../scale/inside/unless-unreached.ts';
import type { InsideForUpgrade, UpgradeFacts } from './facts.ts';
import type { Hop } from './hop.ts';

/** Lists that other operations read, and no upgrade. */
const OF_OTHERS: readonly string[] = ['nodeclaims', 'cronjobs', 'horizontalpodautoscalers'];

/** Lists of the look itself. */
const LISTS = NEEDED.filter(({ verb, resource }) => verb === 'list' && !OF_OTHERS.includes(resource));

const CORDON: AccessQuestion = { verb: 'patch', group: '', resource: 'nodes' };
const EVICT: AccessQuestion = { verb: 'create', group: '', resource: 'pods/eviction' };

/** Changes inside of a cluster that an upgrade makes where these move. EKS itself drains nodes of managed groups. */
const changes = (moves: { readonly ownNodes: boolean; readonly fargate: boolean }) => [
  ...(moves.ownNodes ? [CORDON] : []),
  ...(moves.ownNodes || moves.fargate ? [EVICT] : []),
];

export const rightName = ({ verb, resource }: AccessQuestion): string => `${verb} ${resource}`;

/** The changes inside that these minors make. */
export const changesOf = (hops: readonly Hop[]): readonly AccessQuestion[] =>
  changes({
    ownNodes: hops.some(({ autoScalingGroups }) =>
      autoScalingGroups.some(({ leftBehind }) => leftBehind === undefined),
    ),
    fargate: hops.some(({ movesFargate }) => movesFargate),
  });

/** The most questions at once: through a forwarder each is an invocation. */
const AT_ONCE = 4;

async function deniedAmong(
  questions: readonly AccessQuestion[],
  api: KubernetesApi,
  kubernetes: Pick<KubernetesPort, 'can'>,
): Promise<readonly AccessQuestion[]> {
  const denied: AccessQuestion[] = [];
  for (let from = 0; from < questions.length; from += AT_ONCE) {
    const asked = questions.slice(from, from + AT_ONCE);
    const answers = await Promise.all(asked.map((question) => kubernetes.can(api, question)));
    denied.push(...asked.filter((_question, index) => answers[index] === false));
  }
  return denied;
}

/**
 * Asks what the fleet may not do inside of a cluster, of what an upgrade of it could need. The API's refusal names one
 * list; where it has refused one, all are asked about. A cluster that was let in by an earlier release may lack what a
 * later one needs.
 */
export async function askRights(
  seen: InsideForUpgrade | NotReached,
  { ownGroups, fargateProfiles }: Pick<UpgradeFacts, 'ownGroups' | 'fargateProfiles'>,
  api: KubernetesApi,
  kubernetes: Pick<KubernetesPort, 'can'>,
): Promise<Pick<UpgradeFacts, 'inside' | 'denied'>> {
  const reached = isReached(seen);
  if (!reached && seen.isForbidden !== true) return { inside: seen, denied: [] };
  const ofChanges = changes({ ownNodes: ownGroups.length > 0, fargate: fargateProfiles.length > 0 });
  const questions = [...(reached ? [] : LISTS), ...ofChanges];
  const answer = await unlessUnreached(
    deniedAmong(questions, api, kubernetes).then((denied) => ({ denied })),
  );
  if (isReached(answer)) return { inside: seen, denied: answer.denied };
  return { inside: reached ? answer : seen, denied: [] };
}
