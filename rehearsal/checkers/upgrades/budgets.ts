import type { EksService } from '../../../simulator/eks/eks.ts';
import type { CallFacts } from '../../../simulator/fault.ts';
import type { DisruptionBudget, KubeNode, Pod } from '../../../simulator/kubernetes/api/objects.ts';
import { DISRUPTION_BUDGETS, NODES, PODS } from '../../../simulator/kubernetes/api/resources.ts';
import { selects } from '../../../simulator/kubernetes/api/selectors.ts';
import { budgetStatus } from '../../../simulator/kubernetes/controllers/disruption-budgets.ts';
import { isReady } from '../../../simulator/kubernetes/controllers/pods.ts';
import type { Checker, Watched } from '../checker.ts';
import { upgradeOf } from './step-of-upgrade.ts';

/** Between the look at a budget and the eviction, another may have taken what it allowed: twice, and not more often. */
const MOST_TRIES = 2;
const EVICTION = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)(?:\/eviction)?$/;
const ENDS = ['TerminateInstanceInAutoScalingGroup', 'TerminateInstances'];

/**
 * An upgrade takes no pod against its disruption budget: none is deleted, none is asked for again and again while its
 * budget says no, and no instance ends under pods that its budget wants. It goes by the pods and budgets of the cluster
 * itself as each call begins. What EKS does inside of a node group's update by force is a matter of consent.
 */
export class BudgetsChecker implements Checker {
  readonly #watched: Watched;
  readonly #violations = new Set<string>();
  /** The times that an operation has asked for a pod while its budget said no. */
  readonly #tries = new Map<string, number>();
  #held = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#held === 0 ? [] : ['no upgrade takes pods against their budgets'];
  }

  findings(): readonly string[] {
    return [...this.#violations];
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    const { operation: called } = call;
    const isPod = called === 'CreatePodsEviction' || called === 'DeletePods';
    if (moment !== 'begun' || !(isPod || ENDS.includes(called))) return;
    const { operation } = upgradeOf(call, this.#watched.ledger) ?? {};
    if (!operation) return;
    const { region, name } = operation;
    const { inCluster } = this.#watched.world().region(region).service('eks') as EksService;
    if (!inCluster.hasCluster(name)) return;
    this.#held++;
    const { store } = inCluster.kubernetes(name);
    const pods = store.list(PODS) as readonly Pod[];
    const budgets = store.list(DISRUPTION_BUDGETS) as readonly DisruptionBudget[];
    const short = (gone: readonly Pod[]): DisruptionBudget | undefined =>
      budgets.find((budget) => {
        const taken = gone.filter((pod) => isReady(pod) && isOf(budget, pod)).length;
        return taken > 0 && taken > (budgetStatus(store, budget).disruptionsAllowed ?? 0);
      });
    if (isPod) this.#takes(call, operation.id, pods, short);
    const ids = [call.input.InstanceId, call.input.InstanceIds].flat();
    const nodes = (store.list(NODES) as readonly KubeNode[])
      .filter(({ spec }) => ids.includes(spec.providerID?.split('/').at(-1)))
      .map(({ metadata }) => metadata.name);
    const held = short(pods.filter(({ spec }) => nodes.includes(spec.nodeName ?? '')));
    if (held) this.#tell(call, `ended ${nodes.join()} under pods`, held);
  }

  #takes(
    call: CallFacts,
    id: string,
    pods: readonly Pod[],
    short: (gone: readonly Pod[]) => DisruptionBudget | undefined,
  ): void {
    const [, namespace, name] = EVICTION.exec(String(call.input.path)) ?? [];
    const pod = pods.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
    const held = pod && pod.metadata.deletionTimestamp === undefined ? short([pod]) : undefined;
    if (!pod || !held) return;
    if (call.operation === 'DeletePods') this.#tell(call, `deleted pod ${namespace}/${name}`, held);
    const key = `${id} ${pod.metadata.uid}`;
    const tries = (this.#tries.get(key) ?? 0) + 1;
    this.#tries.set(key, tries);
    if (tries > MOST_TRIES) this.#tell(call, `asked more than twice for pod ${namespace}/${name}`, held);
  }

  #tell({ functionName, region }: CallFacts, what: string, { metadata }: DisruptionBudget): void {
    this.#violations.add(
      `${functionName} of ${region} ${what}, and budget ${metadata.namespace}/${metadata.name} does not allow it`,
    );
  }
}

const isOf = ({ metadata, spec }: DisruptionBudget, pod: Pod): boolean =>
  metadata.namespace === pod.metadata.namespace && selects(spec.selector ?? {}, pod.metadata.labels ?? {});
