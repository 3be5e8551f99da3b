import type { ResourceProvider } from '../../service.ts';
import { given, type ResourceActions, tagList, textList } from './actions.ts';

/** AWS::IAM::InstanceProfile (name and path are replaced; its one role changes in place). */
export function instanceProfileProvider(actions: ResourceActions): ResourceProvider {
  const { account, perform, performIfThere } = actions;
  const type = 'AWS::IAM::InstanceProfile';
  const modelled = ['InstanceProfileName', 'Path', 'Roles'];
  const provisioned = (name: string) => ({
    physicalId: name,
    attributes: { Arn: account.instanceProfile(name).arn },
  });
  return {
    replacementProperties: ['InstanceProfileName', 'Path'],
    create: async (properties, context) => {
      actions.assertModelled(type, properties, modelled);
      const InstanceProfileName = actions.nameOf(properties.InstanceProfileName, context, 128);
      await perform(context, 'CreateInstanceProfile', given({ InstanceProfileName, Path: properties.Path }));
      for (const RoleName of textList(properties.Roles)) {
        await perform(context, 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName });
      }
      await actions.wait('iam/instance-profile');
      return provisioned(InstanceProfileName);
    },
    update: async (InstanceProfileName, properties, previous, context) => {
      actions.assertModelled(type, properties, modelled);
      for (const RoleName of textList(previous.Roles)) {
        await performIfThere(context, 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName });
      }
      for (const RoleName of textList(properties.Roles)) {
        await perform(context, 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName });
      }
      await actions.wait('iam/instance-profile');
      return provisioned(InstanceProfileName);
    },
    delete: async (InstanceProfileName, _properties, context) => {
      const RoleName = account.state.instanceProfiles.get(InstanceProfileName)?.roleName;
      if (RoleName !== undefined) {
        await performIfThere(context, 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName });
      }
      await performIfThere(context, 'DeleteInstanceProfile', { InstanceProfileName });
      await actions.wait('iam/role-delete');
    },
  };
}

/** AWS::IAM::OIDCProvider (the URL is replaced). */
export function oidcProviderProvider(actions: ResourceActions): ResourceProvider {
  const { account, perform, performIfThere } = actions;
  const type = 'AWS::IAM::OIDCProvider';
  const modelled = ['ClientIdList', 'Tags', 'ThumbprintList', 'Url'];
  const provisioned = (arn: string) => ({ physicalId: arn, attributes: { Arn: arn } });
  return {
    replacementProperties: ['Url'],
    create: async (properties, context) => {
      actions.assertModelled(type, properties, modelled);
      const tags = tagList(context, properties.Tags);
      const input = given({
        Url: properties.Url,
        ClientIDList: properties.ClientIdList,
        ThumbprintList: properties.ThumbprintList,
        Tags: tags.length > 0 ? tags : undefined,
      });
      const url = String(properties.Url)
        .replace(/^https:\/\//, '')
        .replace(/\/$/, '');
      await perform(context, 'CreateOpenIDConnectProvider', input);
      await actions.wait('iam/role-delete');
      return provisioned(account.arn(`oidc-provider/${url}`));
    },
    update: async (OpenIDConnectProviderArn, properties, previous, context) => {
      actions.assertModelled(type, properties, modelled);
      const clients = textList(properties.ClientIdList);
      const before = textList(previous.ClientIdList);
      for (const ClientID of clients.filter((one) => !before.includes(one))) {
        await perform(context, 'AddClientIDToOpenIDConnectProvider', { OpenIDConnectProviderArn, ClientID });
      }
      for (const ClientID of before.filter((one) => !clients.includes(one))) {
        await perform(context, 'RemoveClientIDFromOpenIDConnectProvider', {
          OpenIDConnectProviderArn,
          ClientID,
        });
      }
      if (properties.ThumbprintList !== undefined) {
        const ThumbprintList = textList(properties.ThumbprintList);
        await perform(context, 'UpdateOpenIDConnectProviderThumbprint', {
          OpenIDConnectProviderArn,
          ThumbprintList,
        });
      }
      return provisioned(OpenIDConnectProviderArn);
    },
    delete: async (OpenIDConnectProviderArn, _properties, context) => {
      await performIfThere(context, 'DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn });
    },
  };
}

/** AWS::IAM::ServiceLinkedRole (service and suffix are replaced). */
export function serviceLinkedRoleProvider(actions: ResourceActions): ResourceProvider {
  const { account, perform } = actions;
  const type = 'AWS::IAM::ServiceLinkedRole';
  const modelled = ['AWSServiceName', 'CustomSuffix', 'Description'];
  const provisioned = (RoleName: string) => ({ physicalId: RoleName, attributes: { RoleName } });
  return {
    replacementProperties: ['AWSServiceName', 'CustomSuffix'],
    create: async (properties, context) => {
      actions.assertModelled(type, properties, modelled);
      const answer = await perform(context, 'CreateServiceLinkedRole', { ...properties });
      await actions.wait('iam/role-create');
      return provisioned((answer as { Role: { RoleName: string } }).Role.RoleName);
    },
    update: async (RoleName, properties, _previous, context) => {
      actions.assertModelled(type, properties, modelled);
      const role = account.role(RoleName);
      context.authorize({ action: 'iam:UpdateRoleDescription', resource: role.arn });
      role.description = typeof properties.Description === 'string' ? properties.Description : undefined;
      return provisioned(RoleName);
    },
    delete: async (RoleName, _properties, context) => {
      const role = account.state.roles.get(RoleName);
      if (!role) return;
      context.authorize({ action: 'iam:DeleteServiceLinkedRole', resource: role.arn });
      account.state.roles.delete(RoleName);
      await actions.wait('iam/role-delete');
    },
  };
}
