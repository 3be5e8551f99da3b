import type {
  CreateLogGroupRequest,
  DeleteLogGroupRequest,
  DeleteResourcePolicyRequest,
  DescribeLogGroupsRequest,
  DescribeResourcePoliciesRequest,
  ListTagsForResourceRequest,
  PutResourcePolicyRequest,
  PutRetentionPolicyRequest,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../aws-error.ts';
import type { ModelledOperation } from '../modelled-members.ts';
import { invalid, type LogGroupRecord, type LogsState } from './state.ts';

const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Names of groups, as CreateLogGroup's documentation gives them. */
export function assertGroupName(name: string | undefined): string {
  if (name === undefined || !/^[.\-_/#A-Za-z0-9]+$/.test(name)) {
    throw invalid(
      'logGroupName',
      name,
      'Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+',
    );
  }
  if (name.length > 512) {
    throw invalid('logGroupName', name, 'Member must have length less than or equal to 512');
  }
  if (name.startsWith('aws/')) {
    throw new AwsError('InvalidParameterException', 'Log groups starting with aws/ are reserved for AWS.');
  }
  return name;
}

function create(state: LogsState, input: CreateLogGroupRequest) {
  const name = assertGroupName(input.logGroupName);
  if (state.groups.has(name)) {
    throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
  }
  const limit = state.region.settings.quotas['logs/log-groups'] ?? 1_000_000;
  if (state.groups.size >= limit) throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
  const tags = Object.entries(input.tags ?? {});
  if (tags.length > 50)
    throw new AwsError('InvalidParameterException', 'The number of tags exceeds the limit of 50.');
  state.create(name, {
    tags: new Map(tags),
    ...(input.kmsKeyId !== undefined && { kmsKeyId: input.kmsKeyId }),
    ...(input.logGroupClass !== undefined && { logGroupClass: input.logGroupClass }),
    ...(input.deletionProtectionEnabled !== undefined && {
      deletionProtectionEnabled: input.deletionProtectionEnabled,
    }),
  });
  return {};
}

function remove(state: LogsState, { logGroupName }: DeleteLogGroupRequest) {
  const group = state.group(logGroupName);
  if (group.deletionProtectionEnabled) {
    throw new AwsError(
      'OperationAbortedException',
      'The log group has deletion protection enabled and cannot be deleted.',
    );
  }
  state.groups.delete(group.logGroupName);
  return {};
}

function setRetention(state: LogsState, { logGroupName, retentionInDays }: PutRetentionPolicyRequest) {
  const group = state.group(logGroupName);
  if (!RETENTIONS.includes(retentionInDays ?? 0)) {
    throw invalid(
      'retentionInDays',
      retentionInDays,
      `Member must satisfy enum value set: [${RETENTIONS.join(', ')}]`,
    );
  }
  group.retentionInDays = retentionInDays;
  return {};
}

function shown({ tags, streams, events, ...group }: LogGroupRecord) {
  return group;
}

function describe(state: LogsState, input: DescribeLogGroupsRequest) {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, limit = 50 } = input;
  if (prefix !== undefined && pattern !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  }
  if (limit < 1 || limit > 50) {
    throw invalid('limit', limit, 'Member must have value less than or equal to 50');
  }
  const all = [...state.groups.values()]
    .filter(
      (group) =>
        group.logGroupName.startsWith(prefix ?? '') &&
        group.logGroupName.toLowerCase().includes((pattern ?? '').toLowerCase()),
    )
    .sort((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1));
  const start =
    input.nextToken === undefined
      ? 0
      : all.findIndex((group) => group.logGroupName > (input.nextToken ?? ''));
  const found = start < 0 ? [] : all.slice(start, start + limit);
  const isMore = start >= 0 && start + limit < all.length;
  return { logGroups: found.map(shown), nextToken: isMore ? found.at(-1)?.logGroupName : undefined };
}

/** At most ten policies a region, each a JSON document of up to 5,120 characters (PutResourcePolicy). */
function putPolicy(state: LogsState, { policyName = '', policyDocument = '' }: PutResourcePolicyRequest) {
  if (policyDocument.length > 5120) {
    throw new AwsError(
      'InvalidParameterException',
      'The policy document exceeds the limit of 5120 characters.',
    );
  }
  try {
    JSON.parse(policyDocument);
  } catch {
    throw new AwsError('InvalidParameterException', 'The policy document is not valid JSON.');
  }
  if (!state.policies.has(policyName) && state.policies.size >= 10) {
    throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
  }
  const resourcePolicy = { policyName, policyDocument, lastUpdatedTime: state.region.kernel.now() };
  state.policies.set(policyName, resourcePolicy);
  return { resourcePolicy };
}

function deletePolicy(state: LogsState, { policyName }: DeleteResourcePolicyRequest) {
  if (!state.policies.delete(policyName ?? '')) {
    throw new AwsError('ResourceNotFoundException', `Policy with name [${policyName}] does not exist`);
  }
  return {};
}

function listTags(state: LogsState, { resourceArn }: ListTagsForResourceRequest) {
  return { tags: Object.fromEntries(state.byArn(resourceArn).tags) };
}

function tag(state: LogsState, { resourceArn, tags }: TagResourceRequest) {
  const group = state.byArn(resourceArn);
  const merged = new Map([...group.tags, ...Object.entries(tags ?? {})]);
  if ([...merged.keys()].filter((key) => !key.startsWith('aws:')).length > 50) {
    throw new AwsError('TooManyTagsException', 'The number of tags exceeds the limit of 50.');
  }
  group.tags = merged;
  return {};
}

function untag(state: LogsState, { resourceArn, tagKeys }: UntagResourceRequest) {
  const group = state.byArn(resourceArn);
  for (const key of tagKeys ?? []) group.tags.delete(key);
  return {};
}

export function groupOperations(state: LogsState): Record<string, ModelledOperation> {
  return {
    CreateLogGroup: {
      members: ['logGroupName', 'kmsKeyId', 'tags', 'logGroupClass', 'deletionProtectionEnabled'],
      run: (input: CreateLogGroupRequest) => create(state, input),
    },
    DeleteLogGroup: {
      members: ['logGroupName'],
      run: (input: DeleteLogGroupRequest) => remove(state, input),
    },
    PutRetentionPolicy: {
      members: ['logGroupName', 'retentionInDays'],
      run: (input: PutRetentionPolicyRequest) => setRetention(state, input),
    },
    DeleteRetentionPolicy: {
      members: ['logGroupName'],
      run: ({ logGroupName }: DeleteLogGroupRequest) => {
        delete state.group(logGroupName).retentionInDays;
        return {};
      },
    },
    DescribeLogGroups: {
      members: ['logGroupNamePrefix', 'logGroupNamePattern', 'limit', 'nextToken'],
      run: (input: DescribeLogGroupsRequest) => describe(state, input),
    },
    TagResource: { members: ['resourceArn', 'tags'], run: (input: TagResourceRequest) => tag(state, input) },
    UntagResource: {
      members: ['resourceArn', 'tagKeys'],
      run: (input: UntagResourceRequest) => untag(state, input),
    },
    ListTagsForResource: {
      members: ['resourceArn'],
      run: (input: ListTagsForResourceRequest) => listTags(state, input),
    },
    PutResourcePolicy: {
      members: ['policyName', 'policyDocument'],
      run: (input: PutResourcePolicyRequest) => putPolicy(state, input),
    },
    DeleteResourcePolicy: {
      members: ['policyName'],
      run: (input: DeleteResourcePolicyRequest) => deletePolicy(state, input),
    },
    DescribeResourcePolicies: {
      members: ['limit'],
      run: ({ limit = 50 }: DescribeResourcePoliciesRequest) => ({
        resourcePolicies: [...state.policies.values()].slice(0, limit),
      }),
    },
  };
}
