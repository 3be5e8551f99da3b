import { logRetention } from '../../domain/contents/log-retention/log-retention.ts';
import { account } from '../runtime/ports/account/account.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { logGroups } from '../runtime/ports/resources/log-groups.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { applyContent } from './apply-content.ts';
import { createTasks } from './contracts.ts';

/** Makes the control plane's log group, or sets how long it keeps logs. What if this runs twice? See `applyDecision`. */
export const handler = task(
  createTasks.applyLogRetention,
  { account, contents, logGroups, operations },
  (input, ports) => applyContent(logRetention, input, ports),
);
