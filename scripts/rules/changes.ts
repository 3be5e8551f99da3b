import type { Finding, Rule } from './rule.ts';
import { calleeOf, type Found, functionAround, nameOfFunction, nodesIn, syntaxOf } from './syntax.ts';

const LIST = 'scripts/rules/changes.ts';

/** Functions that read the pause and the lease, and only then make the change that they are given. */
const GUARDS = new Set(['change', 'changeBy', 'whileHeld', 'applyDecision', 'deleteItem']);

/** Methods of ports by which tasks only ask. */
const READS: Readonly<Record<string, readonly string[]>> = {
  accountFacts: ['read'],
  alarms: ['states'],
  apiServers: ['exchange'],
  clock: ['endsAt', 'now', 'sleepUntil'],
  contents: ['addonVersions', 'list', 'read'],
  dns: ['checkerRanges', 'records', 'statuses', 'zones'],
  eks: ['describeCluster', 'failedUpdate', 'updates'],
  executions: ['end', 'stopped'],
  fleets: ['deployedIn', 'list', 'read'],
  guard: ['acceptance', 'behind', 'drill', 'read', 'readiness', 'shortage', 'sizes', 'slots'],
  fleetOffers: ['minors', 'offers'],
  fleetUpgrades: ['list', 'read'],
  hooks: ['isWaitedFor', 'run'],
  hookFunctions: ['unfit'],
  identities: ['whoSigned'],
  insights: ['insights', 'lastRefresh'],
  invocation: ['remainingMs'],
  kubernetes: [
    'autoscalers',
    'can',
    'controllers',
    'cronJobs',
    'deployment',
    'disruptionBudgets',
    'nodeClaims',
    'nodePools',
    'nodes',
    'pods',
    'webhooks',
  ],
  lags: ['ofAlarm'],
  launchTemplates: ['versionWith'],
  leases: ['heldLeases', 'leasesHeldBy', 'operationOf'],
  leftovers: ['find', 'findWithRules', 'volumes'],
  loadBalancers: ['all'],
  names: ['addresses'],
  network: ['availabilityZones', 'subnets', 'vpcCidrs'],
  nodeGroups: ['groups', 'hasFargateProfiles', 'sizesOf', 'withFailedLaunches'],
  operations: [
    'isOnRecord',
    'operationsOf',
    'readClaim',
    'readLease',
    'readOperation',
    'readPlan',
    'readStanding',
  ],
  ownGroups: ['groups', 'newestImage'],
  probes: ['ask'],
  provisionedNodes: ['nodes'],
  records: ['read'],
  registry: ['list', 'listScheduled', 'read', 'toldSupport'],
  scalingGroups: ['find'],
  seats: ['read'],
  signals: ['list'],
  schedules: ['get', 'groupState', 'list'],
  stacks: ['beginning', 'describe', 'find', 'importersOf', 'namesOfCluster', 'resources'],
  topics: ['exists'],
  waiting: ['list', 'read'],
  words: ['isEmpty', 'read'],
};

/** Methods that change a cluster, its contents, or its records. */
const CHANGES: Readonly<Record<string, readonly string[]>> = {
  contents: ['change'],
  eks: ['change', 'changeVersion'],
  dns: ['replace'],
  guard: ['recordBehind', 'recordDrill', 'recordReadiness', 'recordShortage', 'recordSizes', 'write'],
  hooks: ['invoke', 'start'],
  insights: ['startRefresh'],
  kubernetes: ['cordon', 'deleteNodeClaim', 'evict', 'limitNodePool', 'scaleDeployment', 'makeRole'],
  launchTemplates: ['addVersion'],
  leftovers: ['change'],
  loadBalancers: ['change'],
  nodeGroups: ['change'],
  port: ['change'],
  scalingGroups: ['end', 'resize', 'useTemplate'],
  registry: ['recordAccess', 'register', 'unregister'],
  fleetUpgrades: ['store'],
  schedules: ['delete', 'put'],
  seats: ['take'],
  operations: ['recordReport'],
  stacks: ['create', 'delete', 'update'],
  fleets: ['store'],
  words: ['remove', 'say'],
};

const PREPARES =
  "What a failover plan needs is no cluster's: it is changed over what was read alone, and a pause holds moves";
const FIRES =
  "A Fleet document's schedules are brought to what it says, under no cluster's lease; a firing is a request like any other";

