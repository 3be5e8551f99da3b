/**
 * Findings of a preflight, by id: what each means and what to do about it. A `blocker` stands in the way, unless it can be
 * waived and is; a `warning` and a `note` are told. Ids are for good: waivers name them.
 */
export interface FindingRow {
  readonly severity: 'blocker' | 'warning' | 'note';
  readonly means: string;
  readonly todo: string;
  /** True where somebody may take it upon himself. */
  readonly isWaivable: boolean;
}

const blocker = (means: string, todo: string) =>
  ({ severity: 'blocker', means, todo, isWaivable: false }) as const;
const waivable = (means: string, todo: string) =>
  ({ severity: 'blocker', means, todo, isWaivable: true }) as const;
const warning = (means: string, todo: string) =>
  ({ severity: 'warning', means, todo, isWaivable: false }) as const;
const note = (means: string, todo: string) => ({ severity: 'note', means, todo, isWaivable: false }) as const;

/** The one table of findings. Subjects (which group, which budget) and details come with each finding. */
export const FINDINGS = {
  'target-unsupported': blocker(
    'EKS offers no clusters of this version, or supports it no longer',
    'name a version that `aws eks describe-cluster-versions` has as supported',
  ),
  'target-in-extended-support': warning(
    'the target is past its standard support and costs six times as much',
    'go on to a newer minor soon',
  ),
  'update-under-way': blocker(
    'EKS is already updating the cluster or one of its contents',
    'wait until the update has ended; `aws eks describe-update` tells of it',
  ),
  'cluster-not-active': blocker('the cluster is not ACTIVE', 'bring it back first'),
  'insight-error': waivable(
    "EKS's upgrade insights find something that the next version breaks",
    'fix what the insight says, or waive it by id, with `skipInsights` among the consents',
  ),
  'insight-unknown': waivable('EKS could not tell whether the cluster is affected', 'look at it by hand'),
  'insight-warning': warning("EKS's upgrade insights warn of something", 'look at what the insight says'),
  'insight-outdated': note(
    'the insight is red, and what it found was last seen before it was fixed',
    'nothing: EKS shows it for 30 days',
  ),
  'insight-answered': note(
    "EKS's insight is red or unknown, and a look at the cluster itself, or a step of the plan, answers it",
    'nothing',
  ),
  'addon-without-version': blocker(
    'no version of the add-on is good for the target',
    'take the add-on away, or wait for a version',
  ),
  'addon-not-for-both': warning(
    'no version of the add-on is good for both minors: it is changed after the control plane',
    'expect it to run on a version that it is not made for while the control plane soaks',
  ),
  'pin-not-offered': blocker(
    'the version that the fleet has resolved for the add-on is not offered in the region any more',
    'end the upgrade of the fleet and begin it anew: it resolves its versions once',
  ),
  'addon-not-pinned': note(
    'the fleet has resolved no version of the add-on: the cluster takes what is offered now',
    'expect another version of it than on the clusters before',
  ),
  'pinned-image-gone': blocker(
    'the image of the release that the fleet has resolved for a group of self-managed nodes is not in the region any more',
    'end the upgrade of the fleet and begin it anew: it resolves its versions once',
  ),
  'image-not-pinned': note(
    'the fleet has resolved no release for the nodes of a group: they take the newest image of their kind',
    'expect another image than on the clusters before',
  ),
  'addon-configuration': blocker(
    "the add-on's configuration does not fit the schema of the version that would be installed",
    'correct the configuration in the document, and apply it',
  ),
  'addon-unhealthy': waivable('the add-on is not ACTIVE', 'bring it up first'),
  'addon-self-managed': note(
    'a component that EKS does not manage runs in the cluster',
    'upgrade it by yourself, by the way in which it was installed',
  ),
  'node-skew': blocker(
    'nodes would be more than three minors behind the control plane',
    'move the nodes first: `--nodes-only`, or `nodes: each`',
  ),
  'nodes-not-ready': waivable('nodes are not Ready', 'mend or replace them'),
  'nodes-not-pinned': warning(
    'nodes choose their AMI by themselves: no release can be pinned',
    'expect them to move as soon as the control plane has',
  ),
  'hybrid-nodes': note('hybrid nodes are not upgraded for you', 'upgrade them after the control plane'),
  'free-addresses': blocker(
    'a subnet of the cluster has fewer than five free addresses, which EKS needs for the new control plane',
    'free addresses, or give the cluster another subnet',
  ),
  'surge-addresses': warning(
    'subnets of a node group have few free addresses for the nodes of its surge',
    'free addresses in them',
  ),
  'quota-instances': warning(
    'the quota of vCPUs leaves no room for the surge',
    'ask AWS for a higher quota, or free instances',
  ),
  'pdb-blocks-drain': waivable(
    'a PodDisruptionBudget allows no disruption: its nodes cannot be drained',
    'bring its pods up, or relax the budget',
  ),
  'webhook-fails-closed': waivable(
    'a webhook that fails closed runs in the cluster itself: while its pods move, its requests are refused',
    'run two of its pods, or let it fail open while nodes move',
  ),
  'node-group-issues': waivable('EKS finds issues with a node group', 'mend what the issue says'),
  'node-group-degraded': waivable('a node group is not ACTIVE', 'bring it back first'),
  'custom-image': warning(
    'a group with a custom AMI is left behind: its image is yours to give',
    'name an image for it: `--image group=ami-…`',
  ),
  'image-unfit': blocker(
    'the image that was given does not fit the group',
    'name an image of the architecture of the group that exists in its region',
  ),
  'ami-type-ends': blocker(
    'the AMI type of a group has no release for the target',
    'make a new group of another AMI type, and move the pods',
  ),
  'owned-by-another': waivable(
    'another tool owns the group, and would take the change back',
    'upgrade it there, or waive this',
  ),
  'gitops-fights': warning(
    'GitOps keeps something of this as it is in its repository',
    'change it in the repository, too',
  ),
  'cannot-look-inside': blocker(
    "the cluster's Kubernetes API cannot be asked, so that nothing is known of its pods and budgets",
    'give the fleet access: `eks-fleet adopt`, or apply the document',
  ),
  'not-allowed-inside': blocker(
    'the cluster does not allow the fleet something inside that the upgrade would do',
    'let the fleet in once more: `eks-fleet apply` or `eks-fleet adopt` brings the rules of its ClusterRole `eks-fleet` up to date',
  ),
  'alarm-missing': blocker(
    'an alarm that the request names does not exist: nothing would tell that the cluster is unhealthy',
    'make the alarm in CloudWatch, in the region of the cluster, or name another one',
  ),
  'alarm-not-ok': warning(
    'an alarm is not OK before anything has begun: nothing is started until it is, and nothing is taken back by itself',
    'see to the alarm first',
  ),
  'probe-failing': warning(
    'a site does not answer as it has to before anything has begun: nothing is started until it does, and nothing is taken back by itself',
    'see to the site first, or to what the probe expects of it',
  ),
  'rollback-window': blocker(
    'EKS cannot bring the former version back',
    'mend the cluster at its version; EKS goes back by one minor, within seven days of an upgrade in place',
  ),
  'support-policy': blocker(
    'the former version is in extended support, and the upgrade policy of the cluster is STANDARD',
    'set upgradePolicy.supportType to EXTENDED in the document and apply it; it costs six times as much',
  ),
  'nodes-newer': blocker(
    'nodes would be newer than their control plane, and the rollback does not bring them back',
    'bring nodes of the former version up first, and take these away',
  ),
  'fargate-newer': waivable(
    'pods on Fargate have the newer kubelet, and get it again until the control plane is back',
    'let these pods go, or waive this, with `skipInsights` among the consents: EKS is told to go back all the same',
  ),
  'rollback-to-be-tried': note(
    "AWS's own sources conflict on whether EKS takes this back",
    'nothing: it is tried, and where EKS refuses, a person is told what to do',
  ),
  'no-rollback': note('a rollback will not be possible', 'plan without one'),
  'extended-support-costs': note('until then the cluster costs more', 'upgrade sooner'),
  asleep: note('the cluster sleeps: its nodes are new when it wakes', 'nothing'),
} as const satisfies Readonly<Record<string, FindingRow>>;

export type FindingId = keyof typeof FINDINGS;

/** One finding about one subject: an add-on, a node group, a budget, an insight. */
export interface Finding {
  readonly id: FindingId;
  /** `shop/web` of a budget, the name of a group or an add-on; absent where it is about the cluster. */
  readonly subject?: string;
  /** The finding, in words. */
  readonly found: string;
}
