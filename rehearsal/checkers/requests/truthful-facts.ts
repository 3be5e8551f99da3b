import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import { NODES } from '../../../simulator/kubernetes/api/resources.ts';
import type { Checker, Watched } from '../checker.ts';
import { ChangesByHand } from '../drift/changes-by-hand.ts';
import { differingOfNew } from '../drift/new-members.ts';
import { insideOf } from '../inside-of.ts';
import type { Followed } from '../ledger.ts';
import { differingMembers, inWords } from '../members.ts';
import { type GroupNow, groupsNow, Looks, listNow, lookAt, sizesInWords, versionsNow } from '../own-look.ts';
import { operationGiven } from '../rights/ownership.ts';

interface Sizes {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredSize: number;
}
interface ScalingFact {
  readonly groups?: readonly { readonly name: string; readonly after: Sizes; readonly nodes?: string }[];
}
interface UpgradeFact {
  readonly to?: string;
  readonly leftBehind?: readonly { readonly nodeGroup: string }[];
}
/** The functions that look once more before a success is told. */
const VERIFIES = /-createVerifyCluster$/;
type Look = (operation: Followed, detail: TakenEvent['detail']) => Promise<readonly string[]>;

/** A version that was not asked for is no success: an upgrade that went back is told as one that did. */
function notAskedFor({ asked }: Followed, detail: TakenEvent['detail']): readonly string[] {
  const wanted = asked?.detail.to;
  const { to } = detail as UpgradeFact;
  return typeof wanted === 'string' && wanted !== to ? [`it was asked for ${wanted}, and not for ${to}`] : [];
}

/**
 * A success is told only where it is true. As each fact is told, the state in EKS, Auto Scaling and CloudFormation is
 * held against the fact and the request. A fact is not held where somebody else has changed the cluster since, or
 * another operation has it by then: such a fact is about the time before.
 */
