import { perEnvironment, variable } from '../../execution-environment.ts';

/** The account and region of the function, and the policies that bound every role that is made for a cluster. */
export interface OwnAccount {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
  readonly stage: string;
  readonly permissionsBoundaryArn: string;
  readonly limitsPolicyArn: string;
}

/** The template gives the account, the partition and the stage; Lambda gives the region. */
export const account = perEnvironment((): OwnAccount => {
  const partition = variable('PARTITION');
  const accountId = variable('ACCOUNT_ID');
  const stage = variable('STAGE');
  const policies = `arn:${partition}:iam::${accountId}:policy/eks-fleet/eks-fleet-${stage}`;
  return {
    partition,
    accountId,
    region: variable('AWS_REGION'),
    stage,
    permissionsBoundaryArn: `${policies}-cluster-boundary`,
    limitsPolicyArn: `${policies}-cluster-limits`,
  };
});
