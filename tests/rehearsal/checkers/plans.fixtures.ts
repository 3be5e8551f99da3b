import type { watch } from './watched.ts';

const STANDBY = 'us-west-2';
const WITNESS = 'us-east-2';
export const regions = { primary: 'us-east-1', standby: STANDBY, witness: WITNESS };
export const addresses = { primary: '3.5.140.10', standby: '34.210.8.20' };
export const GUARD = 'eks-fleet-prod-guard-us-east-1-us-east-2-us-west-2';

/** A plan of a shop as its document has it. */
export const plan = {
  name: 'shop',
  from: { cluster: 'east', region: regions.primary, probe: 'https://east.example.org/healthz' },
  to: { cluster: 'west', region: STANDBY, probe: 'https://west.example.org/healthz' },
  witness: WITNESS,
  capacity: { floorPercent: 60 },
  traffic: { records: ['shop.example.com'] },
};

/** Short words for what is written of a plan. */
export function written(on: Pick<ReturnType<typeof watch>, 'made' | 'take'>, capacity: object = {}) {
  const put = { ...plan, capacity: { ...plan.capacity, ...capacity } };
  on.take('FleetRequested', { fleet: { spec: { failover: [put] } } });
  return {
    accepted: (epoch: number): void =>
      on.made('dynamodb', 'PutItem', {
        TableName: GUARD,
        Item: { pk: { S: 'plan#shop' }, sk: { S: 'acceptance' }, epoch: { N: String(epoch) } },
      }),
    item: (epoch: number, owner: string, moving?: string): void =>
      on.made('dynamodb', 'PutItem', {
        TableName: GUARD,
        Item: {
          ...{ pk: { S: 'plan#shop' }, sk: { S: 'owner' }, owner: { S: owner }, epoch: { N: String(epoch) } },
          ...(moving === undefined ? {} : { moving: { S: moving } }),
        },
      }),
    word: (epoch: number, side: 'primary' | 'standby', region = STANDBY): void =>
      on.made('s3', 'PutObject', {
        ...{ Bucket: `eks-fleet-prod-words-1-${region}`, Key: 'plans/shop' },
        Body: bodyOf(epoch, side),
      }),
  };
}

export const bodyOf = (epoch: number, side: string): Uint8Array =>
  new TextEncoder().encode(`${side === 'standby' ? 'standby shop serves' : 'primary'}\nepoch ${epoch}\n`);
