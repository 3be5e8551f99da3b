import { perEnvironment, variable } from '../execution-environment.ts';

/** Where the function runs, and the boundary of every role that is made for a cluster. */
export interface OwnAccount {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
  readonly permissionsBoundaryArn: string;
}

/** The template gives the account, the partition and the stage; Lambda gives the region. */
export const account = perEnvironment((): OwnAccount => {
  const partition = variable('PARTITION');
  const accountId = variable('ACCOUNT_ID');
  const boundary = `policy/eks-fleet/eks-fleet-${variable('STAGE')}-cluster-boundary`;
  return {
    partition,
    accountId,
    region: variable('AWS_REGION'),
    permissionsBoundaryArn: `arn:${partition}:iam::${accountId}:${boundary}`,
  };
});
