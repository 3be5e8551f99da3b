import { apiServersBy } from '../../../aws/api-servers.ts';
import { lookupAt } from '../../../aws/vpc-names.ts';
import { RESOLVERS_VARIABLE } from '../../../domain/forwarder/stacks.ts';
import { perEnvironment, variable } from '../execution-environment.ts';

/** The API servers of clusters in the function's own VPC, as that VPC's resolver names them, and the region they are in. */
export const ownApiServers = perEnvironment(() => ({
  ...apiServersBy(lookupAt(variable(RESOLVERS_VARIABLE).split(','))),
  region: variable('AWS_REGION'),
}));
