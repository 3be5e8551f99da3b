import type {
  ListTagsForResourceRequest,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-eventbridge';
import type { ModelledOperation } from '../modelled-members.ts';
import { noSuchBus, noSuchRule, validationError } from './errors.ts';
import { DEFAULT_BUS, type EventBridgeState } from './state.ts';

/** Tags a resource (AWS's general limit). */
const MAXIMUM_TAGS = 50;

export function setTags(tags: Map<string, string>, added: readonly Tag[]): void {
  const keys = new Set(added.map(({ Key }) => Key));
  if (keys.size < added.length) throw validationError('Invalid parameter: Duplicated keys are not allowed.');
  if (new Set([...tags.keys(), ...keys]).size > MAXIMUM_TAGS) {
    throw validationError('Invalid parameter: The number of tags exceeds the limit.');
  }
  for (const { Key, Value } of added) tags.set(`${Key}`, `${Value}`);
}

/** The tags of a bus or rule by its ARN. */
function tagsOf(state: EventBridgeState, arn: string): Map<string, string> {
  const resource = arn.split(':').slice(5).join(':');
  const [kind, ...path] = resource.split('/');
  if (kind === 'event-bus') {
    const bus = state.findBus(arn);
    if (!bus) throw noSuchBus(path.join('/'));
    return bus.tags;
  }
  const [first = '', second] = path;
  const [busName, ruleName] = second === undefined ? [DEFAULT_BUS, first] : [first, second];
  const rule = state.buses.get(busName)?.rules.get(ruleName);
  if (kind !== 'rule' || rule?.arn !== arn) throw noSuchRule(ruleName, busName);
  return rule.tags;
}

export function tagOperations(state: EventBridgeState): Record<string, ModelledOperation> {
  return {
    TagResource: {
      members: ['ResourceARN', 'Tags'],
      run: (input: TagResourceRequest) =>
        setTags(tagsOf(state, input.ResourceARN as string), input.Tags ?? []),
    },
    UntagResource: {
      members: ['ResourceARN', 'TagKeys'],
      run: (input: UntagResourceRequest) => {
        const tags = tagsOf(state, input.ResourceARN as string);
        for (const key of input.TagKeys ?? []) tags.delete(key);
      },
    },
    ListTagsForResource: {
      members: ['ResourceARN'],
      run: (input: ListTagsForResourceRequest) => {
        const tags = tagsOf(state, input.ResourceARN as string);
        return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
      },
    },
  };
}
