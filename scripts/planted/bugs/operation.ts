import type { PlantedBug } from '../bug.ts';

export const operation: readonly PlantedBug[] = [
  {
    name: 'a change is made without a look at the lease',
    hurts: 'a task that comes late changes a cluster that another operation owns',
    edits: [
      {
        file: 'functions/runtime/change.ts',
        from: '  requireLease(operation, lease);\n  if (pause)',
        to: '  if (!lease) requireLease(operation, lease);\n  if (pause)',
      },
    ],
  },
  {
    name: 'a change is made without a look at pauses',
    hurts: 'an account changes while somebody has it stopped',
    edits: [
      {
        file: 'functions/runtime/change.ts',
        from: "  if (pause) throw new TaskError('Paused'",
        to: "  if (pause && pause.holds.length > 1) throw new TaskError('Paused'",
      },
    ],
  },
  {
    name: 'what a change goes by is read before, and the lease is not',
    hurts: 'a stale operation settles sizes that are no longer its own',
    edits: [
      {
        file: 'functions/runtime/change.ts',
        from: '  requireStanding(operation, read);\n  return effect(read);',
        to: '  if (read.lease === undefined) requireStanding(operation, read);\n  return effect(read);',
      },
    ],
  },
  {
    name: 'the epoch alone makes the owner',
    hurts: 'an operation that was skipped past holds what is not its own',
    edits: [
      {
        file: 'functions/runtime/change.ts',
        from: 'holdersOf(lease).some(({ operationId }) => operationId === operation.id);',
        to: 'holdersOf(lease).length > 0;',
      },
    ],
  },
  {
    name: 'each try of a change has a token of its own',
    hurts: 'a request whose reply was lost is carried out twice',
    edits: [
      {
        file: 'functions/runtime/change.ts',
        from: "tokenOf(operation, key, 'create')));",
        to: "tokenOf(operation, key, ['create', at, performance.now()])));",
      },
    ],
  },
  {
    name: 'a new owner does not wait for the tasks of the former one',
    hurts: 'two operations change one cluster in the same half minute',
    edits: [
      {
        file: 'functions/operation/claim.ts',
        from: 'fenceSeconds: former ? TASK_TIMEOUT_SECONDS : waits,',
        to: 'fenceSeconds: former ? waits : TASK_TIMEOUT_SECONDS,',
      },
    ],
  },
  {
    name: 'a second execution with the same request goes on as the first',
    hurts: 'one request is two operations',
    edits: [
      {
        file: 'functions/operation/claim.ts',
        from: 'if (existing && existing.executionArn !== executionArn)',
        to: 'if (existing && existing.epoch === 0)',
      },
    ],
  },
  {
    name: 'the lease is claimed whatever its epoch is by now',
    hurts: 'two requests at one moment both own the cluster',
    edits: [
      {
        file: 'aws/dynamodb/leases.ts',
        from: 'expectedEpoch === undefined ? NOT_THERE : atEpoch(expectedEpoch);',
        to: 'expectedEpoch === undefined ? NOT_THERE : {};',
      },
    ],
  },
  {
    name: 'a later end takes the place of the first',
    hurts: 'an operation that succeeded is told as failed by a late task',
    edits: [
      {
        file: 'aws/dynamodb/operation-items.ts',
        from: "    ConditionExpression: '#status = :running',",
        to: "    ConditionExpression: '#status <> :status OR #status = :running',",
      },
    ],
  },
  {
    name: 'a lease is freed by an operation that has lost it',
    hurts: 'the new owner works on a cluster that a third one may take',
    edits: [
      {
        file: 'aws/dynamodb/lease-items.ts',
        from: "REMOVE holder, heldBy',\n  ...atEpoch(epoch),",
        to: "REMOVE holder, heldBy',\n  ...atEpoch(epoch),\n  ConditionExpression: 'epoch >= :epoch',",
      },
    ],
  },
  {
    name: 'a fact that the bus has refused counts as published',
    hurts: 'who builds on ClusterCreated waits for good',
    edits: [
      {
        file: 'aws/fact-publisher.ts',
        from: "if (refused)\n      throw new TaskError(\n        'ServiceUnavailable',",
        to: "if (refused?.ErrorCode === 'InternalFailure' && Entries?.length === 0)\n      throw new TaskError(\n        'ServiceUnavailable',",
      },
    ],
  },
  {
    name: 'pauses of the fleet do not hold',
    hurts: 'the one command that stops everything stops nothing',
    edits: [
      {
        file: 'aws/dynamodb/records.ts',
        from: 'readonly string[] => [FLEET_SCOPE, arn];',
        to: 'readonly string[] => [arn, FLEET_SCOPE].slice(0, 1);',
      },
    ],
  },
  {
    name: 'the lease is read eventually consistent',
    hurts: 'an operation that has lost its cluster frees or changes it for a second or two',
    edits: [
      {
        file: 'aws/dynamodb/strong-reads.ts',
        from: 'ConsistentRead: true, ...only });',
        to: '...only });',
      },
    ],
  },
  {
    name: 'what is on record of a pause and cannot be read does not hold',
    hurts: 'a pause laid by a newer release is passed over',
    edits: [
      {
        file: 'domain/operation/pause.ts',
        from: 'return isOther ? [unreadable(scope, UNREADABLE), ...found] : found;',
        to: 'return isOther && found.length > 0 ? [unreadable(scope, UNREADABLE), ...found] : found;',
      },
    ],
  },
  {
    name: 'a pause of somebody else’s is replaced by one of the same id',
    hurts: 'an incident’s pause is lifted by a deployment’s script',
    edits: [
      {
        file: 'domain/operation/pause.ts',
        from: 'if (there && there.owner !== wanted.owner)',
        to: 'if (there && there.owner !== wanted.owner && there.reason !== wanted.reason)',
      },
    ],
  },
  {
    name: 'events of any age are carried out',
    hurts: 'a request from a dead-letter queue deletes a cluster a week later',
    edits: [
      {
        file: 'functions/operation/read-request.ts',
        from: 'if (!(ageHours <= MAX_AGE_HOURS)) {',
        to: 'if (!(ageHours <= MAX_AGE_HOURS * 60)) {',
      },
    ],
  },
  {
    name: 'a freeze does not hold what a person asks for',
    hurts: 'a cluster changes on Black Friday',
    edits: [
      {
        file: 'functions/operation/accept.ts',
        from: "  const problem = freezeProblem(asked, await documents(), at);\n  if (!problem) return undefined;\n  return whileFrozen === 'skip'",
        to: "  const problem = freezeProblem(asked, await documents(), at);\n  if (!problem || whileFrozen === 'refuse') return undefined;\n  return whileFrozen === 'skip'",
      },
    ],
  },
  {
    name: 'the level of a cluster is not asked',
    hurts: 'a cluster that was adopted to look at is deleted',
    edits: [
      {
        file: 'functions/operation/accept.ts',
        from: "  if (tooLow) return { do: 'refuse', problem: tooLow };",
        to: "  if (tooLow && whileFrozen === 'skip') return { do: 'refuse', problem: tooLow };",
      },
    ],
  },
  {
    name: 'the reaper looks at an execution that still runs as at one that has ended',
    hurts: 'the lease of a running operation is freed under it',
    edits: [
      {
        file: 'functions/operation/find-abandoned.ts',
        from: 'const isOwn = executionArn.startsWith(ownArns(ports.deployment).executions);\n    return isOwn ? leftBy(executionArn, ports) : NOTHING;',
        to: 'const isOwn = executionArn.startsWith(ownArns(ports.deployment).executions);\n    return isOwn ? NOTHING : leftBy(executionArn, ports);',
      },
    ],
  },
  {
    name: 'a throttled transaction counts as refused by its condition',
    hurts: 'a busy minute makes requests end as Conflict',
    edits: [
      {
        file: 'aws/dynamodb/conditional-writes.ts',
        from: "if (isCancelled(error) && found.name !== 'Throttled') return false;",
        to: 'if (isCancelled(error)) return false;',
      },
    ],
  },
  {
    name: 'throttled calls of EKS count as bad requests',
    hurts: 'a burst of clusters fails for good instead of a second later',
    edits: [
      {
        file: 'aws/errors.ts',
        from: 'const EKS_THROTTLE_TEXT = /^Request limit exceeded/i;',
        to: 'const EKS_THROTTLE_TEXT = /^Rate exceeded/i;',
      },
    ],
  },
  {
    name: 'a timeout of the network counts as unexpected',
    hurts: 'a lost connection ends an operation that would have gone on',
    edits: [{ file: 'aws/errors.ts', from: "  TimeoutError: 'ServiceUnavailable',\n", to: '' }],
  },
  {
    name: 'a wait for the end of a pause is registered after the look',
    hurts: 'a pause that is lifted in between leaves the operation waiting for an hour',
    edits: [
      {
        file: 'functions/operation/await-resume.ts',
        from: '    await ports.waiting.put(entry);\n    const standing = await ports.operations.readStanding(operation.cluster.arn);\n',
        to: '    const standing = await ports.operations.readStanding(operation.cluster.arn);\n    await ports.waiting.put(entry);\n',
      },
    ],
  },
];
