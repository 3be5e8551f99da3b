import { account } from '../runtime/ports/account.ts';
import { contents } from '../runtime/ports/contents.ts';
import { operations } from '../runtime/ports/operations.ts';
import { task } from '../runtime/task.ts';
import { applyNodeGroup } from './apply-node-group.contract.ts';
import { applyResource } from './apply-resource.ts';

/** Creates or changes a managed node group. What if this runs twice? See `applyDecision`. */
export const handler = task(applyNodeGroup, { account, contents, operations }, (input, ports) =>
  applyResource('nodeGroup', input, ports),
);
