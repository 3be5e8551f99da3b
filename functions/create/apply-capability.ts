import { account } from '../runtime/ports/account.ts';
import { contents } from '../runtime/ports/contents.ts';
import { operations } from '../runtime/ports/operations.ts';
import { task } from '../runtime/task.ts';
import { applyCapability } from './apply-capability.contract.ts';
import { applyResource } from './apply-resource.ts';

/** Creates or changes a capability. What if this runs twice? See `applyDecision`. */
export const handler = task(applyCapability, { account, contents, operations }, (input, ports) =>
  applyResource('capability', input, ports),
);
