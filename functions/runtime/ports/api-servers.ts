import { apiServers } from '../../../aws/api-servers.ts';
import { perEnvironment, variable } from '../execution-environment.ts';

/** The API servers of clusters in the function's own VPC, and the region in which they are. */
export const ownApiServers = perEnvironment(() => ({ ...apiServers, region: variable('AWS_REGION') }));
