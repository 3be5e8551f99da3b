import { parsePolicy } from '../policies/document.ts';
import type { IamState, StatementUse } from '../state.ts';
import { heldDocument } from './role-policies.ts';
import type { StatementId } from './statement-id.ts';

export interface StatementUsage extends StatementId {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  /** Action patterns of the statement; a statement with NotAction lists those with a leading `!`. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Times that the statement matched a call. */
  readonly used: number;
  /** The same by action called, for example `eks:CreateCluster`. */
  readonly usedActions: Readonly<Record<string, number>>;
}

const keyOf = ({ roleArn, policy, index }: StatementId): string => `${roleArn} ${policy} ${index}`;

/** Uses by the statement's id in its role's compiled policies: every call that is allowed is counted. */
const uses = new WeakMap<StatementId, StatementUse>();

/** Counts a call that a statement covers. `id` is one object until its policy changes. */
export function recordUse(state: IamState, id: StatementId, action: string): void {
  let use = uses.get(id);
  if (!use) {
    use = useOf(state, id);
    uses.set(id, use);
  }
  use.actions.set(action, (use.actions.get(action) ?? 0) + 1);
}

function useOf(state: IamState, id: StatementId): StatementUse {
  const key = keyOf(id);
  const use = state.usage.get(key) ?? { actions: new Map() };
  state.usage.set(key, use);
  return use;
}

function usesOf(state: IamState, id: StatementId): Readonly<Record<string, number>> {
  return Object.fromEntries(state.usage.get(keyOf(id))?.actions ?? []);
}

/** Every statement of the policies of every role that exists, used or not. */
export function usageOf(state: IamState): readonly StatementUsage[] {
  return [...state.roles.values()].flatMap((role) => {
    const inline = [...role.inlinePolicies].map(([policy, document]) => ({
      policy,
      document: document as unknown,
    }));
    const attached = [...role.attachedPolicies].map((policy) => ({
      policy,
      document: heldDocument(state, policy),
    }));
    return [...inline, ...attached]
      .filter(({ document }) => document !== undefined)
      .flatMap(({ policy, document }) => statementsOf(state, role.arn, policy, document));
  });
}

function statementsOf(state: IamState, roleArn: string, policy: string, document: unknown): StatementUsage[] {
  return parsePolicy(document, 'identity').statements.map((statement, index) => {
    const usedActions = usesOf(state, { roleArn, policy, index });
    return {
      roleArn,
      policy,
      index,
      sid: statement.sid,
      effect: statement.effect,
      actions: statement.actions ?? (statement.notActions ?? []).map((action) => `!${action}`),
      resources: statement.resources ?? (statement.notResources ?? []).map((resource) => `!${resource}`),
      used: Object.values(usedActions).reduce((sum, count) => sum + count, 0),
      usedActions,
    };
  });
}
