import type { TraceEntry } from '../../simulator/kernel/trace.ts';
import type { World } from '../../simulator/world.ts';

const MACHINE = /^eks-fleet-([a-z][a-z0-9]*)-/;
const ID = 'in-the-midst';

/**
 * Somebody pauses the fleet in the region of an execution, and lifts the pause later and tells of it, as `eks-fleet pause`
 * and `resume` would.
 */
export async function pauseFor(
  seconds: number,
  world: World,
  { region, stateMachine }: TraceEntry,
): Promise<void> {
  const { accountId, kernel } = world;
  const [, stage = ''] = MACHINE.exec(String(stateMachine)) ?? [];
  const arn = `arn:aws:iam::${accountId}:user/administrator`;
  const call = (service: string, operation: string, input: Record<string, unknown>) =>
    world.region(region).call(service, operation, input, { kind: 'administrator', arn, accountId });
  const item = { TableName: `eks-fleet-${stage}-leases`, Key: { pk: { S: 'pause#fleet' } } };
  const kept = {
    owner: { S: arn },
    reason: { S: 'change freeze' },
    at: { S: new Date(kernel.now()).toISOString() },
  };
  await call('dynamodb', 'UpdateItem', {
    ...item,
    UpdateExpression: 'SET holds = :holds',
    ExpressionAttributeValues: { ':holds': { M: { [ID]: { M: kept } } } },
  });
  await kernel.sleep(seconds * 1000);
  await call('dynamodb', 'DeleteItem', item);
  const detail = { version: '1', pauses: [{ scope: 'fleet', id: ID }], liftedBy: arn };
  await call('events', 'PutEvents', {
    Entries: [
      {
        Source: 'eks-fleet',
        DetailType: 'PauseLifted',
        Detail: JSON.stringify(detail),
        EventBusName: `eks-fleet-${stage}`,
      },
    ],
  });
}
