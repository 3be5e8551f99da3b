import { nearestName } from '../../cluster-config/nearest.ts';
import { knownOf } from '../answer.ts';
import { placedGroups } from '../groups.ts';
import {
  type NamedThing,
  namedAccessPolicies,
  namedKeyPairs,
  namedKeys,
  namedLaunchTemplates,
  namedPlacementGroups,
} from '../named.ts';
import type { FactFinding, FactRule } from './rule.ts';

function missing(
  things: readonly NamedThing[],
  known: readonly string[] | undefined,
  what: string,
): FactFinding[] {
  if (!known) return [];
  return things
    .filter(({ id }) => !known.includes(id))
    .map(({ id, path, parts }) => {
      const nearest = nearestName(id, known);
      return {
        path,
        found: id,
        allowed: `${what} that exists`,
        message: `there is no such ${what.replace(/^an? /, '')} in this account and region`,
        ...(nearest ? { alternative: `did you mean ${nearest}?` } : {}),
        parts,
      };
    });
}

const keyPairs: FactRule = ({ config, facts }) =>
  missing(namedKeyPairs(config), knownOf(facts.keyPairs), 'a key pair');

const placementGroups: FactRule = ({ config, facts }) =>
  missing(namedPlacementGroups(config), knownOf(facts.placementGroups), 'a placement group');

/** EKS and EBS encrypt with symmetric keys that are enabled. */
const keys: FactRule = ({ config, facts, account }) =>
  namedKeys(config).flatMap(({ id, path, parts }): FactFinding[] => {
    const finding = (allowed: string, message: string) => [{ path, found: id, allowed, message, parts }];
    const region = id.startsWith('arn:') ? id.split(':')[3] : account.region;
    if (region !== account.region)
      return finding(
        `a key of ${account.region}`,
        `the key is of ${region}, and KMS keys serve their own region`,
      );
    const answer = facts.keys[id];
    if (!answer || 'denied' in answer) return [];
    const key = answer.known;
    if (!key) return finding('a KMS key that exists', 'there is no such KMS key in this account and region');
    if (key.state !== 'Enabled') return finding('a key that is Enabled', `the key is ${key.state}`);
    if (key.usage !== 'ENCRYPT_DECRYPT' || key.spec !== 'SYMMETRIC_DEFAULT')
      return finding('a symmetric key for encryption', `the key is ${key.spec} for ${key.usage}`);
    return [];
  });

/**
 * Members that a managed group's own template may not have (EKS guide, "Customize managed nodes with launch
 * templates").
 */
const launchTemplates: FactRule = ({ config, facts }) => {
  const known = knownOf(facts.launchTemplates);
  if (!known) return [];
  const groups = placedGroups(config);
  return namedLaunchTemplates(config).flatMap(({ id, path, parts }): FactFinding[] => {
    const [template, version] = id.split(':');
    const data = known[id];
    if (!data) {
      const exists = version !== undefined && known[template ?? ''] !== undefined;
      return [
        {
          path: `${path}.${exists ? 'version' : 'id'}`,
          found: exists ? version : template,
          allowed: exists ? 'a version that exists' : 'a launch template that exists',
          message: exists
            ? `launch template ${template} has no such version`
            : 'there is no such launch template in this account and region',
          parts,
        },
      ];
    }
    const group = groups.find((one) => `${one.path}.launchTemplate` === path)?.group;
    const written = group && 'instanceTypes' in group ? group.instanceTypes : undefined;
    return [
      ...(data.marketType === 'spot'
        ? [
            {
              path,
              found: { marketType: data.marketType },
              allowed: 'a template that asks for no spot instances',
              message: 'EKS takes no spot instances from the launch template of a managed group',
              alternative: `take InstanceMarketOptions out of the template and set spot: true beside it`,
              parts,
            },
          ]
        : []),
      ...(data.instanceType !== undefined && written?.length
        ? [
            {
              path: path.replace('launchTemplate', 'instanceTypes'),
              found: written,
              allowed: `nothing where the launch template names a type (${data.instanceType})`,
              message: 'both name instance types',
              parts,
            },
          ]
        : []),
    ];
  });
};

const accessPolicies: FactRule = ({ config, facts }) => {
  const known = knownOf(facts.accessPolicies);
  if (!known) return [];
  return namedAccessPolicies(config)
    .filter(({ id }) => !known.includes(id))
    .map(({ id, path, parts }) => {
      const nearest = nearestName(id, known);
      return {
        path,
        found: id,
        allowed: `one of ${known.map((arn) => arn.split('/').at(-1)).join(', ')}, with ${known[0]?.split('/')[0]}/ before it`,
        message: 'EKS has no such access policy',
        ...(nearest ? { alternative: `did you mean ${nearest}?` } : {}),
        parts,
      };
    });
};

export const namedRules: readonly FactRule[] = [
  accessPolicies,
  keyPairs,
  placementGroups,
  keys,
  launchTemplates,
];
