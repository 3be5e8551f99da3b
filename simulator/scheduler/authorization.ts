import type { Authorization } from '../service.ts';
import { DEFAULT_GROUP, type SchedulerState } from './state.ts';

type Input = Readonly<Record<string, unknown>>;

const LISTS = new Set(['ListSchedules', 'ListScheduleGroups']);

/**
 * The questions that IAM is asked of each operation, with the resource types and condition keys of Scheduler's
 * service authorization reference. A schedule has no tags of its own, so that its questions carry none.
 */
export function schedulerAuthorizations(
  state: SchedulerState,
  operation: string,
  input: Input,
): readonly Authorization[] {
  const action = `scheduler:${operation}`;
  if (LISTS.has(operation)) return [{ action, resource: '*' }];
  const name = String(input.Name ?? '');
  if (/Schedule$/.test(operation)) {
    return [{ action, resource: state.scheduleArn(name, String(input.GroupName ?? DEFAULT_GROUP)) }];
  }
  const resource = input.ResourceArn === undefined ? state.groupArn(name) : String(input.ResourceArn);
  const group = state.groups.get(resource.slice(resource.lastIndexOf('/') + 1));
  return [{ action, resource, context: { ...resourceTags(group?.tags), ...requestTags(input) } }];
}

function resourceTags(tags: ReadonlyMap<string, string> = new Map()): Record<string, string> {
  return Object.fromEntries([...tags].map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

function requestTags(input: Input): Record<string, string | readonly string[]> {
  const given = (input.Tags ?? []) as readonly { readonly Key: string; readonly Value: string }[];
  const keys = (input.TagKeys ?? given.map(({ Key }) => Key)) as readonly string[];
  if (keys.length === 0) return {};
  return {
    'aws:TagKeys': keys,
    ...Object.fromEntries(given.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
  };
}
