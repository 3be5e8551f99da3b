import type { Addon } from '../../cluster-config/config.ts';
import { nearestName } from '../../cluster-config/nearest.ts';
import { resolveVersion } from '../../contents/addon/desired.ts';
import { needsPermissions, nodesCarry } from '../addon-permissions.ts';
import { knownOf } from '../answer.ts';
import type { OfferedAddonVersion } from '../facts.ts';
import { placedGroups } from '../groups.ts';
import { judgeValues } from '../json-schema.ts';
import type { FactFinding, FactRule, Judged } from './rule.ts';

type Found = Omit<FactFinding, 'parts'>;
interface Judging {
  readonly addon: Addon;
  readonly path: string;
  readonly name: string;
  readonly kubernetes: string;
}

/** As many versions as a message has room for. */
const SHOWN = 5;

/** The version that EKS would be asked for; undefined where it offers none that fits. */
function versionOf({ addon, name }: Judging, offered: readonly OfferedAddonVersion[]) {
  if (addon.version === undefined) return offered.find(({ isDefault }) => isDefault) ?? offered[0];
  const resolved = resolveVersion(addon, { [name]: offered.map(({ version }) => version) });
  return offered.find(({ version }) => version === resolved);
}

function unknownName({ addon, path, kubernetes, name }: Judging, names: readonly string[]): Found {
  const nearest = nearestName(name, names);
  return {
    path: `${path}.name`,
    found: addon.name,
    allowed: `one of ${names.join(', ')}`,
    message: `EKS offers no add-on of this name for Kubernetes ${kubernetes}`,
    alternative: nearest
      ? `did you mean ${nearest}?`
      : `look with: aws eks describe-addon-versions --kubernetes-version ${kubernetes}`,
  };
}

function unknownVersion(
  { addon, path, kubernetes, name }: Judging,
  offered: readonly OfferedAddonVersion[],
): Found {
  const versions = offered.map(({ version }) => version);
  return {
    path: `${path}.version`,
    found: addon.version,
    allowed: `${versions.slice(0, SHOWN).join(', ')}${versions.length > SHOWN ? ', and older' : ''}, or latest`,
    message: `EKS offers no such version of ${name} for Kubernetes ${kubernetes}`,
  };
}

/** Nodes of an architecture for which the add-on has no images. */
function architectures(
  judged: Judged,
  { path, name }: Judging,
  { architectures: has, version }: OfferedAddonVersion,
): Found[] {
  const types = knownOf(judged.facts.instanceTypes);
  if (!types || has.length === 0) return [];
  const ofNodes = new Set(
    placedGroups(judged.config)
      .flatMap(({ instanceTypes }) => instanceTypes)
      .flatMap((type) => types[type]?.architectures ?? [])
      .map((architecture) => (architecture === 'x86_64' ? 'amd64' : architecture)),
  );
  const missing = [...ofNodes].filter((architecture) => !has.includes(architecture));
  if (missing.length === 0) return [];
  const none = missing.length === ofNodes.size;
  return [
    {
      path: `${path}.name`,
      found: name,
      allowed: `nodes of ${has.join(' or ')}`,
      message: `${name} ${version} has no images for ${missing.join(' and ')}, which ${none ? 'all' : 'some'} of the nodes are`,
      ...(none ? {} : { isWarning: true }),
    },
  ];
}

function values({ facts, readText }: Judged, { addon, path, name }: Judging): Found[] {
  const schema = knownOf(facts.addonConfigurations)?.[name]?.schema;
  if (addon.configurationValues === undefined || schema === undefined) return [];
  return judgeValues(schema, addon.configurationValues, readText).map((finding) => ({
    ...finding,
    path: `${path}.configurationValues`,
  }));
}

/** A service account that AWS recommends a role for, and that has none. */
function permissions(judged: Judged, { addon, path, name }: Judging, version: OfferedAddonVersion): Found[] {
  const configuration = knownOf(judged.facts.addonConfigurations)?.[name];
  if (!version.requiresIamPermissions || !needsPermissions(judged.config, addon) || !configuration) return [];
  if (nodesCarry(judged.config, judged.account, judged.facts, addon, configuration)) return [];
  const recommended = configuration.serviceAccounts.map(
    ({ serviceAccount, recommendedManagedPolicies: arns }) =>
      `${serviceAccount} ${arns.length > 0 ? `with ${arns.map((arn) => arn.split('/').at(-1)).join(', ')}` : ''}`.trim(),
  );
  return [
    {
      path,
      found: addon.name,
      allowed: `a role for ${recommended.join('; ') || 'its service account'}`,
      message: `${name} calls AWS, and nothing gives it the permissions: what it does there will fail, and where its pods end by that, the add-on as CREATE_FAILED`,
      alternative: `set ${path}.useDefaultPodIdentityAssociations to true, or give podIdentityAssociations, wellKnownPolicies, attachPolicyARNs or serviceAccountRoleARN`,
      isWarning: true,
    },
  ];
}

const addons: FactRule = (judged) => {
  const { config, facts } = judged;
  const offered = knownOf(facts.addons);
  if (!offered) return [];
  const kubernetes = facts.kubernetesVersion ?? 'of the cluster';
  return config.addons.flatMap((addon, index): FactFinding[] => {
    const name = addon.name.toLowerCase();
    const judging = { addon, name, path: `addons[${index}]`, kubernetes };
    const parts = [`addon/${name}`];
    const found = (): Found[] => {
      const versions = offered[name];
      if (!versions) return [unknownName(judging, Object.keys(offered).sort())];
      const version = versionOf(judging, versions);
      if (!version) return [unknownVersion(judging, versions)];
      return [
        ...architectures(judged, judging, version),
        ...values(judged, judging),
        ...permissions(judged, judging, version),
      ];
    };
    return found().map((finding) => ({ ...finding, parts }));
  });
};

export const addonRules: readonly FactRule[] = [addons];
