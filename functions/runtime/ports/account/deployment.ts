import { perEnvironment, variable } from '../../execution-environment.ts';

/** The deployment that the function belongs to. */
export interface Deployment {
  readonly stage: string;
  readonly region: string;
  readonly partition: string;
  readonly accountId: string;
}

export const deployment = perEnvironment(
  (): Deployment => ({
    stage: variable('STAGE'),
    region: variable('AWS_REGION'),
    partition: variable('PARTITION'),
    accountId: variable('ACCOUNT_ID'),
  }),
);
