import { lookupAt } from '../../../../aws/ec2/vpc-names.ts';
import { apiServersBy } from '../../../../aws/kubernetes/api-servers.ts';
import { RESOLVERS_VARIABLE } from '../../../../domain/forwarder/stacks.ts';
import { perEnvironment, variable } from '../../execution-environment.ts';

/** The API servers of clusters in the function's own VPC, as that VPC's resolver names them, and the region they are in. */
export const ownApiServers = perEnvironment(() => ({
  ...apiServersBy(lookupAt(variable(RESOLVERS_VARIABLE).split(','))),
  region: variable('AWS_REGION'),
}));
