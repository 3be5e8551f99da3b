import { type Product, writtenIn } from './product.ts';
import { type Finding, type Reviewed, type Rule, unlessReviewed } from './rule.ts';
import { type Grant, grants } from './statements.ts';

const LIST = 'scripts/rules/conditions.ts';

/** Actions that hand rights on, and the keys by which a grant of them says whom and what. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'eks:CreateAccessEntry': ['eks:principalArn', 'eks:kubernetesGroups'],
  'eks:AssociateAccessPolicy': ['eks:policyArn'],
  'events:PutEvents': ['events:detail-type'],
  'kms:CreateGrant': ['kms:GrantIsForAWSResource'],
  'iam:PassRole': ['iam:PassedToService'],
  'iam:CreateRole': ['iam:PermissionsBoundary'],
  'iam:PutRolePolicy': ['iam:PermissionsBoundary'],
  'iam:AttachRolePolicy': ['iam:PermissionsBoundary'],
};

const OF_DOCUMENTS =
  'a document names the role, of whatever name; the boundary denies the roles of the fleet itself';
const LETS_IN = 'a document names whom it lets in, and as what: no key of IAM knows documents';

/** Grants that hand on more than a condition or a name says, each with its reason. */
const REVIEWED: Reviewed = {
  'RuleRole events:PutEvents without events:detail-type':
    'EventBridge alone is given it, for rules whose patterns name the facts',
  'CreateApplyAccessEntryRole eks:CreateAccessEntry without eks:principalArn, eks:kubernetesGroups': LETS_IN,
  'CreateApplyAccessEntryRole eks:AssociateAccessPolicy without eks:policyArn': LETS_IN,
  ...Object.fromEntries(
    [
      'StacksRole',
      'CreateApplyControlPlaneRole',
      'CreateApplyAccessEntryRole',
      'CreateApplyAddonRole',
      'CreateApplyCapabilityRole',
      'CreateApplyFargateProfileRole',
      'CreateApplyNodeGroupRole',
      'UpgradeUpgradeAddonRole',
      'CreateApplyPodIdentityAssociationRole',
      'ScaleSetBuiltInPoolsRole',
    ].map((role) => [`${role} iam:PassRole on role/*`, OF_DOCUMENTS]),
  ),
};

const names = (pattern: string, action: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(action);

const keysOf = ({ conditions }: Grant): readonly string[] =>
  Object.values(conditions).flatMap((keys) => Object.keys(keys));

/** The part of an ARN that says which role it is. */
const nameIn = (arn: string): string => arn.split(':').slice(5).join(':');
const isOurs = (arn: string): boolean =>
  /^role\/eks-fleet\//.test(nameIn(arn)) || /^\{AWS::IAM::Role /.test(arn);

interface Open extends Finding {
  readonly key: string;
}

function findingsOf(product: Product, grant: Grant): readonly Open[] {
  const { role, actions, resources } = grant;
  const at = { file: writtenIn(product, role) };
  return Object.entries(NEEDED)
    .filter(([action]) => actions.some((pattern) => names(pattern, action)))
    .flatMap(([action, needed]) => {
      const missing = needed.filter((key) => !keysOf(grant).includes(key));
      const strange = action === 'iam:PassRole' ? resources.filter((arn) => !isOurs(arn)) : [];
      const place = `${role}, ${action}`;
      return [
        ...(missing.length === 0
          ? []
          : [
              {
                ...at,
                key: `${role} ${action} without ${missing.join(', ')}`,
                place,
                found: `no condition on ${missing.join(', ')}`,
                allowed: `one that says whom or what, or a row in ${LIST}`,
              },
            ]),
        ...(strange.length === 0
          ? []
          : [
              {
                ...at,
                key: `${role} ${action} on ${strange.map(nameIn).join(', ')}`,
                place,
                found: `on ${strange.join(', ')}`,
                allowed: `a role under /eks-fleet/, or a row in ${LIST}`,
              },
            ]),
      ];
    });
}

/** A grant that hands rights on says to whom, and which. */
export const conditions: Rule = {
  name: 'conditions',
  why: 'one function that is taken over makes itself an administrator, or asks for what it likes',
  check: (product) => {
    const { global, regional } = product.templates;
    const found = [...grants(global), ...grants(regional)].flatMap((grant) => findingsOf(product, grant));
    return unlessReviewed(found, REVIEWED, ({ key }) => key, LIST);
  },
};
