import type {
  AddonInfo,
  DescribeAddonConfigurationRequest,
  DescribeAddonConfigurationResponse,
  DescribeAddonVersionsRequest,
  DescribeAddonVersionsResponse,
} from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { minorOf, releasedVersions } from '../clusters/versions.ts';
import { invalidParameter, resourceNotFound } from '../errors.ts';
import { page } from '../pagination.ts';
import {
  ADDONS,
  type AddonDefinition,
  type AddonVersion,
  defaultAddonVersion,
  findAddon,
  serves,
} from './catalogue.ts';
import { configurationSchema } from './configuration.ts';

export function describeAddonVersions(
  account: EksAccount,
  input: DescribeAddonVersionsRequest,
): DescribeAddonVersionsResponse {
  const allows = (list: readonly string[] | undefined, value: string) =>
    !list?.length || list.includes(value);
  const addons = ADDONS.filter((addon) => input.addonName === undefined || addon.name === input.addonName)
    .filter((addon) => allows(input.types, addon.type))
    .filter((addon) => allows(input.publishers, addon.publisher))
    .filter((addon) => allows(input.owners, addon.owner))
    .map((addon) => describe(account, addon, input.kubernetesVersion))
    .filter((addon) => (addon.addonVersions?.length ?? 0) > 0)
    .sort((a, b) => ((a.addonName ?? '') < (b.addonName ?? '') ? -1 : 1));
  if (input.addonName !== undefined && !findAddon(input.addonName)) {
    throw invalidParameter(`Addon ${input.addonName} specified is not supported`, {
      addonName: input.addonName,
    });
  }
  const { items, ...rest } = page(addons, ({ addonName }) => addonName ?? '', input);
  return { addons: items, ...rest };
}

function describe(
  account: EksAccount,
  addon: AddonDefinition,
  kubernetesVersion: string | undefined,
): AddonInfo {
  const offered = releasedVersions(account.region.kernel.now())
    .map(({ version }) => version)
    .filter((version) => kubernetesVersion === undefined || version === kubernetesVersion);
  const compatibilities = (version: AddonVersion) =>
    offered
      .filter((candidate) => serves(version, minorOf(candidate)))
      .map((clusterVersion) => ({
        clusterVersion,
        platformVersions: ['*'],
        defaultVersion: defaultAddonVersion(addon, minorOf(clusterVersion)) === version,
      }));
  return {
    addonName: addon.name,
    type: addon.type,
    addonVersions: addon.versions
      .map((version) => ({
        addonVersion: version.version,
        architecture: ['amd64', 'arm64'],
        computeTypes: [...addon.computeTypes],
        compatibilities: compatibilities(version),
        requiresConfiguration: false,
        requiresIamPermissions: addon.serviceAccounts.length > 0,
      }))
      .filter((version) => version.compatibilities.length > 0),
    publisher: addon.publisher,
    owner: addon.owner,
    defaultNamespace: addon.namespace,
  };
}

export function describeAddonConfiguration(
  _account: EksAccount,
  input: DescribeAddonConfigurationRequest,
): DescribeAddonConfigurationResponse {
  const { addonName, addonVersion } = input;
  const addon = findAddon(addonName);
  const members = { addonName };
  if (!addon) throw resourceNotFound(`No addon found with name: ${addonName}`, members);
  if (!addon.versions.some(({ version }) => version === addonVersion)) {
    throw invalidParameter('Addon version specified is not supported', members);
  }
  return {
    addonName,
    addonVersion,
    configurationSchema: configurationSchema(addon.name),
    podIdentityConfiguration: addon.serviceAccounts.map(({ name, policies }) => ({
      serviceAccount: name,
      recommendedManagedPolicies: [...policies],
    })),
  };
}
