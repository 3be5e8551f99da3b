import { type DesiredStack, template } from '../../desired/template.ts';
import { type Deployed, guardTableOf } from '../names.ts';
import { FAILOVER_TAG } from './stack-tags.ts';

const STRING_KEY = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });

/**
 * Guard of three regions: a table with multi-Region strong consistency, whose replicas are whole (CloudFormation,
 * AWS::DynamoDB::GlobalTable). It outlives its stack: who owns a plan is known nowhere else. It is protected from deletion once
 * it is there: a first try that failed halfway could not be taken back otherwise.
 */
export function guardStack(
  deployed: Pick<Deployed, 'stage'>,
  regions: readonly string[],
  isProtected: boolean,
): DesiredStack {
  const name = guardTableOf(deployed, regions);
  const table = {
    Type: 'AWS::DynamoDB::GlobalTable',
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      TableName: name,
      AttributeDefinitions: [STRING_KEY('pk'), STRING_KEY('sk')],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      MultiRegionConsistency: 'STRONG',
      Replicas: [...regions].sort().map((Region) => ({ Region, DeletionProtectionEnabled: isProtected })),
    },
  } as const;
  return {
    key: 'failover/guard',
    stackName: name,
    template: template('eks-fleet: who owns failover plans of three regions', { Guard: table }, {}),
    tags: { [FAILOVER_TAG]: 'guard' },
    capabilities: [],
  };
}

/** A table as DescribeTable shows it, with the regions of its replicas. */
export interface SeenTable {
  readonly status: string;
  readonly isStrong: boolean;
  /** The other regions, by the state of the replica there. */
  readonly replicas: Readonly<Record<string, string>>;
}

/** The reason why a table is not Guard of these regions yet, or is none at all. */
export type GuardState =
  | { readonly is: 'ready' }
  | { readonly is: 'coming'; readonly why: string }
  | { readonly is: 'missing' }
  | { readonly is: 'other'; readonly why: string };

/** A table of Guard's name that others have made, in three other regions or with eventual consistency, guards nothing. */
export function guardState(
  seen: SeenTable | undefined,
  region: string,
  regions: readonly string[],
): GuardState {
  if (!seen) return { is: 'missing' };
  if (/^(CREATING|UPDATING)$/.test(seen.status)) return { is: 'coming', why: `its table is ${seen.status}` };
  if (seen.status !== 'ACTIVE') return { is: 'other', why: `its table is ${seen.status}` };
  const others = regions.filter((one) => one !== region);
  const late = others.filter((one) => seen.replicas[one] !== 'ACTIVE');
  if (late.length > 0) return { is: 'coming', why: `its replica in ${late.join(' and ')} is not ACTIVE` };
  if (!seen.isStrong) return { is: 'other', why: 'its table has no multi-Region strong consistency' };
  return { is: 'ready' };
}
