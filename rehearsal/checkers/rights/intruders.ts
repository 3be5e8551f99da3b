import { managedDocument } from '../../../simulator/iam/evaluation/role-policies.ts';
import type { IamState, Role } from '../../../simulator/iam/state.ts';
import type { Authorization, Caller } from '../../../simulator/service.ts';
import type { Checker, Watched } from '../checker.ts';
import { ATTEMPTS, type Attempt } from './intruders-attempts.ts';

/** Roles that a deployment makes for itself; those of clusters are made by stacks, and have other names. */
const OF_FLEET = /^eks-fleet-[a-z][a-z0-9]*-/;

/**
 * Nobody can do with a role of the fleet's what the fleet never does. For each role, each attempt of the table that its own
 * policies could be about is put to IAM, with the resources of somebody else: it must be denied. It goes by IAM's answers,
 * and never by the template.
 */
export class IntruderChecker implements Checker {
  readonly #watched: Watched;
  readonly #violations: string[] = [];
  #tried = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#tried === 0 ? [] : ['no role of the fleet reaches what is not its own'];
  }

  findings(): readonly string[] {
    return this.#violations;
  }

  async afterwards(): Promise<void> {
    const world = this.#watched.world();
    const { accountId } = world;
    const [region = ''] = world.regionNames();
    const { state } = world.iam();
    for (const role of state.roles.values()) {
      // Each role of the fleet has a boundary; one of its name without any is somebody else's.
      if (!OF_FLEET.test(role.roleName) || role.permissionsBoundary === undefined) continue;
      const caller: Caller = {
        kind: 'role',
        arn: `arn:aws:sts::${accountId}:assumed-role/${role.roleName}/intruder`,
        roleArn: role.arn,
        accountId,
      };
      const isAbout = subjectsOf(state, role);
      for (const attempt of ATTEMPTS.filter(({ except }) => !except?.test(role.roleName)))
        for (const authorization of questions(attempt, region, accountId)) {
          if (!isAbout(authorization.action)) continue;
          this.#tried++;
          if (!world.evaluate(caller, authorization).allowed) continue;
          this.#violations.push(
            `${role.roleName} may ${attempt.what}: ${authorization.action} of ${authorization.resource}`,
          );
        }
    }
  }
}

/** Tells the actions that a role's policies could say yes to: all others need not be asked. */
function subjectsOf(state: IamState, { inlinePolicies, attachedPolicies }: Role) {
  const managed = [...attachedPolicies].map((arn) => JSON.stringify(managedDocument(state, arn) ?? ''));
  const text = [...inlinePolicies.values(), ...managed].join();
  const isOfAll = /Action\W+\*/.test(text);
  return (action: string): boolean => isOfAll || text.includes(`${action.split(':')[0]}:`);
}

function questions(
  { actions, resource, context = {} }: Attempt,
  region: string,
  accountId: string,
): readonly Authorization[] {
  const place = (arn: string): string => arn.replace('REGION', region).replaceAll('ACCOUNT', accountId);
  return actions.map((action) => ({ action, resource: place(resource), context }));
}
