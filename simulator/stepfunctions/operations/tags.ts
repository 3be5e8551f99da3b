import { AwsError } from '../../aws-error.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import type { StateMachineRecord, StateMachines } from '../state-machines/state-machines.ts';

/** TagResource: 50 tags a resource. */
const TAGS_MAX = 50;

export function tagOperations(machines: StateMachines): Record<string, ModelledOperation> {
  const find = (arn: string): StateMachineRecord => {
    try {
      return machines.get(arn);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'StateMachineDoesNotExist') throw error;
      throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`, {
        members: { resourceName: arn },
      });
    }
  };
  return {
    ListTagsForResource: {
      members: ['resourceArn'],
      run: (input: { resourceArn: string }) => ({
        tags: [...find(input.resourceArn).tags].map(([key, value]) => ({ key, value })),
      }),
    },
    TagResource: {
      members: ['resourceArn', 'tags'],
      run: (input: { resourceArn: string; tags: { key: string; value?: string }[] }) => {
        const machine = find(input.resourceArn);
        const tags = new Map(machine.tags);
        for (const { key, value = '' } of input.tags) tags.set(key, value);
        if (tags.size > TAGS_MAX) {
          throw new AwsError('TooManyTags', `Too many tags: '${input.resourceArn}'`, {
            members: { resourceName: input.resourceArn },
          });
        }
        machine.tags = tags;
        return {};
      },
    },
    UntagResource: {
      members: ['resourceArn', 'tagKeys'],
      run: (input: { resourceArn: string; tagKeys: string[] }) => {
        const machine = find(input.resourceArn);
        for (const key of input.tagKeys) machine.tags.delete(key);
        return {};
      },
    },
  };
}