/** Methods that change something and need no lease, or take and end one: each with its reason. */
const ALONE: Readonly<Record<string, string>> = {
  'facts.publish': 'A fact changes nothing: it tells of what is done',
  'topics.publish': 'A notice changes nothing: it tells of a fact',
  'signals.record': "A word on a region, of no cluster's: observers read it, and it asks a person at most",
  'rejections.record':
    'A refusal has no operation and no lease: an item of its own, which nothing reads but people',
  'functions/failover/say-word.ts words.say':
    'Looks at the lease before each of its tries, which it is given as `allowed`',
  'leases.claim': 'How a lease is taken: under a condition on what was read of it',
  'leases.skip': 'How a request is claimed that takes no lease, under the same condition',
  'leases.endOperation':
    'The first end that is written stays, by a condition; it is told while another holds the lease',
  'leases.completeOperation': 'Ends the hold of its own epoch and operation alone, by a condition',
  'leases.releaseLease': 'Ends the hold of its own epoch and operation alone, by a condition',
  'operations.recordPlan':
    'Written only while its operation is under way, by a condition, and is of no other',
  'registry.recordToldSupport':
    'it says which end of support was told: of no operation, and of nothing that runs',
  'registry.recordDrift':
    'Of a look that holds no lease: written unless another document was applied since, by a condition',
  'schedules.ensureGroup':
    "The groups of a Fleet document, which is stored under its operation's lease before",
  'schedules.deleteGroup':
    "The groups of a Fleet document, which is stored under its operation's lease before",
  'functions/waves/advance-upgrade.ts fleetUpgrades.store':
    'The record of a fleet upgrade, under a condition on the revision that was read; it holds no lease',
  'functions/waves/schedule-advance.ts schedules.put':
    'Has a fleet upgrade looked at: the look decides by the record, and each cluster by its own lease',
  'functions/fleet/reconcile-cluster.ts schedules.put': FIRES,
  'functions/fleet/reconcile-cluster.ts schedules.delete': FIRES,
  'functions/failover-readiness/apply-word.ts words.remove': PREPARES,
  'functions/failover-readiness/apply-word.ts words.say': PREPARES,
  'functions/failover-readiness/attach-checks.ts dns.replace': PREPARES,
  'functions/failover-readiness/detach-checks.ts dns.replace': PREPARES,
  'functions/failover-readiness/enter-plan.ts guard.write': PREPARES,
  'functions/failover-readiness/keep-schedules.ts schedules.delete': PREPARES,
  'functions/failover-readiness/keep-schedules.ts schedules.put': PREPARES,
  'functions/failover-readiness/record-readiness.ts guard.recordReadiness': PREPARES,
  'functions/failover-readiness/record-sizes.ts guard.recordSizes': PREPARES,
  'functions/failover-readiness/see-to-stack.ts stacks.create': PREPARES,
  'functions/failover-readiness/see-to-stack.ts stacks.delete': PREPARES,
  'functions/failover-readiness/see-to-stack.ts stacks.update': PREPARES,
  'taskTokens.succeed': 'Wakes who waits; that one reads pause and lease itself',
  'waiting.put': 'Says who waits for the end of a pause: held by it, it may do nothing else',
  'waiting.remove': 'Of who waits no more',
};

type Said = 'reads' | 'changes' | 'alone';
const rowsOf = (of: Readonly<Record<string, readonly string[]>>, said: Said) =>
  Object.entries(of).flatMap(([port, methods]) =>
    methods.map((method) => [`${port}.${method}`, said] as const),
  );
const METHODS: ReadonlyMap<string, Said> = new Map<string, Said>([
  ...rowsOf(READS, 'reads'),
  ...rowsOf(CHANGES, 'changes'),
  ...Object.keys(ALONE)
    .filter((key) => !key.includes(' '))
    .map((key) => [key, 'alone'] as const),
]);
const PORTS = new Set([...METHODS.keys()].map((key) => key.split('.')[0]));

export const changes: Rule = {
  name: 'changes',
  why: 'a task changes a cluster that is paused, or that a newer operation owns',
  check: ({ sources }) =>
    [...sources].flatMap(([file, text]) => {
      const isTask = file.startsWith('functions/') && !/^functions\/runtime\/|\.contract\.ts$/.test(file);
      return isTask ? findingsOf(file, text) : [];
    }),
};

/** The types of parameters, where their names do not say them. */
const TYPES: Readonly<Record<string, string>> = {
  SchedulesPort: 'schedules',
  StackPort: 'stacks',
  WordsPort: 'words',
  SeatsPort: 'seats',
};

/**
 * The port that tasks call: `eks` of `ports.eks.change`; for `port.put`, the one that the type of the parameter says.
 */
function portOf(names: readonly string[], { around }: Found): string | undefined {
  const [first = '', second = ''] = names;
  if (first === 'ports') return names.length > 2 ? second : undefined;
  const of = around
    .flatMap(({ params }) => nodesIn(params))
    .find(({ node }) => {
      return node.type === 'Identifier' && node.value === first && node.typeAnnotation;
    });
  const type = nodesIn(of?.node.typeAnnotation).map(({ node }) => TYPES[String(node.value)]);
  const port = type.find((one) => one !== undefined) ?? first;
  return names.length === 2 && PORTS.has(port) ? port : undefined;
}

function findingsOf(file: string, text: string): readonly Finding[] {
  const all = nodesIn(syntaxOf(text));
  return all.flatMap((found): readonly Finding[] => {
    const names = calleeOf(found.node);
    const port = portOf(names, found);
    const method = names.at(-1) ?? '';
    const key = `${port}.${method}`;
    const said = METHODS.get(key);
    if (port === undefined || (said === undefined && method in Array.prototype)) return [];
    const within = functionAround(found.around);
    const place = `${(within && nameOfFunction(within)) ?? 'handler'}, ${names.join('.')}`;
    if (said === undefined)
      return [
        {
          file,
          place,
          found: 'a method of a port of which the table of this rule says nothing',
          allowed: `a row of READS, CHANGES, or ALONE with its reason (${LIST})`,
        },
      ];
    if (said !== 'changes' || `${file} ${key}` in ALONE || isGuarded(found, all)) return [];
    const allowed = `inside of ${[...GUARDS].join(', ')}, or a row of ALONE with its reason (${LIST})`;
    return [{ file, place, found: 'a change before which nothing looks at pause and lease', allowed }];
  });
}

/** True inside of a function that a guard is given, or in a function of the file that is only ever called there. */
function isGuarded({ around }: Found, all: readonly Found[]): boolean {
  if (around.some((one) => GUARDS.has(calleeOf(one)[0] ?? ''))) return true;
  const within = functionAround(around);
  const name = within && nameOfFunction(within);
  if (name === undefined) return false;
  const calls = all.filter(({ node }) => calleeOf(node).join('.') === name);
  return calls.length > 0 && calls.every((call) => isGuarded(call, all));
}
