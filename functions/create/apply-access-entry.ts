import { accessEntry } from '../../domain/contents/access-entry/access-entry.ts';
import { account } from '../runtime/ports/account/account.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { applyContent } from './apply-content.ts';
import { createTasks } from './contracts.ts';

/** Lets a principal into the cluster. What if this runs twice? See `applyDecision`. */
export const handler = task(createTasks.applyAccessEntry, { account, contents, operations }, (input, ports) =>
  applyContent(accessEntry, input, ports),
);
