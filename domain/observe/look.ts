import type { AccountFacts } from '../account-facts/facts.ts';
import { kindsOf } from '../account-facts/instance-type-facts.ts';
import { type IsSettled, type Judgement, judgeFacts } from '../account-facts/judge.ts';
import { factsWanted } from '../account-facts/wanted.ts';
import { type ClusterConfig, hasImageInTemplate } from '../cluster-config/config.ts';
import { type DescribedSubnet, givenNetwork } from '../desired/network/facts.ts';
import { TaskError } from '../errors.ts';
import type { AccountFactsPort } from '../ports/account-facts.ts';
import type { DescribedCluster } from '../ports/eks.ts';
import { type ClusterChanges, clusterChanges, type ObservePorts } from './cluster-changes.ts';
import type { Target } from './target.ts';

/** All that a document is about, before anything is changed. */
export interface Look {
  readonly target: Target;
  readonly judgement: Judgement;
  /** The changes to a cluster that is there. */
  readonly changes?: ClusterChanges;
}

interface Looking {
  readonly target: Omit<Target, 'subnets'>;
  readonly observed: DescribedCluster | undefined;
  /** True where the document is to be held against the parts of a cluster that is there. */
  readonly compares: boolean;
  /** See `Judged`. */
  readonly readText: (text: string) => unknown;
}

/** The subnets of a network that is given: without them nothing can be planned in it. */
function subnetsOf({ config }: Looking['target'], { subnets }: AccountFacts): readonly DescribedSubnet[] {
  const ids = givenNetwork(config)?.subnetIds ?? [];
  if (ids.length === 0) return [];
  if ('denied' in subnets) throw new TaskError('AccessDenied', `${subnets.denied} is denied`);
  return ids.flatMap((id) => subnets.known[id] ?? []);
}

/**
 * The image that each group has by now, of those whose launch template names it: nodes' images have one owner, the upgrade,
 * and applying a document hands on what it has given. Of a custom AMI, EKS shows the image as the release (SDK typing of
 * releaseVersion).
 */
async function imagesNow(
  { metadata: { name: clusterName }, managedNodeGroups }: ClusterConfig,
  { groupImages }: AccountFacts,
  { contents }: Pick<ObservePorts, 'contents'>,
): Promise<Readonly<Record<string, string>>> {
  if ('denied' in groupImages) throw new TaskError('AccessDenied', `${groupImages.denied} is denied`);
  const seen = await Promise.all(
    managedNodeGroups.filter(hasImageInTemplate).map(async ({ name }) => {
      const { amiType, releaseVersion } = (await contents.read('nodeGroup', clusterName, name)) ?? {};
      return amiType === 'CUSTOM' && releaseVersion !== undefined ? [[name, releaseVersion] as const] : [];
    }),
  );
  return { ...groupImages.known, ...Object.fromEntries(seen.flat()) };
}

function settledBy({ changes, contents }: ClusterChanges): IsSettled {
  if (!contents) return () => false;
  const moving = new Set(changes.filter(({ decision }) => decision.do !== 'nothing').map(({ key }) => key));
  return (part) => !moving.has(part);
}

/**
 * Looks at everything that a refusal could come from: AWS's offers and the account's resources that the document
 * names, and the parts of an existing cluster that would be changed. It makes both the plan that a person sees and
 * the workflow's.
 */
export async function lookAt(
  { target: known, observed, compares, readText }: Looking,
  ports: ObservePorts & { readonly accountFacts: AccountFactsPort },
): Promise<Look> {
  const { config } = known;
  const wanted = factsWanted(config, known.account, observed?.version);
  const facts = await ports.accountFacts.read(wanted);
  const instanceTypes = kindsOf(facts.instanceTypes);
  const account = { ...known.account, ...(instanceTypes ? { instanceTypes } : {}) };
  const images = observed ? { images: await imagesNow(config, facts, ports) } : {};
  const target: Target = { ...known, account, subnets: subnetsOf(known, facts), ...images };
  const changes = observed && compares ? await clusterChanges(target, observed, ports) : undefined;
  const version = observed ? { clusterVersion: observed.version } : {};
  const judged = { config, facts, account, readText, ...version };
  const judgement = judgeFacts(judged, changes && settledBy(changes));
  return { target, judgement, ...(changes ? { changes } : {}) };
}
