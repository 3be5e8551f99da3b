import type { PermissionUse } from '../../rehearsal/simulation-spec.ts';

/** One action that one statement of the global template allows. */
export interface Grant {
  /** The resource in the template that has the statement: a role, or a policy that roles share. */
  readonly logicalId: string;
  /** The role's name; absent for a policy that roles share. */
  readonly role?: string;
  readonly policy: string;
  /** The statement's place in the policy, from 0. */
  readonly statement: number;
  readonly action: string;
}

interface Statement {
  readonly Effect: string;
  Action: string | readonly string[];
}
interface PolicyDocument {
  Statement: Statement[];
}
interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly RoleName?: string;
    Policies?: { readonly PolicyName: string; readonly PolicyDocument: PolicyDocument }[];
    readonly ManagedPolicyName?: string;
    readonly PolicyDocument?: PolicyDocument;
  };
}
interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

const actionsOf = ({ Action }: Statement): readonly string[] =>
  typeof Action === 'string' ? [Action] : Action;

/** A boundary allows nothing by itself. */
const isShared = (logicalId: string, { Type }: Resource): boolean =>
  Type === 'AWS::IAM::ManagedPolicy' && !logicalId.endsWith('Boundary');

/** Everything that the template's roles are allowed, in the order of the template. */
export function grantsIn(template: string): readonly Grant[] {
  const { Resources } = JSON.parse(template) as Template;
  return Object.entries(Resources).flatMap(([logicalId, resource]) => {
    const { RoleName, Policies = [], ManagedPolicyName = '', PolicyDocument } = resource.Properties;
    const of = (policy: string, document: PolicyDocument, role?: string): Grant[] =>
      document.Statement.flatMap((statement, index) =>
        statement.Effect === 'Allow'
          ? actionsOf(statement).map((action) => ({
              logicalId,
              ...(role === undefined ? {} : { role }),
              policy,
              statement: index,
              action,
            }))
          : [],
      );
    if (resource.Type === 'AWS::IAM::Role')
      return Policies.flatMap((inline) => of(inline.PolicyName, inline.PolicyDocument, RoleName));
    return isShared(logicalId, resource) && PolicyDocument ? of(ManagedPolicyName, PolicyDocument) : [];
  });
}

/** The same template, with this one grant taken out. */
export function withoutGrant(template: string, grant: Grant): string {
  const compiled = JSON.parse(template) as Template;
  const { Properties } = compiled.Resources[grant.logicalId] as Resource;
  const { Policies, PolicyDocument } = Properties;
  const document =
    grant.role === undefined
      ? PolicyDocument
      : Policies?.find(({ PolicyName }) => PolicyName === grant.policy)?.PolicyDocument;
  const statement = document?.Statement[grant.statement];
  if (!document || !statement) throw new Error(`the template has no statement for ${nameOf(grant)}`);
  const left = actionsOf(statement).filter((action) => action !== grant.action);
  if (left.length > 0) statement.Action = left;
  else document.Statement.splice(grant.statement, 1);
  // IAM takes no policy without statements.
  if (Policies && document.Statement.length === 0)
    Properties.Policies = Policies.filter(({ PolicyDocument: other }) => other !== document);
  return JSON.stringify(compiled);
}

/** The role or policy and the action that it is allowed, whichever statement allows it. */
export const holderOf = ({ role, policy, action }: Grant): string => `${role ?? policy}: ${action}`;

export const nameOf = (grant: Grant): string =>
  `${holderOf(grant)} (${grant.policy}, statement ${grant.statement})`;

/** The number of calls that needed the grant. */
export function timesUsed(grant: Grant, uses: readonly PermissionUse[]): number {
  return uses
    .filter(
      ({ role, policy, statement, action }) =>
        (grant.role === undefined || grant.role === role) &&
        grant.policy === policy &&
        grant.statement === statement &&
        grant.action === action,
    )
    .reduce((sum, { used }) => sum + used, 0);
}
