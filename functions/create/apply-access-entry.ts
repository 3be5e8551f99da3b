import { account } from '../runtime/ports/account.ts';
import { contents } from '../runtime/ports/contents.ts';
import { operations } from '../runtime/ports/operations.ts';
import { task } from '../runtime/task.ts';
import { applyAccessEntry } from './apply-access-entry.contract.ts';
import { applyResource } from './apply-resource.ts';

/** Lets a principal into the cluster. What if this runs twice? See `applyDecision`. */
export const handler = task(applyAccessEntry, { account, contents, operations }, (input, ports) =>
  applyResource('accessEntry', input, ports),
);
