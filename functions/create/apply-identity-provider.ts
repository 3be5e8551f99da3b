import { identityProvider } from '../../domain/contents/identity-provider/identity-provider.ts';
import { account } from '../runtime/ports/account/account.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { applyContent } from './apply-content.ts';
import { createTasks } from './contracts.ts';

/** Associates an identity provider. What if this runs twice? See `applyDecision`. */
export const handler = task(
  createTasks.applyIdentityProvider,
  { account, contents, operations },
  (input, ports) => applyContent(identityProvider, input, ports),
);
