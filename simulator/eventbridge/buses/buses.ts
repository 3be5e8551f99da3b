import type {
  CreateEventBusRequest,
  DeleteEventBusRequest,
  DescribeEventBusRequest,
  ListEventBusesRequest,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../aws-error.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import { assertRequest } from '../constraints.ts';
import { limitExceeded, validationError } from '../errors.ts';
import { page } from '../pagination.ts';
import { DEFAULT_BUS, type EventBridgeState, type EventBus } from '../state.ts';
import { setTags } from '../tags.ts';
import { putPermission, removePermission } from './policy.ts';

/** Event buses a region (EventBridge quotas). */
const DEFAULT_BUS_QUOTA = 100;

export function createBus(state: EventBridgeState, input: CreateEventBusRequest): EventBus {
  assertRequest('CreateEventBus', input);
  const name = input.Name as string;
  if (name.includes('/')) throw validationError("Event bus name must not contain '/'.");
  if (state.buses.has(name)) {
    throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`, {
      statusCode: 400,
    });
  }
  const quota = state.region.settings.quotas['events/event-buses'] ?? DEFAULT_BUS_QUOTA;
  if (state.buses.size >= quota) throw limitExceeded();
  const bus = state.addBus(name, input.Description);
  setTags(bus.tags, input.Tags ?? []);
  return bus;
}

/** Deleting a bus that is not there succeeds, as on AWS. */
export function deleteBus(state: EventBridgeState, name: string): void {
  if (name === DEFAULT_BUS) throw validationError('Cannot delete event bus default.');
  const bus = state.buses.get(name);
  if (bus && bus.rules.size > 0) {
    throw validationError(`Event bus ${name} can't be deleted since it has rules.`);
  }
  state.buses.delete(name);
}

function busMembers(bus: EventBus): Record<string, unknown> {
  return {
    Name: bus.name,
    Arn: bus.arn,
    Description: bus.description,
    Policy: bus.policy && JSON.stringify(bus.policy),
    CreationTime: new Date(bus.createdAt),
    LastModifiedTime: new Date(bus.lastModifiedAt),
  };
}

function listBuses(state: EventBridgeState, input: ListEventBusesRequest): Record<string, unknown> {
  const buses = [...state.buses.values()]
    .filter(({ name }) => name.startsWith(input.NamePrefix ?? ''))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, NextToken } = page(buses, input);
  return { EventBuses: items.map(busMembers), NextToken };
}

export function busOperations(state: EventBridgeState): Record<string, ModelledOperation> {
  return {
    CreateEventBus: {
      members: ['Name', 'Description', 'Tags'],
      run: (input: CreateEventBusRequest) => {
        const bus = createBus(state, input);
        return { EventBusArn: bus.arn, Description: bus.description };
      },
    },
    DeleteEventBus: {
      members: ['Name'],
      run: (input: DeleteEventBusRequest) => deleteBus(state, state.busName(input.Name)),
    },
    DescribeEventBus: {
      members: ['Name'],
      run: (input: DescribeEventBusRequest) => busMembers(state.bus(input.Name)),
    },
    ListEventBuses: {
      members: ['NamePrefix', 'NextToken', 'Limit'],
      run: (input: ListEventBusesRequest) => listBuses(state, input),
    },
    PutPermission: {
      members: ['EventBusName', 'Action', 'Principal', 'StatementId', 'Condition', 'Policy'],
      run: (input: object) => putPermission(state, input),
    },
    RemovePermission: {
      members: ['EventBusName', 'StatementId', 'RemoveAllPermissions'],
      run: (input: object) => removePermission(state, input),
    },
  };
}
