import type { ForwarderDeployment } from '../../../../domain/forwarder/stacks.ts';
import { perEnvironment, variable } from '../../execution-environment.ts';
import { account } from '../account/account.ts';

/** The forwarders of this deployment; the template says where their code is. */
export const forwarders = perEnvironment((): ForwarderDeployment => {
  const { partition, accountId } = account();
  const stage = variable('STAGE');
  return {
    stage,
    roleArn: `arn:${partition}:iam::${accountId}:role/eks-fleet/forwarder/eks-fleet-${stage}-access-forward-request`,
    code: { bucket: variable('FORWARDER_BUCKET'), key: variable('FORWARDER_KEY') },
  };
});
