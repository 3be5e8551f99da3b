import { type Finding, type Reviewed, type Rule, unlessReviewed } from './rule.ts';
import { isPaged, type SdkCall, sdkCallsIn } from './sdk-calls.ts';

const LIST = 'scripts/rules/pages.ts';
const BY_IDS = 'Asked by ids without MaxResults: EC2 answers all of them at once';

/** Lists of which the first page is enough, each with its reason. */
const ONE_PAGE: Reviewed = {
  'aws/account-facts/ec2-resources.ts subnets DescribeSubnets': BY_IDS,
  'aws/account-facts/ec2-resources.ts vpcCidrs DescribeVpcs': BY_IDS,
  'aws/account-facts/group-images.ts imageOf DescribeLaunchTemplateVersions': 'Of one version',
  'aws/ec2/own-groups.ts image DescribeImages': BY_IDS,
  'aws/ec2/network.ts subnets DescribeSubnets': BY_IDS,
  'aws/ec2/network.ts vpcCidrs DescribeVpcs': BY_IDS,
  'aws/deployment/find-stack.ts findStack DescribeStacks': 'Of one name',
  'aws/cloudwatch/lags.ts ofAlarm DescribeAlarms': 'Of one name',
  'aws/cloudformation/stacks.ts find DescribeStacks': 'Of one name',
  'aws/eks/eks.ts addonVersions DescribeAddonVersions': 'Of one name, with all of its versions',
  'aws/s3/words.ts isEmpty ListObjectsV2': 'One object is enough to know',
  'aws/stepfunctions/executions.ts stopped ListExecutions': 'The newest hundred, as the port says',
  'aws/log-groups.ts logGroup DescribeLogGroups':
    'In the order of names: the one that is the prefix comes first',
  'aws/eks/node-groups.ts failedLaunches DescribeScalingActivities': 'The newest, as many as are asked for',
  'aws/eks/node-groups.ts hasFargateProfiles ListFargateProfiles': 'Whether there is one',
  'aws/pull-through-cache.ts rule DescribePullThroughCacheRules': 'Of one prefix',
  'aws/stepfunctions/requests.ts followExecution GetExecutionHistory':
    'The newest hundred events tell where it is',
};

/** Names by which code goes on to the next page. */
const GOES_ON = /^(next|continuation)?_?(token|marker)$|^LastEvaluatedKey$|^ExclusiveStartKey$/i;

const keyOf = ({ file, within, operation }: SdkCall): string => `${file} ${within} ${operation}`;

/** A list is read to its end. */
export const pages: Rule = {
  name: 'pages',
  why: 'what stands on the second page is not there for the product: with enough clusters, stacks or groups',
  check: async (product) => {
    const found: (Finding & { readonly key: string })[] = [];
    for (const call of sdkCallsIn(product)) {
      if (call.isPaginated || !(await isPaged(call.client, call.operation))) continue;
      if ([...call.namesAround].some((name) => GOES_ON.test(name))) continue;
      found.push({
        key: keyOf(call),
        file: call.file,
        place: `${call.within}, ${call.operation}`,
        found: 'one page is read',
        allowed: `paginate${call.operation}, or a row in ${LIST} that says why one page is enough`,
      });
    }
    return unlessReviewed(found, ONE_PAGE, ({ key }) => key, LIST);
  },
};
