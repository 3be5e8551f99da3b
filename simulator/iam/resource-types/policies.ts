import type { Properties, ResourceContext, ResourceProvider } from '../../service.ts';
import { documentText, given, type ResourceActions, textList } from './actions.ts';

/** Roles that the new properties name and the old do not, and the reverse. */
function roleChanges(properties: Properties, previous: Properties): { added: string[]; removed: string[] } {
  const now = textList(properties.Roles);
  const before = textList(previous.Roles);
  return {
    added: now.filter((role) => !before.includes(role)),
    removed: before.filter((role) => !now.includes(role)),
  };
}

/** AWS::IAM::ManagedPolicy. Groups and Users are not modelled: there are none. */
export function managedPolicyProvider(actions: ResourceActions): ResourceProvider {
  const { account, perform, performIfThere } = actions;
  const type = 'AWS::IAM::ManagedPolicy';
  const modelled = ['Description', 'ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles'];
  const provisioned = (PolicyArn: string) => {
    const policy = account.state.policies.get(PolicyArn);
    return {
      physicalId: PolicyArn,
      attributes: {
        PolicyArn,
        PolicyId: policy?.policyId,
        DefaultVersionId: policy?.defaultVersionId,
        IsAttachable: true,
      },
    };
  };
  return {
    replacementProperties: ['Description', 'ManagedPolicyName', 'Path'],
    create: async (properties, context) => {
      actions.assertModelled(type, properties, modelled);
      const PolicyName = actions.nameOf(properties.ManagedPolicyName, context, 128);
      const PolicyDocument = documentText(properties.PolicyDocument);
      const { Path, Description } = properties;
      await perform(context, 'CreatePolicy', given({ PolicyName, PolicyDocument, Path, Description }));
      const PolicyArn = account.arn(`policy${typeof Path === 'string' ? Path : '/'}${PolicyName}`);
      for (const RoleName of textList(properties.Roles)) {
        await perform(context, 'AttachRolePolicy', { RoleName, PolicyArn });
      }
      await actions.wait('iam/role-create');
      return provisioned(PolicyArn);
    },
    update: async (PolicyArn, properties, previous, context) => {
      actions.assertModelled(type, properties, modelled);
      const PolicyDocument = documentText(properties.PolicyDocument);
      if (PolicyDocument !== documentText(previous.PolicyDocument)) {
        await removeOldestVersion(actions, PolicyArn, context);
        await perform(context, 'CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: true });
      }
      const { added, removed } = roleChanges(properties, previous);
      for (const RoleName of added) await perform(context, 'AttachRolePolicy', { RoleName, PolicyArn });
      for (const RoleName of removed)
        await performIfThere(context, 'DetachRolePolicy', { RoleName, PolicyArn });
      await actions.wait('iam/role-update');
      return provisioned(PolicyArn);
    },
    delete: async (PolicyArn, properties, context) => {
      for (const RoleName of textList(properties.Roles)) {
        await performIfThere(context, 'DetachRolePolicy', { RoleName, PolicyArn });
      }
      const policy = account.state.policies.get(PolicyArn);
      for (const VersionId of [...(policy?.versions.keys() ?? [])]) {
        if (VersionId === policy?.defaultVersionId) continue;
        await performIfThere(context, 'DeletePolicyVersion', { PolicyArn, VersionId });
      }
      await performIfThere(context, 'DeletePolicy', { PolicyArn });
      await actions.wait('iam/role-delete');
    },
  };
}

/** IAM keeps five versions of a policy, so that CloudFormation drops the oldest before it adds a sixth. */
async function removeOldestVersion(
  { account, performIfThere }: ResourceActions,
  PolicyArn: string,
  context: ResourceContext,
): Promise<void> {
  const policy = account.state.policies.get(PolicyArn);
  if (!policy || policy.versions.size < 5) return;
  const VersionId = [...policy.versions.keys()].find((version) => version !== policy.defaultVersionId);
  await performIfThere(context, 'DeletePolicyVersion', { PolicyArn, VersionId });
}

/** AWS::IAM::Policy: one inline policy put on several roles. */
export function policyProvider(actions: ResourceActions): ResourceProvider {
  const { perform, performIfThere } = actions;
  const type = 'AWS::IAM::Policy';
  const modelled = ['PolicyName', 'PolicyDocument', 'Roles'];
  const put = async (properties: Properties, context: ResourceContext): Promise<void> => {
    const PolicyName = String(properties.PolicyName);
    const PolicyDocument = documentText(properties.PolicyDocument);
    for (const RoleName of textList(properties.Roles)) {
      await perform(context, 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
    }
  };
  const remove = async (
    roles: readonly string[],
    PolicyName: string,
    context: ResourceContext,
  ): Promise<void> => {
    for (const RoleName of roles) await performIfThere(context, 'DeleteRolePolicy', { RoleName, PolicyName });
  };
  return {
    replacementProperties: [],
    create: async (properties, context) => {
      actions.assertModelled(type, properties, modelled);
      await put(properties, context);
      await actions.wait('iam/role-create');
      const physicalId = actions.nameOf(undefined, context, 128);
      return { physicalId, attributes: { Id: physicalId } };
    },
    update: async (physicalId, properties, previous, context) => {
      actions.assertModelled(type, properties, modelled);
      await put(properties, context);
      const renamed = properties.PolicyName !== previous.PolicyName;
      const stale = renamed ? textList(previous.Roles) : roleChanges(properties, previous).removed;
      await remove(stale, String(previous.PolicyName), context);
      await actions.wait('iam/role-update');
      return { physicalId, attributes: { Id: physicalId } };
    },
    delete: async (_physicalId, properties, context) => {
      await remove(textList(properties.Roles), String(properties.PolicyName), context);
      await actions.wait('iam/role-delete');
    },
  };
}

/** AWS::IAM::RolePolicy: one inline policy of one role; its id is `<policy>|<role>`. */
export function rolePolicyProvider(actions: ResourceActions): ResourceProvider {
  const type = 'AWS::IAM::RolePolicy';
  const modelled = ['PolicyName', 'PolicyDocument', 'RoleName'];
  const put = async (properties: Properties, context: ResourceContext) => {
    actions.assertModelled(type, properties, modelled);
    const { PolicyName, RoleName } = properties;
    const PolicyDocument = documentText(properties.PolicyDocument);
    await actions.perform(context, 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
    await actions.wait('iam/role-update');
    return { physicalId: `${PolicyName}|${RoleName}`, attributes: {} };
  };
  return {
    replacementProperties: ['PolicyName', 'RoleName'],
    create: put,
    update: (_physicalId, properties, _previous, context) => put(properties, context),
    delete: async (_physicalId, { PolicyName, RoleName }, context) => {
      await actions.performIfThere(context, 'DeleteRolePolicy', { PolicyName, RoleName });
      await actions.wait('iam/role-delete');
    },
  };
}
