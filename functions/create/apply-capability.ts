import { capability } from '../../domain/contents/capability/capability.ts';
import { account } from '../runtime/ports/account/account.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { applyContent } from './apply-content.ts';
import { createTasks } from './contracts.ts';

/** Creates or changes a capability. What if this runs twice? See `applyDecision`. */
export const handler = task(createTasks.applyCapability, { account, contents, operations }, (input, ports) =>
  applyContent(capability, input, ports),
);
