import { CLUSTER_TAG, NODE_TAGS } from '../../domain/decide/ownership.ts';
import { type Product, writtenIn } from './product.ts';
import { REVIEWED_DELETIONS } from './reviewed-deletions.ts';
import { type Finding, type Reviewed, type Rule, unlessReviewed } from './rule.ts';
import { actionsNamed, type Grant, grants } from './statements.ts';

const LIST = 'scripts/rules/reviewed-deletions.ts';

/** Actions that take something away, by the verbs of AWS. */
const TAKES_AWAY =
  /^(Delete|Terminate|Remove|Detach|Disassociate|Deregister|Revoke|Release|Unassign|Stop|Cancel|Disable|Purge|Reset|Untag|Abort|Put\w*Policy$)/;

const keyOf = (role: string, action: string, resources: string) => `${role} ${action} on ${resources}`;

const REVIEWED: Reviewed = Object.fromEntries(
  REVIEWED_DELETIONS.flatMap(({ role, service, actions, on, because }) =>
    actions.map((action) => [keyOf(role, `${service}:${action}`, on), because]),
  ),
);

/** What no reason is good enough for: it has to be told by the resource or a tag. */
const NEVER_REVIEWED = new Set(['ec2:TerminateInstances']);

/** Without what each ARN begins with, and the account that templates are compiled for. */
const shortOf = (resources: readonly string[]): string =>
  resources.map((arn) => arn.replace(/^arn:aws:/, '').replace('111122223333', 'ACCOUNT')).join(', ');

/** The part of an ARN that says which one it is. */
const nameIn = (arn: string): string => arn.split(':').slice(5).join(':');

const OURS = [CLUSTER_TAG, ...NODE_TAGS];

/** Conditions that only hold of what is ours: it has a tag that says so. */
function isTagged({ conditions }: Grant): boolean {
  const keys = OURS.flatMap((tag) => [`aws:ResourceTag/${tag}`, `ec2:ResourceTag/${tag}`]);
  const held = (operator: string) => Object.entries(conditions[operator] ?? {});
  return (
    held('Null').some(([key, value]) => keys.includes(key) && String(value) === 'false') ||
    [...held('StringEquals'), ...held('StringLike')].some(
      ([key, value]) => keys.includes(key) && ![value].flat().includes('*'),
    )
  );
}

const isNamed = ({ resources }: Grant): boolean => resources.every((arn) => /\beks-fleet/.test(nameIn(arn)));

interface Open extends Finding {
  readonly key: string;
}

async function findingsOf(product: Product, grant: Grant): Promise<readonly Open[]> {
  if (isTagged(grant) || isNamed(grant)) return [];
  const found: Open[] = [];
  for (const pattern of grant.actions) {
    const [service = ''] = pattern.split(':');
    for (const { name } of await actionsNamed(pattern)) {
      if (!TAKES_AWAY.test(name)) continue;
      const action = `${service}:${name}`;
      const isOpen = NEVER_REVIEWED.has(action);
      found.push({
        key: isOpen ? '' : keyOf(grant.role, action, shortOf(grant.resources)),
        file: writtenIn(product, grant.role),
        place: `${grant.role}, ${action}`,
        found: `on ${grant.resources.join(', ')}`,
        allowed: isOpen
          ? `a condition on one of the tags ${OURS.join(', ')}`
          : `a resource named eks-fleet-…, a condition on such a tag, or a row in ${LIST} that says what keeps it from what is not ours`,
      });
    }
  }
  return found;
}

/** What may take something away may take away no more than what is the fleet's. */
export const deletions: Rule = {
  name: 'deletions',
  why: 'one mistake of a decider takes away what the fleet never made',
  check: async (product) => {
    const all = [...grants(product.templates.global), ...grants(product.templates.regional)];
    const found = (await Promise.all(all.map((grant) => findingsOf(product, grant)))).flat();
    return unlessReviewed(found, REVIEWED, ({ key }) => key, LIST);
  },
};
