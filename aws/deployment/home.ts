import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { unlessMissing } from '../errors.ts';
import type { Fleet } from '../fleet.ts';
import { globalStack } from './deploy.ts';
import { findStack } from './find-stack.ts';

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

/** The tag of the rules' role that names the home region (infrastructure/global/service-roles.yml). */
const HOME_TAG = 'eks-fleet-home';

/**
 * The home region of a fleet of the account, wherever it is: roles are global, and those of a second fleet of the
 * same stage would have the same names. Undefined where there is none.
 */
export async function homeInAccount(region: string, stage: string): Promise<string | undefined> {
  const found = await unlessMissing(
    new IAMClient({ region }).send(new GetRoleCommand({ RoleName: `eks-fleet-${stage}-rules` })),
  );
  return found?.Role?.Tags?.find(({ Key }) => Key === HOME_TAG)?.Value;
}
