import { parseFleet } from '../../domain/policy/parse.ts';
import type { World } from '../../simulator/world.ts';
import type { AppliedDocument } from '../applied-document.ts';
import { once, type Prerequisite } from './prerequisite.ts';

/** The topics that a Fleet document has facts told to: a person makes them, in the home region. */
export function topics({ value, source }: AppliedDocument, now: string): Prerequisite[] {
  const { fleet } = parseFleet(value, source, { now });
  if (!fleet) return [];
  const { home, notify = [] } = fleet.spec;
  return notify.map(({ sns: Name }) =>
    once(`SNS topic ${Name} in ${home}`, async (world: World) => {
      const { accountId } = world;
      const caller = { kind: 'administrator', arn: `arn:aws:iam::${accountId}:root`, accountId } as const;
      const operation = 'CreateTopic';
      await world
        .region(home)
        .service('sns')
        .operations[operation]?.({ Name }, { operation, caller, requestId: '' });
    }),
  );
}
