import type { Role } from '../../../simulator/iam/state.ts';
import type { Caller } from '../../../simulator/service.ts';
import type { ReachAccount } from './account.ts';
import { ACCOUNT, REGION } from './resolve.ts';

export type Context = Readonly<Record<string, string | readonly string[]>>;

/** One question of a step; every question of a step must be answered yes. */
export interface Ask {
  readonly action: string;
  readonly resource: string;
  readonly context?: Context;
}

export const callerOf = (roleArn: string): Caller => ({
  kind: 'role',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${roleArn.split('/').at(-1)}/reach`,
  roleArn,
  accountId: ACCOUNT,
});

export const may = (account: ReachAccount, roleArn: string, ...asked: readonly Ask[]): boolean =>
  asked.every((ask) => account.iam.evaluate(callerOf(roleArn), ask).allowed);

/** An ARN of the account in its region. */
export const arn = (service: string, resource: string) =>
  `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** True where a trust policy names a service, under any condition. */
export function trusts({ assumeRolePolicyDocument }: Role, service: string): boolean {
  const { Statement } = JSON.parse(assumeRolePolicyDocument) as {
    readonly Statement: readonly {
      readonly Effect: string;
      readonly Principal?: { readonly Service?: string | string[] };
    }[];
  };
  return Statement.some(
    ({ Effect, Principal }) => Effect === 'Allow' && [Principal?.Service ?? []].flat().includes(service),
  );
}
