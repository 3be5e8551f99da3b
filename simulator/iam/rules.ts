import type { Rule } from '../rule.ts';

const GUIDE = 'IAM guide';
const EVALUATION = `${GUIDE}, "Policy evaluation logic"`;

/** The rules of IAM and STS, kept true by `tests/simulator/rules.test.ts`. */
export const IAM_RULES: readonly Rule[] = [
  {
    rule: 'What nothing allows is refused, and the text says which type of policy is missing',
    source: `${GUIDE}, "Troubleshooting access denied error messages"`,
    test: 'refuses what no policy allows, in AWS words',
  },
  {
    rule: 'An explicit deny wins over every allow',
    source: EVALUATION,
    test: 'lets an explicit deny win over every allow',
  },
  {
    rule: 'A permissions boundary must allow what the identity policy allows',
    source: `${GUIDE}, "Permissions boundaries"`,
    test: 'needs the permissions boundary to allow too',
  },
  {
    rule: 'Actions match without regard to case, resources with it',
    source: `${GUIDE}, "Action" and "Resource" elements`,
    test: 'matches actions without regard to case and resources with it',
  },
  {
    rule: 'A wildcard stays in its segment of an ARN; missing segments are wildcards',
    source: `${GUIDE}, "Resource" element`,
    test: 'keeps a wildcard within its segment of an ARN and completes an incomplete one',
  },
  {
    rule: 'A policy variable without a value matches nothing',
    source: `${GUIDE}, "Policy variables"`,
    test: 'resolves policy variables, and matches nothing where the key is absent',
  },
  {
    rule: 'A resource policy that names a role allows by itself, within the boundary',
    source: EVALUATION,
    test: 'allow a role that they name, within its permissions boundary',
  },
  {
    rule: 'A resource policy that names the account only delegates to its policies',
    source: `${GUIDE}, "Principal" element`,
    test: 'only delegate to the account where they name its root',
  },
  {
    rule: 'A deny of a resource policy holds for administrators too',
    source: EVALUATION,
    test: 'deny even the administrator',
  },
  {
    rule: 'A service on its own behalf is judged by resource policies, source ARN included',
    source: `${GUIDE}, "The confused deputy problem"`,
    test: 'alone judge a service, by its source too',
  },
  {
    rule: 'Across accounts both sides must allow',
    source: `${GUIDE}, "Cross-account policy evaluation logic"`,
    test: 'must allow a caller of another account, and so must its own policy',
  },
  {
    rule: 'Role names are unique in the account without regard to case',
    source: 'SDK typings of @aws-sdk/client-iam, CreateRoleRequest.RoleName',
    test: '%s of %j is refused as IAM does',
  },
  {
    rule: 'A role with policies, or in an instance profile, cannot be deleted',
    source: 'SDK typings of @aws-sdk/client-iam, DeleteRole; Terraform issues on DeleteConflict',
    test: 'cannot be deleted with policies or in an instance profile',
  },
  {
    rule: 'An account has 1,000 roles unless its quota was raised',
    source: `${GUIDE}, "IAM and AWS STS quotas"`,
    test: 'are limited by the account quota',
  },
  {
    rule: 'A trust policy names only principals that exist',
    source: `${GUIDE}, "Troubleshooting IAM roles"`,
    test: 'refuse to trust a role that does not exist',
  },
  {
    rule: 'A new role may not be seen by other services for some seconds',
    source: `${GUIDE}, "Changes that I make are not always immediately visible"`,
    test: 'does not see a new role for up to ten seconds, depending on the seed',
  },
  {
    rule: 'Passing a role takes iam:PassRole, with the service that it is passed to',
    source: `${GUIDE}, "Grant a user permissions to pass a role to an AWS service"`,
    test: 'asks for PassRole with the service that the role is passed to',
  },
  {
    rule: 'A service makes its own role as whoever is the first to need it, and once an account',
    source: `${GUIDE}, "Create a service-linked role"`,
    test: 'of a service are made once, as a caller who may',
  },
  {
    rule: 'AssumeRole needs the trust policy, whatever the caller may do otherwise',
    source: `${GUIDE}, "Role trust policies"`,
    test: 'refuses whoever the role does not trust, whatever their own policy',
  },
  {
    rule: 'Chained sessions last an hour at most',
    source: 'SDK typings of @aws-sdk/client-sts, AssumeRoleRequest.DurationSeconds',
    test: 'limits chained sessions to an hour',
  },
  {
    rule: 'A presigned GET of STS is of whoever has signed it',
    source: `${GUIDE}, "Authenticating requests: query parameters"`,
    test: 'is of whoever has signed it, with a session token or without',
  },
  {
    rule: 'Its signature covers the query and the headers that it names',
    source: `${GUIDE}, "Create a signed AWS API request"; hashicorp/vault, aws auth, X-Vault-AWS-IAM-Server-ID`,
    test: 'is refused where its query, or a header that it signs, is another',
  },
  {
    rule: 'It holds for 15 minutes about its date',
    source: `${GUIDE}, "Troubleshoot signed requests for AWS APIs"; devsecops/bootcamp#101`,
    test: 'is refused a quarter of an hour after its date, and before',
  },
  {
    rule: 'Whether X-Amz-Expires ends it sooner is disputed, and the seed says',
    source: `${GUIDE}, "Query string parameters"; kubernetes-sigs/aws-iam-authenticator, pkg/token`,
    test: 'ends with its own expiry, or for all that does not',
  },
  {
    rule: 'A regional endpoint takes the credential scope of its own region only',
    source: `cloud-custodian/cloud-custodian#4874; hashicorp/terraform-provider-aws#34865`,
    test: 'is refused by an endpoint of another region than it is signed for',
  },
  {
    rule: 'STS answers unknown, incomplete and expired credentials by codes of the Query protocol',
    source: `STS API reference, "Common Error Types"`,
    test: 'is refused where its keys are unknown, their token is missing, or they have expired',
  },
  {
    rule: 'Answers and errors are XML, and JSON where Accept says so',
    source: `gravitational/teleport#47425`,
    test: 'is XML, or JSON where that is wanted',
  },
];
