import {
  type AddonInfo,
  DescribeAddonConfigurationCommand,
  type EKSClient,
  paginateDescribeAddonVersions,
  paginateDescribeClusterVersions,
  paginateListAccessPolicies,
} from '@aws-sdk/client-eks';
import { type Answer, knownOf } from '../../domain/account-facts/answer.ts';
import type {
  AccountFacts,
  AddonConfiguration,
  ByName,
  OfferedAddonVersion,
  OfferedKubernetesVersion,
} from '../../domain/account-facts/facts.ts';
import type { FactsWanted } from '../../domain/account-facts/wanted.ts';
import { resolveVersion } from '../../domain/contents/addon/desired.ts';
import { allOf, asked, each, unasked } from './asked.ts';

type Offers = Pick<
  AccountFacts,
  'kubernetesVersion' | 'kubernetesVersions' | 'accessPolicies' | 'addons' | 'addonConfigurations'
>;
type Offered = ByName<readonly OfferedAddonVersion[]>;

function versionsOf({ addonVersions = [] }: AddonInfo): readonly OfferedAddonVersion[] {
  return addonVersions.map(({ addonVersion = '', architecture = [], compatibilities = [], ...rest }) => ({
    version: addonVersion,
    isDefault: compatibilities.some(({ defaultVersion }) => defaultVersion === true),
    architectures: architecture,
    requiresIamPermissions: rest.requiresIamPermissions === true,
  }));
}

/** EKS's offers: its Kubernetes versions, and for one of them its add-ons. */
export class EksOffers {
  readonly #client: EKSClient;

  constructor(client: EKSClient) {
    this.#client = client;
  }

  async read(wanted: FactsWanted): Promise<Offers> {
    const [kubernetesVersions, accessPolicies] = await Promise.all([
      asked('eks:DescribeClusterVersions', () => this.#kubernetesVersions()),
      wanted.needsAccessPolicies
        ? asked('eks:ListAccessPolicies', () => this.#accessPolicies())
        : unasked<readonly string[]>([]),
    ]);
    const standard = knownOf(kubernetesVersions)?.find(({ isDefault }) => isDefault)?.version;
    const kubernetesVersion = wanted.kubernetesVersion ?? standard;
    const version = kubernetesVersion === undefined ? {} : { kubernetesVersion };
    if (kubernetesVersion === undefined || wanted.addons.length === 0) {
      const none = await unasked({});
      return { ...version, kubernetesVersions, accessPolicies, addons: none, addonConfigurations: none };
    }
    const addons = await asked('eks:DescribeAddonVersions', () => this.#addons(kubernetesVersion));
    return {
      ...version,
      kubernetesVersions,
      accessPolicies,
      addons,
      addonConfigurations: await this.#configurations(wanted, addons),
    };
  }

  async #kubernetesVersions(): Promise<readonly OfferedKubernetesVersion[]> {
    const pages = paginateDescribeClusterVersions({ client: this.#client }, {});
    const versions = await allOf(pages, ({ clusterVersions }) => clusterVersions);
    return versions
      .filter(({ versionStatus }) => versionStatus !== 'UNSUPPORTED')
      .map(({ clusterVersion = '', defaultVersion, versionStatus }) => ({
        version: clusterVersion,
        isDefault: defaultVersion === true,
        isExtended: versionStatus === 'EXTENDED_SUPPORT',
      }));
  }

  async #accessPolicies(): Promise<readonly string[]> {
    const pages = paginateListAccessPolicies({ client: this.#client }, {});
    const policies = await allOf(pages, ({ accessPolicies }) => accessPolicies);
    return policies.map(({ arn = '' }) => arn);
  }

  /** All add-ons in one look, so that the name that a mistyped one meant can be told. */
  async #addons(kubernetesVersion: string): Promise<Offered> {
    const pages = paginateDescribeAddonVersions({ client: this.#client }, { kubernetesVersion });
    const addons = await allOf(pages, ({ addons: page }) => page);
    return Object.fromEntries(addons.map((addon) => [addon.addonName ?? '', versionsOf(addon)]));
  }

  /** Configurations of the versions that would be installed; an add-on that is not offered has none. */
  async #configurations(
    { addons }: FactsWanted,
    answer: Answer<Offered>,
  ): Promise<Answer<ByName<AddonConfiguration>>> {
    const offered = knownOf(answer);
    if (!offered) return unasked({});
    const wanted = new Map(
      addons
        .filter(({ configuration }) => configuration)
        .flatMap((addon): [string, string][] => {
          const versions = offered[addon.name] ?? [];
          const names = versions.map(({ version }) => version);
          const standard = versions.find(({ isDefault }) => isDefault)?.version ?? names[0];
          const version =
            addon.version === undefined ? standard : resolveVersion(addon, { [addon.name]: names });
          return version !== undefined && names.includes(version) ? [[addon.name, version]] : [];
        }),
    );
    return asked('eks:DescribeAddonConfiguration', () =>
      each([...wanted.keys()], (name) => this.#configuration(name, wanted.get(name) ?? '')),
    );
  }

  async #configuration(addonName: string, addonVersion: string): Promise<AddonConfiguration> {
    const { configurationSchema: schema, podIdentityConfiguration = [] } = await this.#client.send(
      new DescribeAddonConfigurationCommand({ addonName, addonVersion }),
    );
    return {
      ...(schema === undefined ? {} : { schema }),
      serviceAccounts: podIdentityConfiguration.map(
        ({ serviceAccount = '', recommendedManagedPolicies = [] }) => ({
          serviceAccount,
          recommendedManagedPolicies,
        }),
      ),
    };
  }
}
