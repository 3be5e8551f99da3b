import { podIdentityAssociation } from '../../domain/contents/pod-identity-association/pod-identity-association.ts';
import { account } from '../runtime/ports/account/account.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { applyContent } from './apply-content.ts';
import { createTasks } from './contracts.ts';

/** Gives a service account a role. What if this runs twice? See `applyDecision`. */
export const handler = task(
  createTasks.applyPodIdentityAssociation,
  { account, contents, operations },
  (input, ports) => applyContent(podIdentityAssociation, input, ports),
);
