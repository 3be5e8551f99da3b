import { ElasticLoadBalancingClient } from '@aws-sdk/client-elastic-load-balancing';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ElasticLoadBalancers } from '../../../../aws/ec2/load-balancers.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const loadBalancers = perEnvironment(
  () => new ElasticLoadBalancers(new ElasticLoadBalancingClient({}), new ElasticLoadBalancingV2Client({})),
);
