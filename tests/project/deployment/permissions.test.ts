import { describe, expect, it } from '@jest/globals';
import { actionsNamed, arnsOf, type Grant, grants, overlap } from './statements.ts';
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
