import { itemType } from '../../../aws/dynamodb/item-type.ts';
import { FLEET_ITEMS } from '../../../aws/dynamodb/item-types.ts';
import type { OperationRecord, PlanOf, ReportOf } from '../../../domain/operation/record.ts';
import { type ClusterRef, subjectNamed } from '../../../domain/operation/subject.ts';
import type { StoredFleet } from '../../../domain/ports/fleets.ts';

/*
 * Code that does not compile, about kinds and subjects of operations and types of items: `npm run types` holds each
 * of these to be refused.
 */

declare const any: OperationRecord;
declare const scaling: OperationRecord<'scale'>;
const { targets } = scaling.plan as PlanOf<'scale'>;
if (any.kind === 'create') any.request.config.metadata.name satisfies string;
// @ts-expect-error of which kind it is, nobody has asked
any.request.config;
// @ts-expect-error a scaling's plan is no creation's
scaling.plan satisfies PlanOf<'create'> | undefined;
// @ts-expect-error a deletion records no plan
type Planless = PlanOf<'delete'>;
// @ts-expect-error nor does a creation report
type Unreported = ReportOf<'create'>;

const account = { partition: 'aws', accountId: '111122223333' };
subjectNamed('cluster', account, 'eu-west-1', 'shop') satisfies ClusterRef;
// @ts-expect-error a Fleet document is no cluster
subjectNamed('fleet', account, 'eu-west-1', 'offices') satisfies ClusterRef;

const { key } = FLEET_ITEMS.document;
itemType<Pick<StoredFleet, 'name'>>()({ key, attributes: { name: 'plain' } });
// @ts-expect-error how its revision is kept is not said
itemType<Pick<StoredFleet, 'name' | 'revision'>>()({ key, attributes: { name: 'plain' } });
export type Seen = [Planless, Unreported, typeof targets];
