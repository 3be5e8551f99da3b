import { signingAs } from '../../../../aws/cluster-role.ts';
import { EksKubernetes } from '../../../../aws/kubernetes/kubernetes.ts';
import { eksClient } from '../../clients/eks.ts';
import { lambdaClient } from '../../clients/lambda.ts';
import { stsClient } from '../../clients/sts.ts';
import { perEnvironment, variable } from '../../execution-environment.ts';
import { invocation, operationOfInvocation } from '../../invocation.ts';
import { principals } from '../account/principals.ts';

const sender = () => ({
  lambda: lambdaClient,
  remainingMs: () => invocation().remainingMs(),
  operation: operationOfInvocation,
});

/** The fleet's one role in clusters, whichever function asks: what a client is made of. */
export const asTheFleet = () =>
  [
    signingAs(
      {
        roleArn: principals().clusters,
        sessionName: variable('AWS_LAMBDA_FUNCTION_NAME'),
        sts: stsClient,
      },
      eksClient().config,
    ),
    () => Date.now(),
    sender(),
  ] as const;

/** Clusters as the fleet's one role in them sees them. */
export const kubernetes = perEnvironment(() => new EksKubernetes(...asTheFleet()));

/** Clusters as the function's own role sees them: it makes the fleet's ClusterRole. */
export const administrator = perEnvironment(
  () => new EksKubernetes(eksClient().config, () => Date.now(), sender()),
);
