import type { Tag } from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import { type DurationName, sampleDurationMs } from '../../durations.ts';
import { type Act, actAs, refuseUnmodelledProperties, unlessGone } from '../../resource-calls.ts';
import type { Operation, Properties, Provisioned, ResourceContext, ResourceProvider } from '../../service.ts';
import { authorizeEc2 } from '../authorize.ts';
import type { Ec2State } from '../state.ts';
import { putTags } from '../tags.ts';

/** The state, calls and waits that a type's provider has for one operation on one resource. */
export interface Making {
  readonly ec2: Ec2State;
  readonly act: Act;
  readonly context: ResourceContext;
  /** Takes the time that AWS takes for it. */
  pause(name: DurationName): Promise<void>;
}

/** One EC2 resource type in terms of EC2's API. */
export interface Ec2Type {
  readonly modelled: readonly string[];
  readonly replaced: readonly string[];
  create(properties: Properties, making: Making): Promise<Provisioned>;
  /** Applies changes in place; types without it change nothing but tags in place. */
  update?(id: string, properties: Properties, previous: Properties, making: Making): Promise<Provisioned>;
  delete(id: string, properties: Properties, making: Making): Promise<void>;
  /** The id of the record that carries the tags, where the type has tags. */
  taggedId?(provisioned: Provisioned): string;
  describe?(id: string, properties: Properties, ec2: Ec2State): Provisioned;
}

/** The time after which CloudFormation tries a deletion again that EC2 refuses for its dependencies. */
const RETRY_MS = 20_000;

/** Tags of the `Tags` property as a tag specification, or nothing. */
export function specifications(
  type: string,
  tags: unknown,
): { ResourceType: string; Tags: Tag[] }[] | undefined {
  const list = (tags as Tag[] | undefined) ?? [];
  return list.length === 0 ? undefined : [{ ResourceType: type, Tags: list }];
}

export const tagListOf = (properties: Properties): Tag[] => (properties.Tags as Tag[] | undefined) ?? [];

/** Retries `DependencyViolation` for several minutes before it fails, as CloudFormation does (eksctl's issues). */
async function deleteAtLast(
  type: Ec2Type,
  id: string,
  properties: Properties,
  making: Making,
): Promise<void> {
  const { kernel, settings } = making.ec2.region;
  const until =
    kernel.now() + sampleDurationMs(kernel, 'cloudformation/dependency-wait', settings.durationScale);
  for (;;) {
    try {
      await unlessGone(() => type.delete(id, properties, making));
      return;
    } catch (error) {
      const isDependency =
        error instanceof AwsError &&
        (error.code === 'DependencyViolation' || error.code === 'InvalidCidrBlock.InUse');
      if (!isDependency || kernel.now() >= until) throw error;
      await kernel.sleep(RETRY_MS);
    }
  }
}

export function ec2Provider(
  ec2: Ec2State,
  operations: Readonly<Record<string, Operation>>,
  name: string,
  type: Ec2Type,
): ResourceProvider {
  const making = (context: ResourceContext): Making => ({
    ec2,
    context,
    act: actAs({ operations, authorize: (operation, input) => authorizeEc2(ec2, operation, input) }, context),
    pause: (duration) =>
      ec2.region.kernel.sleep(
        sampleDurationMs(ec2.region.kernel, duration, ec2.region.settings.durationScale),
      ),
  });
  const putStackTags = (provisioned: Provisioned, context: ResourceContext): void => {
    const record = type.taggedId && ec2.tagged(type.taggedId(provisioned));
    if (!record) return;
    const held = new Set(record.Tags.map((tag) => tag.Key));
    const tags = Object.entries(context.tags).filter(([Key]) => !held.has(Key));
    putTags(
      record,
      tags.map(([Key, Value]) => ({ Key, Value })),
    );
  };
  return {
    replacementProperties: type.replaced,
    create: async (properties, context) => {
      refuseUnmodelledProperties(ec2.region.kernel, name, properties, type.modelled);
      const provisioned = await type.create(properties, making(context));
      putStackTags(provisioned, context);
      return provisioned;
    },
    update: async (id, properties, previous, context) => {
      refuseUnmodelledProperties(ec2.region.kernel, name, properties, type.modelled);
      const run = making(context);
      const provisioned = (await type.update?.(id, properties, previous, run)) ??
        type.describe?.(id, properties, ec2) ?? { physicalId: id, attributes: {} };
      await updateTags(type, provisioned, properties, previous, run);
      putStackTags(provisioned, context);
      return provisioned;
    },
    delete: (id, properties, context) => deleteAtLast(type, id, properties, making(context)),
  };
}

async function updateTags(
  type: Ec2Type,
  provisioned: Provisioned,
  properties: Properties,
  previous: Properties,
  { act }: Making,
): Promise<void> {
  if (!type.taggedId || JSON.stringify(properties.Tags) === JSON.stringify(previous.Tags)) return;
  const Resources = [type.taggedId(provisioned)];
  const kept = new Set(tagListOf(properties).map((tag) => tag.Key));
  const gone = tagListOf(previous).filter((tag) => !kept.has(tag.Key));
  if (gone.length > 0) await act('DeleteTags', { Resources, Tags: gone.map(({ Key }) => ({ Key })) });
  if (kept.size > 0) await act('CreateTags', { Resources, Tags: tagListOf(properties) });
}
