import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import { operationsOf } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import { actAs, booleanOf, numberOf, refuseUnmodelledProperties, unlessGone } from '../resource-calls.ts';
import type { Authorization, Properties, ResourceProvider, Service } from '../service.ts';

/** KeyMetadata of the KMS API, the members that are simulated. The KMS client is not among the project's packages. */
export interface KeyMetadata {
  readonly AWSAccountId: string;
  readonly KeyId: string;
  readonly Arn: string;
  readonly CreationDate: Date;
  Enabled: boolean;
  Description: string;
  readonly KeyUsage: string;
  KeyState: 'Enabled' | 'Disabled' | 'PendingDeletion';
  DeletionDate?: Date;
  readonly Origin: 'AWS_KMS';
  readonly KeyManager: 'CUSTOMER';
  readonly KeySpec: string;
  readonly MultiRegion: boolean;
}

interface KeyRecord {
  readonly metadata: KeyMetadata;
  policy: string;
  tags: Map<string, string>;
}

export interface KmsService extends Service {
  readonly plants: {
    /** A key by its id or ARN, as a user's file names it. */
    plantKey(given: {
      readonly keyId: string;
      readonly keySpec?: string;
      readonly aliases?: readonly string[];
    }): void;
  };
  /** The key of an id, ARN, alias name or alias ARN; undefined where there is none. For EKS, which envelopes with it. */
  key(keyIdOrAlias: string): KeyMetadata | undefined;
}

class Keys {
  readonly region: Region;
  readonly keys = new Map<string, KeyRecord>();
  readonly aliases = new Map<string, string>();

  constructor(region: Region) {
    this.region = region;
  }

  arn(id: string): string {
    return this.region.arn('kms', `key/${id}`);
  }

