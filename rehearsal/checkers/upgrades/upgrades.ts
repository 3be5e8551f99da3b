import type { EksService } from '../../../simulator/eks/eks.ts';
import type { CallFacts } from '../../../simulator/fault.ts';
import type { KubeNode } from '../../../simulator/kubernetes/api/objects.ts';
import { NODES } from '../../../simulator/kubernetes/api/resources.ts';
import { minorOfNode } from '../../../simulator/kubernetes/controllers/drift.ts';
import type { Checker, Watched } from '../checker.ts';
import type { Followed } from '../ledger.ts';

/** Kubelets may be so many minors older than their control plane (Kubernetes version skew policy). */
const SKEW = 3;
/** Nodes of a pool follow their control plane: EKS takes those of Auto Mode back before it. */
const POOL = 'karpenter.sh/nodepool';
/** Pods on Fargate come back at the version of their control plane: until that is back, they would be new again. */
const COMPUTE_TYPE = 'eks.amazonaws.com/compute-type';

const minorOf = (version: unknown): number => Number(String(version).split('.')[1]);

/** The consent without which EKS is not told to go on in spite of what it has found. */
const CONSENTS: Readonly<Record<string, string>> = {
  UpdateClusterVersion: 'skipInsights',
  UpdateNodegroupVersion: 'evictDespiteBudgets',
};

/**
 * Versions of a cluster change for an upgrade alone, one minor at a time, and back only where that was asked for or by
 * the operation that has raised it. As a control plane is to move, no node is newer than it will be, nor more than three
 * minors older; nor is a node group to get what is newer than its control plane. EKS is forced only with the consent for
 * it. It goes by calls, by EKS's versions and by the nodes that Kubernetes has.
 */
export class UpgradesChecker implements Checker {
  readonly #watched: Watched;
  readonly #violations = new Set<string>();
  /** Minors that an operation has asked EKS for, in their order. */
  readonly #raised = new Map<string, readonly number[]>();
  #held = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#held === 0 ? [] : ['upgrades go one minor at a time, and keep the skew of nodes'];
  }

  findings(): readonly string[] {
    return [...this.#violations];
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    const { service, operation, functionName } = call;
    if (moment !== 'begun' || service !== 'eks' || functionName === undefined) return;
    if (operation === 'UpdateClusterVersion') this.#movesControlPlane(call);
    if (operation === 'UpdateNodegroupVersion') this.#movesGroup(call);
  }

  #tell({ functionName, operation, region, input }: CallFacts, what: string): void {
    const cluster = String(input.clusterName ?? input.name);
    this.#violations.add(`${functionName} called ${operation} of ${region}/${cluster}, ${what}`);
  }

  #operationOf({ invokedWith }: CallFacts): Followed | undefined {
    const given = invokedWith as { readonly operation?: { readonly id?: string } } | undefined;
    return this.#watched.ledger.operation(given?.operation?.id);
  }

  #inside(region: string, cluster: string) {
    const { inCluster } = this.#watched.world().region(region).service('eks') as EksService;
    if (!inCluster.hasCluster(cluster)) return undefined;
    const nodes = inCluster.kubernetes(cluster).store.list(NODES) as readonly KubeNode[];
    return { version: inCluster.version(cluster), nodes };
  }

  #movesControlPlane(call: CallFacts): void {
    const { region, input } = call;
    const operation = this.#operationOf(call);
    const found = this.#inside(region, String(input.name));
    if (!found) return;
    this.#held++;
    const [from, to] = [minorOf(found.version), minorOf(input.version)];
    if (operation?.kind !== 'upgrade') this.#tell(call, `for ${operation?.kind ?? 'no operation'}`);
    if (!this.#mayGo(operation, from, to)) this.#tell(call, `from ${found.version} to ${input.version}`);
    for (const node of found.nodes) this.#holdNode(call, node, to);
    this.#holdForce(call, operation);
    if (operation) this.#raised.set(operation.id, [...(this.#raised.get(operation.id) ?? []), to]);
  }

  /** One minor up, or the same once more; one back where a person has asked for it, or its own last one. */
  #mayGo(operation: Followed | undefined, from: number, to: number): boolean {
    if (to === from || to === from + 1) return true;
    const isOwn = this.#raised.get(operation?.id ?? '')?.includes(from) ?? false;
    return to === from - 1 && (isOwn || operation?.asked?.detail.action === 'rollBack');
  }

  #holdNode(call: CallFacts, node: KubeNode, to: number): void {
    const minor = minorOfNode(node);
    if (minor === undefined) return;
    const at = `while its node ${node.metadata.name} is at ${minor}`;
    const { [POOL]: pool, [COMPUTE_TYPE]: compute } = node.metadata.labels ?? {};
    const comesAfter = pool !== undefined || compute === 'fargate';
    if (minorOf(minor) > to && !comesAfter) this.#tell(call, `to ${call.input.version}, ${at}`);
    if (to - minorOf(minor) > SKEW) this.#tell(call, `to ${call.input.version}, ${at}`);
  }

  #movesGroup(call: CallFacts): void {
    const { region, input } = call;
    const found = this.#inside(region, String(input.clusterName));
    if (!found) return;
    if (input.version !== undefined && minorOf(input.version) > minorOf(found.version))
      this.#tell(call, `to ${input.version}, while its control plane is at ${found.version}`);
    this.#holdForce(call, this.#operationOf(call));
  }

  #holdForce(call: CallFacts, operation: Followed | undefined): void {
    const consent = CONSENTS[call.operation] ?? '';
    const consents = (operation?.asked?.detail.consents ?? []) as readonly string[];
    if (call.input.force === true && !consents.includes(consent))
      this.#tell(call, `by force, and nobody has consented to ${consent}`);
    if (call.input.force === true && call.operation === 'UpdateClusterVersion' && !this.#isTaken(operation))
      this.#tell(call, 'by force, and nobody has taken an insight upon himself');
  }

  /** A waiver of an insight that has not run out. */
  #isTaken(operation: Followed | undefined): boolean {
    const waivers = (operation?.asked?.detail.waivers ?? []) as readonly Partial<Record<string, string>>[];
    return waivers.some(
      ({ finding = '', until = '' }) =>
        /^(insight-error|fargate-newer)/.test(finding) && Date.parse(until) > this.#watched.now(),
    );
  }
}