export class TruthfulFactsChecker implements Checker {
  readonly #watched: Watched;
  readonly #looks = new Looks();
  readonly #byHand: ChangesByHand;
  /** Clusters that functions have asked EKS to make, by region and name, and when. */
  readonly #made = new Map<string, number>();
  /** The status of its cluster that EKS last told an operation which was about to tell of its success. */
  readonly #verified = new Map<string, string | undefined>();
  /** Operations that have read the nodes of their cluster. */
  readonly #sawNodes = new Set<string>();
  readonly #violations: string[] = [];
  #held = 0;
  readonly #ofFacts: Readonly<Record<string, Look>> = {
    ClusterCreated: (operation, detail) => this.#created(operation, detail),
    ClusterDeleted: (operation) => this.#deleted(operation),
    ClusterAdopted: (operation) => this.#adopted(operation),
    ClusterScaled: (operation, detail) => this.#scaled(operation, detail),
    ClusterWoken: (operation, detail) => this.#scaled(operation, detail),
    ClusterHibernated: (operation, detail) => this.#scaled(operation, detail),
    ClusterUpgraded: async (operation, detail) => [
      ...notAskedFor(operation, detail),
      ...(await this.#upgraded(operation, detail)),
    ],
    ClusterRolledBack: (operation, detail) => this.#upgraded(operation, detail),
  };

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#byHand = new ChangesByHand(watched.now);
  }

  get checked(): readonly string[] {
    return this.#held === 0 ? [] : ['what facts tell is so'];
  }

  findings(): readonly string[] {
    return [...this.#violations, ...this.#looks.violations];
  }

  observe(call: CallFacts, moment: 'begun' | 'done', output?: unknown): void {
    this.#byHand.observe(call, moment);
    if (moment === 'done') this.#seen(call, output);
    const { service, operation, region, input } = call;
    if (service === 'eks' && operation === 'CreateCluster' && moment === 'done')
      this.#made.set(`${region}/${String(input.name)}`, this.#watched.now());
  }

  #seen({ operation, functionName, invokedWith }: CallFacts, output: unknown): void {
    const id = operationGiven({ invokedWith });
    if (id === undefined) return;
    if (operation === 'ListNodes') this.#sawNodes.add(id);
    if (operation !== 'DescribeCluster' || !VERIFIES.test(functionName ?? '')) return;
    const { cluster } = output as { readonly cluster?: { readonly status?: string } };
    this.#verified.set(id, cluster?.status);
  }

  /** A success is told of what EKS has just told to be ACTIVE; whoever has changed it meanwhile. */
  #isVerified({ id, region, name }: Followed, detailType: string): void {
    const status = this.#verified.get(id);
    if (detailType === 'ClusterCreated' && status !== 'ACTIVE')
      this.#violations.push(
        `ClusterCreated of ${region}/${name}: EKS had last told the operation that it is ${status ?? 'not there'}`,
      );
  }

  heard({ detailType, detail, isForwarded }: TakenEvent): void {
    const look = this.#ofFacts[detailType];
    const operation = this.#watched.ledger.operation(detail.operationId as string | undefined);
    if (!look || !operation || isForwarded) return;
    this.#isVerified(operation, detailType);
    if (this.#isOfBefore(operation)) return;
    this.#held++;
    const told = structuredClone(detail);
    this.#looks.begin(async () => {
      const found = await look(operation, told);
      return found.map((text) => `${detailType} of ${operation.region}/${operation.name}: ${text}`);
    });
  }

  /** True where somebody else may have changed the cluster after the operation had come to its end. */
  #isOfBefore({ id, arn, region, name, claimedAtMs }: Followed): boolean {
    if (this.#byHand.since(claimedAtMs, region, name)) return true;
    return [...this.#watched.ledger.operations].some(
      (other) => other.arn === arn && other.id !== id && other.claimedAtMs > claimedAtMs,
    );
  }

  async #created(
    { region, name, asked, claimedAtMs }: Followed,
    detail: TakenEvent['detail'],
  ): Promise<readonly string[]> {
    const world = this.#watched.world();
    const found = await lookAt<{ readonly cluster: { readonly status?: string; readonly version?: string } }>(
      world,
      region,
      ['eks', 'DescribeCluster'],
      { name },
    );
    if (!found) return ['EKS has no such cluster'];
    const { status = '', version } = found.cluster;
    // The version of a cluster that was there before is not for a document to change.
    const isMade = (this.#made.get(`${region}/${name}`) ?? -1) >= claimedAtMs;
    const differing = (await differingMembers(world, region, name, asked?.detail.config)) ?? [];
    const ofNew = isMade ? await differingOfNew(world, region, name, asked?.detail.config) : [];
    return [
      ...ofNew.map(inWords),
      ...(['ACTIVE', 'UPDATING'].includes(status) ? [] : [`EKS has it as ${status}`]),
      ...(detail.kubernetesVersion === version
        ? []
        : [`it is at ${version}, not ${detail.kubernetesVersion}`]),
      ...differing.filter(({ path }) => path !== 'controlPlane.version' || isMade).map(inWords),
    ];
  }

  async #deleted({ region, name }: Followed): Promise<readonly string[]> {
    const world = this.#watched.world();
    const [found, stacks] = await Promise.all([
      lookAt<object>(world, region, ['eks', 'DescribeCluster'], { name }),
      listNow<{ readonly StackName: string; readonly Tags?: readonly { Key?: string; Value?: string }[] }>(
        world,
        region,
        ['cloudformation', 'DescribeStacks', 'Stacks'],
      ),
    ]);
    const left = stacks.filter(({ Tags = [] }) =>
      Tags.some(({ Key, Value }) => Key === 'eks-fleet.dev/cluster' && Value === name),
    );
    return [
      ...(found ? ['EKS still has it'] : []),
      ...left.map(({ StackName }) => `its stack ${StackName} is still there`),
    ];
  }

  async #adopted({ region, name }: Followed): Promise<readonly string[]> {
    const found = await lookAt<object>(this.#watched.world(), region, ['eks', 'DescribeCluster'], { name });
    return found ? [] : ['EKS has no such cluster'];
  }

  /** The version that it tells, and the same of each managed group but those that it tells are left behind. */
  async #upgraded(
    { region, name, asked }: Followed,
    detail: TakenEvent['detail'],
  ): Promise<readonly string[]> {
    const { to, leftBehind = [] } = detail as UpgradeFact;
    const { version, groups } = await versionsNow(this.#watched.world(), region, name);
    if (version !== to) return [`it is at ${version}, not ${to}`];
    const only = asked?.detail.only;
    if (only === 'controlPlane' || only === 'addons') return [];
    // A custom AMI that goes back keeps the version that EKS wrote down for it on the way up.
    const goesBack = asked?.detail.action === 'rollBack';
    const behind = new Set(leftBehind.map(({ nodeGroup }) => nodeGroup));
    return groups
      .filter((group) => group.version !== to && !behind.has(group.name) && !(goesBack && group.isCustom))
      .map((group) => `node group ${group.name} is at ${group.version}, not ${to}`);
  }

  /** The sizes that it tells of each group, and as many nodes. */
  async #scaled({ id, region, name }: Followed, detail: TakenEvent['detail']): Promise<readonly string[]> {
    const { groups = [] } = detail as ScalingFact;
    const now = await groupsNow(this.#watched.world(), region, name);
    return groups.flatMap(({ name: told, after, nodes }) => {
      const { desiredSize, minSize, maxSize } = after;
      const wanted = sizesInWords(desiredSize, minSize, maxSize);
      const group = now.find((one) => one.name === told || one.scalingGroup === told);
      if (!group) return [`${told} is not there`];
      // For a cluster that sleeps, it tells the sizes that the group will wake to.
      const isOfWake = nodes === 'no nodes' && desiredSize > 0 && group.sizes.startsWith('0 of 0-');
      if (isOfWake) return [];
      if (group.sizes !== wanted) return [`${told} is ${group.sizes}, not ${wanted}`];
      const late = this.#sawNodes.has(id) ? this.#notReady(region, name, group) : [];
      return late.length === 0 ? [] : [`${told} has ${wanted}, and ${late.join()} are not Ready`];
    });
  }

  /** The instances of a group whose nodes are not Ready, as Kubernetes has them. */
  #notReady(region: string, name: string, { instanceIds }: GroupNow): readonly string[] {
    const nodes = insideOf(this.#watched.world(), region, name)?.store.list(NODES) ?? [];
    const ready = nodes
      .filter(({ status }) =>
        status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
      )
      .map(({ spec }) => spec.providerID?.split('/').at(-1));
    return instanceIds.filter((instanceId) => !ready.includes(instanceId));
  }
}
