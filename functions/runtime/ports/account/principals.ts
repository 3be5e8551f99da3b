import { fleetPrincipals } from '../../../../domain/access/principals.ts';
import { perEnvironment, variable } from '../../execution-environment.ts';
import { account } from './account.ts';

export const principals = perEnvironment(() => fleetPrincipals(account(), variable('STAGE')));
