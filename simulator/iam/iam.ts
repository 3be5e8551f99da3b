import { operationsOf } from '../modelled-members.ts';
import type { Region, RolePort } from '../region.ts';
import type { Operation, Service } from '../service.ts';
import { accountOf } from './account.ts';
import { authorizeIam } from './authorize.ts';
import { type Evaluate, evaluator } from './evaluation/evaluate.ts';
import { type StatementUsage, usageOf } from './evaluation/usage.ts';
import { MODELLED_MEMBERS } from './members.ts';
import { openIdConnectOperations } from './openid-connect-providers.ts';
import { type IamPlants, iamPlants } from './plant.ts';
import { managedPolicyOperations } from './policies/managed.ts';
import { iamResourceTypes } from './resource-types/resource-types.ts';
import { type RoleAssumption, roleAssumption } from './roles/assume.ts';
import { instanceProfileOperations, profileHolding } from './roles/instance-profiles.ts';
import { rolePolicyOperations } from './roles/policies.ts';
import { roleOperations } from './roles/roles.ts';
import { serviceLinkedRoleOperations, serviceLinkedRoles } from './roles/service-linked.ts';
import type { IamState } from './state.ts';
import { tagOperations } from './tag-operations.ts';

/** The service is also the world's `RolePort`: roles as other services pass and assume them. */
export interface IamService
  extends Service,
    RoleAssumption,
    Pick<RolePort, 'serviceLinked' | 'holdInProfile'> {
  /** Roles and policies, for those who look past the API. */
  readonly state: IamState;
  /** The decision of IAM on one question, with AWS's text where the answer is no. */
  readonly evaluate: Evaluate;
  readonly plants: IamPlants;
  /** Every statement of every role's policies, with how often it matched a call. */
  usage(): readonly StatementUsage[];
}

/**
 * IAM as a region's services see it. It is one for all regions of the account: the state is the world's, the
 * region only names where a call came from (`aws:RequestedRegion`).
 */
export function createIam(region: Region, state: IamState): IamService {
  const account = accountOf(region, state);
  const now = () => region.kernel.now();
  const evaluate = evaluator({ state, region: region.name, now });
  const table: Record<string, Operation> = {
    ...roleOperations(account),
    ...rolePolicyOperations(account),
    ...managedPolicyOperations(account),
    ...instanceProfileOperations(account),
    ...openIdConnectOperations(account),
    ...serviceLinkedRoleOperations(account),
    ...tagOperations(account),
  };
  const operations = operationsOf(
    region.kernel,
    'iam',
    Object.fromEntries(
      Object.entries(table).map(([name, run]) => [name, { members: MODELLED_MEMBERS[name] ?? [], run }]),
    ),
  );
  const { accountId, partition } = region;
  return {
    state,
    ...roleAssumption({ state, region: region.name, accountId, partition, now, evaluate }),
    serviceLinked: serviceLinkedRoles(account, evaluate),
    holdInProfile: profileHolding(account),
    signingName: 'iam',
    operations,
    authorize: authorizeIam(account),
    resourceTypes: iamResourceTypes(account, operations),
    evaluate,
    plants: iamPlants(account),
    usage: () => usageOf(state),
  };
}
