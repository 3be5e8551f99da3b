import type { Properties, Provisioned, ResourceContext, ResourceProvider } from '../../service.ts';
import { documentText, given, type ResourceActions, systemTags, tagList, textList } from './actions.ts';

const MODELLED = [
  'AssumeRolePolicyDocument',
  'Description',
  'ManagedPolicyArns',
  'MaxSessionDuration',
  'Path',
  'PermissionsBoundary',
  'Policies',
  'RoleName',
  'Tags',
];

function inlinePolicies(properties: Properties): Map<string, string> {
  const policies = Array.isArray(properties.Policies) ? properties.Policies : [];
  return new Map(
    policies.map(({ PolicyName, PolicyDocument }) => [String(PolicyName), documentText(PolicyDocument)]),
  );
}

/** AWS::IAM::Role (template reference: RoleName and Path are replaced, the rest changes in place). */
export function roleProvider(actions: ResourceActions): ResourceProvider {
  const { account, perform, performIfThere } = actions;

  const provisioned = (RoleName: string): Provisioned => {
    const role = account.role(RoleName);
    return { physicalId: RoleName, attributes: { Arn: role.arn, RoleId: role.roleId } };
  };

  const attachAll = async (
    RoleName: string,
    properties: Properties,
    context: ResourceContext,
  ): Promise<void> => {
    for (const PolicyArn of textList(properties.ManagedPolicyArns)) {
      await perform(context, 'AttachRolePolicy', { RoleName, PolicyArn });
    }
    for (const [PolicyName, PolicyDocument] of inlinePolicies(properties)) {
      await perform(context, 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
    }
  };

  const remove = async (RoleName: string, context: ResourceContext): Promise<void> => {
    const role = account.state.roles.get(RoleName);
    if (!role) return;
    for (const PolicyArn of [...role.attachedPolicies]) {
      await performIfThere(context, 'DetachRolePolicy', { RoleName, PolicyArn });
    }
    for (const PolicyName of [...role.inlinePolicies.keys()]) {
      await performIfThere(context, 'DeleteRolePolicy', { RoleName, PolicyName });
    }
    await performIfThere(context, 'DeleteRole', { RoleName });
  };

  return {
    replacementProperties: ['RoleName', 'Path'],
    create: async (properties, context) => {
      actions.assertModelled('AWS::IAM::Role', properties, MODELLED);
      const RoleName = actions.nameOf(properties.RoleName, context);
      const { MaxSessionDuration: seconds } = properties;
      const tags = tagList(context, properties.Tags);
      const input = given({
        RoleName,
        AssumeRolePolicyDocument: documentText(properties.AssumeRolePolicyDocument),
        Path: properties.Path,
        Description: properties.Description,
        MaxSessionDuration: seconds === undefined ? undefined : Number(seconds),
        PermissionsBoundary: properties.PermissionsBoundary,
        Tags: tags.length > 0 ? tags : undefined,
      });
      await perform(context, 'CreateRole', input);
      for (const [key, value] of systemTags(context)) account.role(RoleName).tags.set(key, value);
      try {
        await attachAll(RoleName, properties, context);
      } catch (error) {
        // The handler fails as a whole: it leaves no half-made role behind.
        await remove(RoleName, context);
        throw error;
      }
      await actions.wait('iam/role-create');
      return provisioned(RoleName);
    },
    update: async (RoleName, properties, previous, context) => {
      actions.assertModelled('AWS::IAM::Role', properties, MODELLED);
      await updateTrustAndLimits(actions, RoleName, properties, previous, context);
      const wanted = new Set(textList(properties.ManagedPolicyArns));
      for (const PolicyArn of textList(previous.ManagedPolicyArns)) {
        if (!wanted.has(PolicyArn))
          await performIfThere(context, 'DetachRolePolicy', { RoleName, PolicyArn });
      }
      const inline = inlinePolicies(properties);
      for (const PolicyName of inlinePolicies(previous).keys()) {
        if (!inline.has(PolicyName))
          await performIfThere(context, 'DeleteRolePolicy', { RoleName, PolicyName });
      }
      await attachAll(RoleName, properties, context);
      await updateTags(actions, RoleName, properties, context);
      await actions.wait('iam/role-update');
      return provisioned(RoleName);
    },
    delete: async (RoleName, _properties, context) => {
      await remove(RoleName, context);
      await actions.wait('iam/role-delete');
    },
  };
}

async function updateTags(
  { account, perform }: ResourceActions,
  RoleName: string,
  properties: Properties,
  context: ResourceContext,
): Promise<void> {
  const current = account.role(RoleName).tags;
  const wanted = tagList(context, properties.Tags);
  const changed = wanted.filter(({ Key, Value }) => current.get(Key) !== Value);
  const kept = new Set(wanted.map(({ Key }) => Key));
  const removed = [...current.keys()].filter((key) => !key.startsWith('aws:') && !kept.has(key));
  if (changed.length > 0) await perform(context, 'TagRole', { RoleName, Tags: changed });
  if (removed.length > 0) await perform(context, 'UntagRole', { RoleName, TagKeys: removed });
}

async function updateTrustAndLimits(
  { perform }: ResourceActions,
  RoleName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const PolicyDocument = documentText(properties.AssumeRolePolicyDocument);
  if (PolicyDocument !== documentText(previous.AssumeRolePolicyDocument)) {
    await perform(context, 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument });
  }
  const { Description, MaxSessionDuration, PermissionsBoundary } = properties;
  if (Description !== previous.Description || MaxSessionDuration !== previous.MaxSessionDuration) {
    const seconds = Number(MaxSessionDuration ?? 3600);
    await perform(context, 'UpdateRole', {
      RoleName,
      Description: Description ?? '',
      MaxSessionDuration: seconds,
    });
  }
  if (PermissionsBoundary === previous.PermissionsBoundary) return;
  if (PermissionsBoundary === undefined)
    await perform(context, 'DeleteRolePermissionsBoundary', { RoleName });
  else await perform(context, 'PutRolePermissionsBoundary', { RoleName, PermissionsBoundary });
}
