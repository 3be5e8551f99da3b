import { FLEET_ITEMS, LEASE_ITEMS } from '../../aws/dynamodb/item-types.ts';
import { type Product, writtenIn } from './product.ts';
import { ofType, type Resources } from './resources.ts';
import type { Finding, Rule } from './rule.ts';

/** Fourteen days, the most that SQS keeps a message (SQS guide, "Amazon SQS message quotas"). */
const QUEUE_SECONDS = 1_209_600;

const expiringIn = (items: Readonly<Record<string, { readonly attributes: object }>>): readonly string[] =>
  Object.entries(items).flatMap(([name, { attributes }]) => ('expiresAt' in attributes ? [name] : []));

/** Kinds of items that say in `expiresAt` when they may go. */
const EXPIRING = [...expiringIn(LEASE_ITEMS), ...expiringIn(FLEET_ITEMS)];

function queueFindings(product: Product, resources: Resources): readonly Finding[] {
  return ofType(resources, 'AWS::SQS::Queue')
    .filter(({ properties }) => properties.MessageRetentionPeriod !== QUEUE_SECONDS)
    .map(({ logicalId, properties }) => ({
      file: writtenIn(product, logicalId),
      place: `${logicalId}.MessageRetentionPeriod`,
      found: JSON.stringify(properties.MessageRetentionPeriod ?? 'none'),
      allowed: `${QUEUE_SECONDS}: people look at it after a weekend, or after holidays`,
    }));
}

const TABLES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];

function expiryFindings(product: Product, resources: Resources): readonly Finding[] {
  return TABLES.flatMap((type) => ofType(resources, type)).flatMap(({ logicalId, properties }) => {
    const { AttributeName, Enabled } = (properties.TimeToLiveSpecification ?? {}) as {
      readonly AttributeName?: string;
      readonly Enabled?: boolean;
    };
    if (AttributeName === 'expiresAt' && Enabled === true) return [];
    return [
      {
        file: writtenIn(product, logicalId),
        place: `${logicalId}.TimeToLiveSpecification`,
        found: `${AttributeName}, ${Enabled ? 'enabled' : 'not enabled'}`,
        allowed: `expiresAt, enabled, by which these items go: ${EXPIRING.join(', ')}`,
      },
    ];
  });
}

/** The documents and the history outlive their stack: whoever takes it away has not said that they may go. */
function retainFindings(product: Product, resources: Resources): readonly Finding[] {
  const kept = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::DynamoDB::GlobalTable');
  return kept.flatMap(([logicalId, resource]) =>
    (['DeletionPolicy', 'UpdateReplacePolicy'] as const)
      .filter((policy) => resource[policy] !== 'Retain')
      .map((policy) => ({
        file: writtenIn(product, logicalId),
        place: `${logicalId}.${policy}`,
        found: resource[policy] ?? 'none',
        allowed: 'Retain',
      })),
  );
}

/** Messages, documents and items are kept for as long as somebody may need them, and go when their item says so. */
export const keeping: Rule = {
  name: 'keeping',
  why: 'documents, history or refusals are gone before anybody has looked, or a table grows for ever',
  check: (product) =>
    [product.templates.global, product.templates.regional].flatMap((resources) => [
      ...queueFindings(product, resources),
      ...expiryFindings(product, resources),
      ...retainFindings(product, resources),
    ]),
};
