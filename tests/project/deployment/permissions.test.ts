import { describe, expect, it } from '@jest/globals';
import { NODE_TAGS } from '../../../domain/decide/ownership.ts';
import {
  actionsNamed,
  arnsOf,
  denials,
  type Grant,
  grants,
  overlap,
} from '../../../scripts/rules/statements.ts';
import { templates } from './templates.ts';

const all = [...grants(templates.global), ...grants(templates.regional)];

/** Findings of `check` on each action of each grant, once. */
async function findings(
  check: (grant: Grant, pattern: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const grant of all) {
    for (const pattern of grant.actions) {
      if (await check(grant, pattern))
        found.add(`${grant.role}: ${pattern} on ${grant.resources.join(', ')}`);
    }
  }
  return [...found];
}

describe('permissions', () => {
  it('are given at all', () => {
    expect(all.length).toBeGreaterThan(10);
  });

  it('name actions that exist', async () => {
    expect(await findings(async (_grant, pattern) => (await actionsNamed(pattern)).length === 0)).toEqual([]);
  });

  it('that change something name what they may change', async () => {
    const unbounded = await findings(async ({ resources }, pattern) => {
      if (!resources.includes('*')) return false;
      const actions = await actionsNamed(pattern);
      return actions.some(
        ({ accessLevel, isWildcardOnly }) => !isWildcardOnly && !['Read', 'List'].includes(accessLevel),
      );
    });
    expect(unbounded).toEqual([]);
  });

  it('to pass a role name the services that it is passed to', () => {
    const passing = all.filter(({ actions }) => actions.some((action) => /^(iam:)?(\*|Pass)/.test(action)));
    expect(passing.length).toBeGreaterThan(10);
    const open = passing.filter(({ conditions }) => {
      const services = ['StringEquals', 'StringLike'].flatMap(
        (operator) => conditions[operator]?.['iam:PassedToService'] ?? [],
      );
      return (
        services.length === 0 || services.some((service) => /^[*?]+(\.amazonaws\.com)?\*?$/.test(service))
      );
    });
    expect(open.map(({ role, resources }) => `${role} on ${resources.join(', ')}`)).toEqual([]);
  });

  it('to make grants on keys are for services of AWS alone', () => {
    const grants = all.filter(({ actions }) => actions.includes('kms:CreateGrant'));
    expect(grants.length).toBeGreaterThan(0);
    for (const { conditions } of grants)
      expect(conditions).toMatchObject({ Bool: { 'kms:GrantIsForAWSResource': 'true' } });
  });

  it('to change stacks are for those of clusters, as the one role, or for forwarders', () => {
    const changing = all.filter(({ actions }) =>
      actions.some((action) => /^cloudformation:(Create|Update|Delete)Stack$/.test(action)),
    );
    expect(changing.length).toBeGreaterThan(4);
    const open = changing.filter(
      ({ conditions, resources }) =>
        !conditions.StringEquals?.['cloudformation:RoleArn'] ||
        (!conditions.Null && resources.some((resource) => !resource.includes('-forwarder-'))),
    );
    expect(open.map(({ role }) => role)).toEqual([]);
  });

  it('to terminate instances are for nodes, by the tags by which deciders know them', () => {
    const [denial, ...others] = denials(templates.global).filter(({ actions }) =>
      actions.includes('ec2:TerminateInstances'),
    );
    const tags = NODE_TAGS.map((tag) => [`aws:ResourceTag/${tag}`, 'true']);
    expect(denial?.conditions).toEqual({ Null: Object.fromEntries(tags) });
    expect(others).toEqual([]);
  });

  it('are on resources that their actions take', async () => {
    const pointless = await findings(async ({ resources }, pattern) => {
      if (resources.some((resource) => resource === '*' || resource.startsWith('{'))) return false;
      for (const action of await actionsNamed(pattern)) {
        const arns = await arnsOf(pattern.split(':')[0] ?? '', action);
        if (!arns.some((arn) => resources.some((resource) => overlap(arn, resource)))) return true;
      }
      return false;
    });
    expect(pointless).toEqual([]);
  });
});

describe('patterns', () => {
  it.each([
    ['arn:aws:eks:*:1:cluster/*', 'arn:*:eks:*:*:cluster/*', true],
    ['arn:aws:eks:*:1:cluster/*', 'arn:*:eks:*:*:nodegroup/*/*/*', false],
    ['arn:aws:iam::1:role/eks-fleet/*', 'arn:*:iam::*:role/*', true],
    ['*', 'arn:*:iam::*:role/*', true],
  ])('%s and %s overlap: %s', (left, right, expected) => {
    expect(overlap(left, right)).toBe(expected);
  });
});
