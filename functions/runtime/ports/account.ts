import { perEnvironment, variable } from '../execution-environment.ts';

export interface Account {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
}

/** Where the function runs; the template gives the account and the partition, Lambda the region. */
export const account = perEnvironment(
  (): Account => ({ partition: variable('PARTITION'), accountId: variable('ACCOUNT_ID'), region: variable('AWS_REGION') }),
);
