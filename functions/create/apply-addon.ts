import { addon } from '../../domain/contents/addon/addon.ts';
import { account } from '../runtime/ports/account/account.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { applyContent } from './apply-content.ts';
import { createTasks } from './contracts.ts';

/** Creates or changes an add-on. What if this runs twice? See `applyDecision`. */
export const handler = task(createTasks.applyAddon, { account, contents, operations }, (input, ports) =>
  applyContent(addon, input, ports),
);
