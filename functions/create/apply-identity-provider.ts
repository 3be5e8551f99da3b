import { account } from '../runtime/ports/account.ts';
import { contents } from '../runtime/ports/contents.ts';
import { operations } from '../runtime/ports/operations.ts';
import { task } from '../runtime/task.ts';
import { applyIdentityProvider } from './apply-identity-provider.contract.ts';
import { applyResource } from './apply-resource.ts';

/** Associates an identity provider. What if this runs twice? See `applyDecision`. */
export const handler = task(applyIdentityProvider, { account, contents, operations }, (input, ports) =>
  applyResource('identityProviderConfig', input, ports),
);
