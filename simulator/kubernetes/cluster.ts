import type { Kernel } from '../kernel/kernel.ts';
import { ApiServer } from './api/api-server.ts';
import type { ClusterRoleBinding } from './api/objects.ts';
import { CLUSTER_ROLE_BINDINGS, CLUSTER_ROLES, NODE_CLAIMS, NODE_POOLS } from './api/resources.ts';
import type { ServedCluster } from './api/served-cluster.ts';
import { ObjectStore } from './api/store.ts';
import { Autoscalers } from './controllers/autoscalers.ts';
import { Drift } from './controllers/drift.ts';
import { Fargate, type FargateHost } from './controllers/fargate.ts';
import { type InstanceLauncher, Karpenter } from './controllers/karpenter.ts';
import { Nodes } from './controllers/nodes.ts';
import { SelfHeal } from './controllers/self-heal.ts';
import { StatefulSets } from './controllers/stateful-sets.ts';
import { Workloads } from './controllers/workloads.ts';
import type { Surroundings } from './surroundings.ts';

/** EKS's own field manager of objects. */
const EKS = 'eks';

/** The inside of one cluster: its objects, and the controllers that work on them. */
export class KubernetesCluster implements ServedCluster {
  readonly store: ObjectStore;
  readonly server: ApiServer;
  readonly workloads: Workloads;
  readonly nodes: Nodes;
  readonly karpenter: Karpenter;
  readonly drift: Drift;
  readonly fargate: Fargate;
  readonly selfHeal: SelfHeal;
  servesKarpenter = false;
  readonly refusesBuiltInChanges: boolean;
  readonly #kernel: Kernel;

  constructor(given: {
    readonly kernel: Kernel;
    readonly durationScale: number;
    /** Names the cluster among those of the world. */
    readonly purpose: string;
    readonly launcher: InstanceLauncher;
    readonly fargate: FargateHost;
  }) {
    const { kernel, durationScale, purpose } = given;
    this.#kernel = kernel;
    this.store = new ObjectStore(kernel, `${purpose}/uids`);
    const around: Surroundings = { kernel, durationScale, purpose, store: this.store };
    this.workloads = new Workloads(around);
    new StatefulSets(around, this.workloads);
    new Autoscalers(around);
    this.nodes = new Nodes(around, this.workloads);
    this.karpenter = new Karpenter(around, this.nodes, given.launcher);
    this.drift = new Drift(around, this.karpenter, () => given.launcher.version());
    this.selfHeal = new SelfHeal(around);
    this.fargate = new Fargate(around, this.workloads, given.fargate);
    this.refusesBuiltInChanges = kernel.random('kubernetes/built-in-pools').chance(0.5);
    this.workloads.whenUnschedulable = () => this.karpenter.plan();
    this.#plantDefaults();
    this.server = new ApiServer(kernel, this);
  }

  /** Plants the roles that every API server makes (Kubernetes, "API discovery roles"), those that callers use. */
  #plantDefaults(): void {
    const probes = ['/healthz', '/livez', '/readyz', '/version', '/version/'];
    const reviews = ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'];
    const roles = [
      { name: 'cluster-admin', rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] },
      { name: 'system:discovery', rules: [{ nonResourceURLs: [...probes, '/api*'], verbs: ['get'] }] },
      {
        name: 'system:basic-user',
        rules: [{ apiGroups: ['authorization.k8s.io'], resources: reviews, verbs: ['create'] }],
      },
    ];
    for (const { name, rules } of roles) {
      this.store.add(CLUSTER_ROLES, { metadata: { name }, rules }, 'kube-apiserver');
      const group = name === 'cluster-admin' ? 'system:masters' : 'system:authenticated';
      this.store.add(CLUSTER_ROLE_BINDINGS, bindingOf(name, group), 'kube-apiserver');
    }
  }

  /**
   * Gives the cluster exactly these of Auto Mode's own pools (EKS guide, "Enable or Disable Built-in NodePools"). The
   * nodes of a pool that is disabled go with it.
   */
  setBuiltInPools(names: readonly string[], isEnabled: boolean): void {
    if (isEnabled) this.karpenter.autoMode = true;
    else if (this.karpenter.autoMode) this.#endAutoMode();
    if (isEnabled) this.servesKarpenter = true;
    for (const pool of this.store.list(NODE_POOLS)) {
      const { name, labels } = pool.metadata;
      if (labels?.['app.kubernetes.io/managed-by'] !== 'eks' || names.includes(name)) continue;
      this.store.remove(NODE_POOLS, pool);
    }
    for (const name of names) if (!this.store.find(NODE_POOLS, name)) this.#addBuiltInPool(name);
  }

  /** AWS takes all of its nodes away before its controller stops (EKS guide, "Disable EKS Auto Mode"). */
  #endAutoMode(): void {
    for (const claim of this.store.list(NODE_CLAIMS)) this.store.remove(NODE_CLAIMS, claim);
    this.store
      .until(() => this.store.list(NODE_CLAIMS).length === 0)
      .then(() => {
        this.karpenter.autoMode = false;
      })
      .catch((error: unknown) => this.#kernel.fail(error));
  }

  #addBuiltInPool(name: string): void {
    const taints = name === 'system' ? [{ key: 'CriticalAddonsOnly', effect: 'NoSchedule' }] : [];
    const spec = { template: { spec: { taints } } };
    const metadata = {
      name,
      labels: { 'app.kubernetes.io/managed-by': 'eks' },
      finalizers: ['karpenter.sh/termination'],
    };
    this.store.add(NODE_POOLS, { metadata, spec, status: {} }, EKS);
    if (this.refusesBuiltInChanges) return;
    const desired = { metadata: { labels: metadata.labels }, spec: { ...spec, limits: null, weight: null } };
    this.selfHeal.keep({ type: NODE_POOLS, name, namespace: undefined, desired, manager: EKS });
  }
}

const bindingOf = (role: string, group: string) => ({
  metadata: { name: role },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
  subjects: [
    { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group },
  ] satisfies ClusterRoleBinding['subjects'],
});
