/**
 * Region sets: a table with multi-Region strong consistency, which Guard is, has its three replicas in three regions of one
 * of them. Source: API Reference of DynamoDB, CreateGlobalTableWitnessGroupMemberAction, and CloudFormation's
 * AWS::DynamoDB::GlobalTable, as of 2026-12-02; ADR 43 has what else is said.
 */
const REGION_SETS: readonly (readonly string[])[] = [
  ['us-east-1', 'us-east-2', 'us-west-2'],
  ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1'],
  ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
];

/** The Region set of a region, or none. */
export const regionSetOf = (region: string): readonly string[] =>
  REGION_SETS.find((set) => set.includes(region)) ?? [];

/** True where one table can be strongly consistent over all of these regions. */
export const isStrongOver = (regions: readonly string[]): boolean =>
  REGION_SETS.some((set) => regions.every((region) => set.includes(region)));

/** Every Region set in words. */
export const regionSetsInWords = REGION_SETS.map((set) => set.join(', ')).join('; or ');