  find(given: string): KeyRecord | undefined {
    const prefix = this.region.arn('kms', '');
    const bare = given.startsWith(prefix) ? given.slice(prefix.length) : given;
    const alias = this.aliases.get(bare);
    return this.keys.get(alias ?? bare.replace(/^key\//, ''));
  }

  get(given: string): KeyRecord {
    const key = this.find(given);
    if (key) return key;
    if (/(^|:)alias\//.test(given)) {
      const alias = given.slice(given.indexOf('alias/'));
      throw new AwsError('NotFoundException', `Alias ${this.region.arn('kms', alias)} is not found.`);
    }
    const id = given.slice(given.lastIndexOf('/') + 1);
    const text = given.startsWith('arn:') ? given : this.arn(id);
    throw new AwsError('NotFoundException', `Key '${text}' does not exist`);
  }

  add(
    id: string,
    given: { spec?: string; usage?: string; description?: string; policy?: string; multiRegion?: boolean },
  ): KeyRecord {
    const record: KeyRecord = {
      metadata: {
        AWSAccountId: this.region.accountId,
        KeyId: id,
        Arn: this.arn(id),
        CreationDate: new Date(this.region.kernel.now()),
        Enabled: true,
        Description: given.description ?? '',
        KeyUsage: given.usage ?? 'ENCRYPT_DECRYPT',
        KeyState: 'Enabled',
        Origin: 'AWS_KMS',
        KeyManager: 'CUSTOMER',
        KeySpec: given.spec ?? 'SYMMETRIC_DEFAULT',
        MultiRegion: given.multiRegion ?? false,
      },
      policy: given.policy ?? '',
      tags: new Map(),
    };
    this.keys.set(id, record);
    return record;
  }
}

interface CreateKeyRequest {
  readonly Description?: string;
  readonly KeySpec?: string;
  readonly KeyUsage?: string;
  readonly Policy?: string;
  readonly MultiRegion?: boolean;
  readonly Tags?: readonly { readonly TagKey: string; readonly TagValue: string }[];
}

function operations(keys: Keys) {
  const { kernel, name } = keys.region;
  return {
    CreateKey: {
      members: ['Description', 'KeySpec', 'KeyUsage', 'Policy', 'MultiRegion', 'Tags'],
      run: (input: CreateKeyRequest) => {
        const record = keys.add(kernel.random(`kms/${name}/ids`).uuid(), {
          ...(input.KeySpec !== undefined && { spec: input.KeySpec }),
          ...(input.KeyUsage !== undefined && { usage: input.KeyUsage }),
          ...(input.Description !== undefined && { description: input.Description }),
          ...(input.Policy !== undefined && { policy: input.Policy }),
          ...(input.MultiRegion !== undefined && { multiRegion: input.MultiRegion }),
        });
        for (const { TagKey, TagValue } of input.Tags ?? []) record.tags.set(TagKey, TagValue);
        return { KeyMetadata: record.metadata };
      },
    },
    DescribeKey: {
      members: ['KeyId'],
      run: ({ KeyId = '' }: { KeyId?: string }) => ({ KeyMetadata: keys.get(KeyId).metadata }),
    },
    ScheduleKeyDeletion: {
      members: ['KeyId', 'PendingWindowInDays'],
      run: ({ KeyId = '', PendingWindowInDays = 30 }: { KeyId?: string; PendingWindowInDays?: number }) => {
        const { metadata } = keys.get(KeyId);
        if (PendingWindowInDays < 7 || PendingWindowInDays > 30) {
          throw new AwsError('ValidationException', 'PendingWindowInDays must be between 7 and 30');
        }
        if (metadata.KeyState === 'PendingDeletion') {
          throw new AwsError('KMSInvalidStateException', `${metadata.Arn} is pending deletion.`);
        }
        metadata.KeyState = 'PendingDeletion';
        metadata.Enabled = false;
        metadata.DeletionDate = new Date(kernel.now() + PendingWindowInDays * 86_400_000);
        return {
          KeyId: metadata.Arn,
          KeyState: metadata.KeyState,
          DeletionDate: metadata.DeletionDate,
          PendingWindowInDays,
        };
      },
    },
    CreateAlias: {
      members: ['AliasName', 'TargetKeyId'],
      run: ({ AliasName = '', TargetKeyId = '' }: { AliasName?: string; TargetKeyId?: string }) => {
        if (!/^alias\/[A-Za-z0-9/_-]+$/.test(AliasName) || AliasName.startsWith('alias/aws/')) {
          throw new AwsError(
            'InvalidAliasNameException',
            'Alias must start with the prefix "alias/" and not with "alias/aws/".',
          );
        }
        const { metadata } = keys.get(TargetKeyId);
        if (keys.aliases.has(AliasName)) {
          throw new AwsError(
            'AlreadyExistsException',
            `An alias with the name ${keys.region.arn('kms', AliasName)} already exists`,
          );
        }
        keys.aliases.set(AliasName, metadata.KeyId);
        return {};
      },
    },
    DeleteAlias: {
      members: ['AliasName'],
      run: ({ AliasName = '' }: { AliasName?: string }) => {
        if (!keys.aliases.delete(AliasName)) {
          throw new AwsError('NotFoundException', `Alias ${keys.region.arn('kms', AliasName)} is not found.`);
        }
        return {};
      },
    },
  };
}

function authorize(keys: Keys, operation: string, input: Readonly<Record<string, unknown>>): Authorization[] {
  const action = `kms:${operation}`;
  if (operation === 'CreateKey') return [{ action, resource: '*' }];
  const alias = input.AliasName === undefined ? [] : [keys.region.arn('kms', String(input.AliasName))];
  const target = input.KeyId ?? input.TargetKeyId ?? (input.AliasName as string | undefined);
  const key = keys.find(String(target));
  const keyArn = key?.metadata.Arn ?? (alias.length > 0 ? undefined : keys.arn(String(target)));
  const context = Object.fromEntries(
    [...(key?.tags ?? [])].map(([name, value]) => [`aws:ResourceTag/${name}`, value]),
  );
  const judged = [...alias, ...(keyArn === undefined ? [] : [keyArn])];
  return judged.map((resource) => ({ action, resource, context }));
}

const KEY = ['Description', 'KeyPolicy', 'KeySpec', 'KeyUsage', 'MultiRegion', 'PendingWindowInDays', 'Tags'];

type Acting = Pick<Service, 'operations' | 'authorize'>;

function keyType(keys: Keys, service: Acting): ResourceProvider {
  const { kernel, settings } = keys.region;
  const answer = (id: string) => ({ physicalId: id, attributes: { Arn: keys.arn(id), KeyId: id } });
  const tagsOf = (properties: Properties) =>
    (properties.Tags as { Key: string; Value: string }[] | undefined) ?? [];
  return {
    replacementProperties: ['KeySpec', 'KeyUsage', 'MultiRegion'],
    create: async (properties, context) => {
      refuseUnmodelledProperties(kernel, 'AWS::KMS::Key', properties, KEY);
      const tags = [
        ...tagsOf(properties).map(({ Key, Value }) => [Key, Value]),
        ...Object.entries(context.tags),
      ];
      const policy = properties.KeyPolicy;
      const { KeyMetadata: made } = await actAs(service, context)<{ KeyMetadata: KeyMetadata }>('CreateKey', {
        Description: properties.Description,
        KeySpec: properties.KeySpec,
        KeyUsage: properties.KeyUsage,
        MultiRegion: booleanOf(properties.MultiRegion),
        Policy: policy === undefined || typeof policy === 'string' ? policy : JSON.stringify(policy),
        Tags: tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      });
      await kernel.sleep(sampleDurationMs(kernel, 'kms/key-create', settings.durationScale));
      return answer(made.KeyId);
    },
    update: async (id, properties, _previous, context) => {
      refuseUnmodelledProperties(kernel, 'AWS::KMS::Key', properties, KEY);
      const record = keys.get(id);
      context.authorize({ action: 'kms:UpdateKeyDescription', resource: record.metadata.Arn });
      record.metadata.Description = String(properties.Description ?? '');
      const tags = [
        ...tagsOf(properties).map(({ Key, Value }) => [Key, Value] as const),
        ...Object.entries(context.tags),
      ];
      record.tags = new Map(tags);
      return answer(id);
    },
    delete: (id, properties, context) =>
      unlessGone(() =>
        actAs(service, context)('ScheduleKeyDeletion', {
          KeyId: id,
          PendingWindowInDays: numberOf(properties.PendingWindowInDays),
        }),
      ),
  };
}

function aliasType(keys: Keys, service: Acting): ResourceProvider {
  const { kernel, settings } = keys.region;
  return {
    // A new target is set in place on AWS; here its change is a replacement, for no template of ours changes it.
    replacementProperties: ['AliasName', 'TargetKeyId'],
    create: async (properties, context) => {
      refuseUnmodelledProperties(kernel, 'AWS::KMS::Alias', properties, ['AliasName', 'TargetKeyId']);
      const { AliasName, TargetKeyId } = properties;
      await actAs(service, context)('CreateAlias', { AliasName, TargetKeyId });
      await kernel.sleep(sampleDurationMs(kernel, 'cloudformation/resource', settings.durationScale));
      return { physicalId: String(AliasName), attributes: {} };
    },
    update: (name) => Promise.resolve({ physicalId: name, attributes: {} }),
    delete: (name, _properties, context) =>
      unlessGone(() => actAs(service, context)('DeleteAlias', { AliasName: name })),
  };
}

/** KMS of one region: keys and aliases by name. Nothing is encrypted with them. */
export function createKms(region: Region): KmsService {
  const keys = new Keys(region);
  const acting: Service = {
    signingName: 'kms',
    operations: operationsOf(region.kernel, 'kms', operations(keys)),
    authorize: (operation, input) => authorize(keys, operation, input),
  };
  return {
    ...acting,
    resourceTypes: { 'AWS::KMS::Key': keyType(keys, acting), 'AWS::KMS::Alias': aliasType(keys, acting) },
    key: (given) => {
      const found = keys.find(given)?.metadata;
      return found && { ...found };
    },
    plants: {
      plantKey: ({ keyId, keySpec, aliases }) => {
        const id = keyId.slice(keyId.lastIndexOf('/') + 1);
        keys.add(id, { ...(keySpec !== undefined && { spec: keySpec }) });
        for (const alias of aliases ?? []) keys.aliases.set(alias, id);
      },
    },
  };
}
