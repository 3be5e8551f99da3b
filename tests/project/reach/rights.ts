import type { ReachAccount } from './account.ts';
import { arn, callerOf, may } from './asks.ts';
import { RIGHTS, STAGES } from './own-rights.ts';
import { ACCOUNT } from './resolve.ts';

const bus = (name: string) => arn('events', `event-bus/${name}`);

/** True where one may make a principal an administrator of a cluster. */
function administers(account: ReachAccount, from: string, principalArn: string): boolean {
  const name = principalArn.split(':role/').at(-1);
  return may(
    account,
    from,
    {
      action: 'eks:CreateAccessEntry',
      resource: arn('eks', 'cluster/shop'),
      context: { 'eks:principalArn': principalArn, 'eks:accessEntryType': 'STANDARD' },
    },
    {
      action: 'eks:AssociateAccessPolicy',
      resource: arn('eks', `access-entry/shop/role/${ACCOUNT}/${name}/1`),
      context: { 'eks:policyArn': 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy' },
    },
  );
}

function puts(account: ReachAccount, from: string, busArn: string, detailType: string): boolean {
  return account.iam.evaluate(callerOf(from), {
    action: 'events:PutEvents',
    resource: busArn,
    context: { 'events:source': 'eks-fleet', 'events:detail-type': detailType },
    ...(account.busPolicies.has(busArn) ? { resourcePolicy: account.busPolicies.get(busArn) } : {}),
  }).allowed;
}

export const putsRequests = (account: ReachAccount, from: string, stage: string): boolean =>
  puts(account, from, bus(`eks-fleet-${stage}`), 'ClusterRequested');

/** Roles of the account's own, and the fleet's: each is a right by itself. */
const ROLES: readonly (readonly [RegExp, string])[] = [
  [/:role\/own-instances$/, 'roles that trust EC2'],
  [/:role\/own-pods$/, 'roles that trust Pod Identity'],
  [/:role\/own-capability$/, 'roles that trust capabilities'],
  [/:role\/own-hybrid$/, 'roles that trust IAM Roles Anywhere'],
  [/:role\/own-control-plane$/, 'roles that trust EKS'],
  [/:role\/admin-/, 'the account'],
  [/:role\/eks-fleet\/eks-fleet-(prod|dev)-clusters$/, "the fleet's role inside of clusters"],
  [/:role\/eks-fleet\/(forwarder\/)?eks-fleet-/, "the fleet's other roles"],
];

/** The right of one who comes to be this role. */
export const rightByRole = (roleArn: string): string | undefined =>
  ROLES.find(([pattern]) => pattern.test(roleArn))?.[1];

const COMPUTED: Readonly<Record<string, (account: ReachAccount, from: string) => boolean>> = {
  requests: (account, from) => STAGES.some((stage) => putsRequests(account, from, stage)),
  'requests to delete': (account, from) =>
    puts(account, from, bus('eks-fleet-prod'), 'ClusterDeletionRequested'),
  'requests to reconcile': (account, from) =>
    puts(account, from, bus('eks-fleet-prod'), 'SchedulesReconciliationRequested'),
  'requests to scale': (account, from) => puts(account, from, bus('eks-fleet-prod'), 'ClusterScaleRequested'),
  'requests to upgrade': (account, from) =>
    puts(account, from, bus('eks-fleet-prod'), 'ClusterUpgradeRequested'),
  'requests to fail over': (account, from) => puts(account, from, bus('eks-fleet-prod'), 'FailoverRequested'),
  facts: (account, from) =>
    ['eks-fleet-prod', 'eks-fleet-prod-home'].some((name) =>
      puts(account, from, bus(name), 'ClusterCreated'),
    ),
  'administrators of clusters': (account, from) =>
    administers(account, from, `arn:aws:iam::${ACCOUNT}:role/own-pods`),
  'itself as administrator of clusters': (account, from) => administers(account, from, from),
};

/** Names of the rights that a role has by itself. */
export function rightsOf(account: ReachAccount, from: string): readonly string[] {
  const held = Object.entries(RIGHTS).filter(([, asks]) => asks.some((ask) => may(account, from, ask)));
  const computed = Object.entries(COMPUTED).filter(([, holds]) => holds(account, from));
  return [...held, ...computed].map(([name]) => name);
}

export const KNOWN_RIGHTS: ReadonlySet<string> = new Set([
  ...Object.keys(RIGHTS),
  ...Object.keys(COMPUTED),
  ...ROLES.map(([, right]) => right),
]);
