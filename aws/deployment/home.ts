import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { Fleet } from '../fleet.ts';
import { findStack, globalStack } from './deploy.ts';

/** The region that has the fleet's global stack; none where an uninstall left the fleet table alone. */
export async function homeOf({
  regions,
  stage,
}: Pick<Fleet, 'regions' | 'stage'>): Promise<string | undefined> {
  const stacks = await Promise.all(
    regions.map((region) => findStack(new CloudFormationClient({ region }), globalStack(stage))),
  );
  return regions.find((_region, index) => stacks[index] !== undefined);
}
