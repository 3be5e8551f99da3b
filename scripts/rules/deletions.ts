import { CLUSTER_TAG, NODE_TAGS } from '../../domain/decide/ownership.ts';
import { type Product, writtenIn } from './product.ts';
import { REVIEWED_DELETIONS } from './reviewed-deletions.ts';
import { type Finding, type Reviewed, type Rule, unlessReviewed } from './rule.ts';
import { actionsNamed, denials, type Grant, grants } from './statements.ts';

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

/** Actions for which no reason is good enough: the resource or a tag has to bound them. */
const NEVER_REVIEWED = new Set(['ec2:TerminateInstances']);

/** Without what each ARN begins with, and the account that templates are compiled for. */
const shortOf = (resources: readonly string[]): string =>
  resources.map((arn) => arn.replace(/^arn:aws:/, '').replace('111122223333', 'ACCOUNT')).join(', ');

/** The part of an ARN that says which one it is. */
const nameIn = (arn: string): string => arn.split(':').slice(5).join(':');

const OURS = [CLUSTER_TAG, ...NODE_TAGS];

const KEYS = OURS.flatMap((tag) => [`aws:ResourceTag/${tag}`, `ec2:ResourceTag/${tag}`]);

const heldBy = (
  { conditions }: Grant,
  operator: string,
): readonly (readonly [string, string | readonly string[]])[] => Object.entries(conditions[operator] ?? {});

/** Conditions that only hold of the fleet's own resources: a tag says so. */
const isTagged = (grant: Grant): boolean =>
  heldBy(grant, 'Null').some(([key, value]) => KEYS.includes(key) && String(value) === 'false') ||
  [...heldBy(grant, 'StringEquals'), ...heldBy(grant, 'StringLike')].some(
    ([key, value]) => KEYS.includes(key) && ![value].flat().includes('*'),
  );

/** True where the action is denied on every resource without our tags, and under no other condition. */
function isDeniedUntagged(role: string, action: string, denied: readonly Grant[]): boolean {
  return denied.some((denial) => {
    const tags = heldBy(denial, 'Null');
    const isOfTags = tags.every(([key, value]) => KEYS.includes(key) && String(value) === 'true');
    const isAlone = Object.keys(denial.conditions).length === 1 && tags.length > 0;
    const covers = denial.actions.includes(action) && denial.resources.includes('*');
    return denial.role === role && covers && isAlone && isOfTags;
  });
}

const isNamed = ({ resources }: Grant): boolean => resources.every((arn) => /\beks-fleet/.test(nameIn(arn)));

interface Open extends Finding {
  readonly key: string;
}

async function findingsOf(
  product: Product,
  grant: Grant,
  denied: readonly Grant[],
): Promise<readonly Open[]> {
  if (isTagged(grant) || isNamed(grant)) return [];
  const found: Open[] = [];
  for (const pattern of grant.actions) {
    const [service = ''] = pattern.split(':');
    for (const { name } of await actionsNamed(pattern)) {
      const action = `${service}:${name}`;
      if (!TAKES_AWAY.test(name) || isDeniedUntagged(grant.role, action, denied)) continue;
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

/** A grant of a deletion may reach no more than the fleet's own. */
export const deletions: Rule = {
  name: 'deletions',
  why: 'one mistake of a decider takes away what the fleet never made',
  check: async (product) => {
    const { global, regional } = product.templates;
    const all = [...grants(global), ...grants(regional)];
    const denied = [...denials(global), ...denials(regional)];
    const found = (await Promise.all(all.map((grant) => findingsOf(product, grant, denied)))).flat();
    return unlessReviewed(found, REVIEWED, ({ key }) => key, LIST);
  },
};
