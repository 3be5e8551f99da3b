import { AwsError } from '../../aws-error.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import { assertConstraints, assertTableName } from '../constraints.ts';
import { validationError } from '../errors.ts';
import { type DynamoDbState, namedTable, usableTable } from '../state.ts';
import { type Table, tablesOfAllReplicas } from './table.ts';
import { tagOperations } from './tags.ts';
import { timeToLiveDeletion } from './time-to-live.ts';

export interface TimeToLiveSpecification {
  readonly AttributeName: string;
  readonly Enabled: boolean;
}

export interface PointInTimeRecoverySpecification {
  readonly PointInTimeRecoveryEnabled?: boolean;
  readonly RecoveryPeriodInDays?: number;
}

const RECOVERY_DAYS = 35;
/** TTL can be changed once in an hour (developer guide, "Using time to live"). */
const TIME_TO_LIVE_CHANGE_MS = 3600 * 1000;
const LATEST_RESTORABLE_LAG_MS = 5 * 60 * 1000;

export function tableSettingOperations(state: DynamoDbState): Record<string, ModelledOperation> {
  return {
    ...timeToLiveOperations(state),
    ...continuousBackupOperations(state),
    ...tagOperations(state),
  };
}

function timeToLiveOperations(state: DynamoDbState): Record<string, ModelledOperation> {
  return {
    UpdateTimeToLive: {
      members: ['TableName', 'TimeToLiveSpecification'],
      run: (input: { TableName: string; TimeToLiveSpecification: TimeToLiveSpecification }) => {
        assertConstraints((constraints) => {
          constraints.tableName(input.TableName);
          constraints.required('timeToLiveSpecification', input.TimeToLiveSpecification);
          constraints.length(
            'timeToLiveSpecification.attributeName',
            input.TimeToLiveSpecification?.AttributeName,
            1,
            255,
          );
        });
        updateTimeToLive(state, usableTable(state, input.TableName), input.TimeToLiveSpecification);
        return { TimeToLiveSpecification: input.TimeToLiveSpecification };
      },
    },
    DescribeTimeToLive: {
      members: ['TableName'],
      run: ({ TableName }: { TableName: string }) => {
        assertTableName(TableName);
        const { timeToLive } = namedTable(state, TableName);
        return {
          TimeToLiveDescription: timeToLive
            ? { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive.attribute }
            : { TimeToLiveStatus: 'DISABLED' },
        };
      },
    },
  };
}

/** Switches TTL on or off; on a global table it holds for all replicas. */
export function updateTimeToLive(
  state: DynamoDbState,
  table: Table,
  { AttributeName, Enabled }: TimeToLiveSpecification,
): void {
  if (table.global?.consistency === 'STRONG') {
    throw validationError('Time to Live is not supported on tables with multi-Region strong consistency');
  }
  const { timeToLive } = table;
  const { kernel, settings } = state.region;
  if (Enabled && timeToLive && timeToLive.attribute !== AttributeName) {
    throw validationError(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${timeToLive.attribute}`,
    );
  }
  if (Enabled === (timeToLive !== undefined)) {
    throw validationError(`TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`);
  }
  const changedAt = table.timeToLiveChangedAt;
  if (changedAt !== undefined && kernel.now() - changedAt < TIME_TO_LIVE_CHANGE_MS) {
    throw validationError('Time to live has been modified multiple times within a fixed interval');
  }
  for (const each of tablesOfAllReplicas(table)) {
    each.timeToLive = Enabled ? { attribute: AttributeName } : undefined;
    each.timeToLiveChangedAt = kernel.now();
    each.items.reschedule((image) => timeToLiveDeletion(kernel, settings.durationScale, each, image));
  }
}

function continuousBackupOperations(state: DynamoDbState): Record<string, ModelledOperation> {
  return {
    UpdateContinuousBackups: {
      members: ['TableName', 'PointInTimeRecoverySpecification'],
      run: (input: {
        TableName: string;
        PointInTimeRecoverySpecification: PointInTimeRecoverySpecification;
      }) => {
        const table = backedUpTable(state, input.TableName);
        updatePointInTimeRecovery(state, table, input.PointInTimeRecoverySpecification);
        return continuousBackups(state, table);
      },
    },
    DescribeContinuousBackups: {
      members: ['TableName'],
      run: ({ TableName }: { TableName: string }) =>
        continuousBackups(state, backedUpTable(state, TableName)),
    },
  };
}

function backedUpTable(state: DynamoDbState, name: string): Table {
  assertConstraints((constraints) => constraints.tableName(name));
  const table = state.tables.get(name);
  if (table && table.status !== 'CREATING') return table;
  throw new AwsError('TableNotFoundException', `Table not found: ${name}`);
}

export function updatePointInTimeRecovery(
  state: DynamoDbState,
  table: Table,
  specification: PointInTimeRecoverySpecification,
): void {
  assertConstraints((constraints) => {
    const path = 'pointInTimeRecoverySpecification.recoveryPeriodInDays';
    constraints.atLeast(path, specification.RecoveryPeriodInDays, 1);
    constraints.atMost(path, specification.RecoveryPeriodInDays, RECOVERY_DAYS);
  });
  table.pointInTimeRecovery = specification.PointInTimeRecoveryEnabled
    ? {
        since: table.pointInTimeRecovery?.since ?? state.region.kernel.now(),
        days: specification.RecoveryPeriodInDays ?? RECOVERY_DAYS,
      }
    : undefined;
}

function continuousBackups(state: DynamoDbState, { pointInTimeRecovery }: Table): unknown {
  const now = state.region.kernel.now();
  const recovery = pointInTimeRecovery && {
    PointInTimeRecoveryStatus: 'ENABLED',
    RecoveryPeriodInDays: pointInTimeRecovery.days,
    EarliestRestorableDateTime: new Date(
      Math.max(pointInTimeRecovery.since, now - pointInTimeRecovery.days * 24 * 3600 * 1000),
    ),
    LatestRestorableDateTime: new Date(Math.max(pointInTimeRecovery.since, now - LATEST_RESTORABLE_LAG_MS)),
  };
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: recovery ?? { PointInTimeRecoveryStatus: 'DISABLED' },
    },
  };
}
