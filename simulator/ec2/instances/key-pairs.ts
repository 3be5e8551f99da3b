import type {
  CreateKeyPairRequest,
  CreatePlacementGroupRequest,
  DeleteKeyPairRequest,
  DescribeKeyPairsRequest,
  DescribePlacementGroupsRequest,
  ImportKeyPairRequest,
  KeyType,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import { describe } from '../describe.ts';
import { invalidValue, missing, notFound } from '../errors.ts';
import type { Ec2State, KeyPairRecord, PlacementGroupRecord } from '../state.ts';
import { tagsFor } from '../tags.ts';

/** Puts a key pair into the records; its fingerprint is a random one of the form of its type. */
export function addKeyPair(
  ec2: Ec2State,
  given: { readonly name: string; readonly type: KeyType; readonly tags: KeyPairRecord['Tags'] },
): KeyPairRecord {
  const random = ec2.region.kernel.random(`ec2/${ec2.region.name}/fingerprints`);
  const pair: KeyPairRecord = {
    KeyName: given.name,
    KeyPairId: ec2.newId('key'),
    KeyType: given.type,
    KeyFingerprint: (random.text(40, '0123456789abcdef').match(/../g) ?? []).join(':'),
    CreateTime: ec2.now(),
    Tags: given.tags,
  };
  ec2.keyPairs.set(given.name, pair);
  return pair;
}

function assertNewName(ec2: Ec2State, name: string | undefined): string {
  if (!name) throw missing('KeyName');
  if (name.length > 255)
    throw invalidValue(`Value (${name}) for parameter keyName is invalid. Length exceeds maximum of 255.`);
  if (ec2.keyPairs.has(name)) {
    throw new AwsError('InvalidKeyPair.Duplicate', `The keypair already exists`);
  }
  return name;
}

function create(ec2: Ec2State, input: CreateKeyPairRequest) {
  const tags = tagsFor('key-pair', input.TagSpecifications);
  const pair = addKeyPair(ec2, {
    name: assertNewName(ec2, input.KeyName),
    type: input.KeyType ?? 'rsa',
    tags,
  });
  const { CreateTime, KeyType, ...answer } = pair;
  const material = ec2.region.kernel
    .random(`ec2/${ec2.region.name}/key-material`)
    .text(64, 'abcdefghijklmnopqrstuvwxyz0123456789');
  return { ...answer, KeyMaterial: `-----BEGIN PRIVATE KEY-----\n${material}\n-----END PRIVATE KEY-----` };
}

function importKey(ec2: Ec2State, input: ImportKeyPairRequest) {
  const tags = tagsFor('key-pair', input.TagSpecifications);
  const name = assertNewName(ec2, input.KeyName);
  const text = Buffer.from(input.PublicKeyMaterial ?? new Uint8Array()).toString('utf8');
  const type = /^ssh-(rsa|ed25519) [A-Za-z0-9+/=]+/.exec(text.trim())?.[1];
  if (type === undefined) {
    throw new AwsError('InvalidKey.Format', 'Key is not in valid OpenSSH public key format');
  }
  const { CreateTime, KeyType: _, ...answer } = addKeyPair(ec2, { name, type: type as KeyType, tags });
  return answer;
}

function describeKeyPairs(ec2: Ec2State, input: DescribeKeyPairsRequest) {
  const byIds = input.KeyPairIds && input.KeyPairIds.length > 0;
  const find = (id: string) =>
    byIds ? [...ec2.keyPairs.values()].find((pair) => pair.KeyPairId === id) : ec2.keyPairs.get(id);
  const { found } = describe<KeyPairRecord>(
    ec2,
    'DescribeKeyPairs',
    { Filters: input.Filters },
    {
      records: ec2.keyPairs.values(),
      byId: {
        ids: byIds ? input.KeyPairIds : input.KeyNames,
        parameter: 'keyNames',
        find,
        notFound: (id) => notFound('key', id),
      },
      tags: (pair) => pair.Tags,
      filters: {
        'key-pair-id': (pair) => [pair.KeyPairId],
        'key-name': (pair) => [pair.KeyName],
        fingerprint: (pair) => [pair.KeyFingerprint],
      },
    },
  );
  return { KeyPairs: found };
}

function createPlacementGroup(ec2: Ec2State, input: CreatePlacementGroupRequest) {
  const GroupName = input.GroupName ?? `${ec2.newId('pg')}`;
  const Tags = tagsFor('placement-group', input.TagSpecifications);
  if (ec2.placementGroups.has(GroupName)) {
    throw new AwsError(
      'InvalidPlacementGroup.Duplicate',
      `The Placement Group '${GroupName}' already exists.`,
    );
  }
  const GroupId = ec2.newId('pg');
  const group: PlacementGroupRecord = {
    GroupName,
    GroupId,
    GroupArn: ec2.region.arn('ec2', `placement-group/${GroupName}`),
    State: 'available',
    Strategy: input.Strategy ?? 'cluster',
    ...(input.PartitionCount !== undefined && { PartitionCount: input.PartitionCount }),
    ...(input.SpreadLevel !== undefined && { SpreadLevel: input.SpreadLevel }),
    Tags,
  };
  ec2.placementGroups.set(GroupName, group);
  return { PlacementGroup: group };
}

export function keyPairOperations(ec2: Ec2State): Record<string, ModelledOperation> {
  return {
    CreateKeyPair: {
      members: ['KeyName', 'KeyType', 'TagSpecifications'],
      run: (input: CreateKeyPairRequest) => create(ec2, input),
    },
    ImportKeyPair: {
      members: ['KeyName', 'PublicKeyMaterial', 'TagSpecifications'],
      run: (input: ImportKeyPairRequest) => importKey(ec2, input),
    },
    DeleteKeyPair: {
      members: ['KeyName', 'KeyPairId'],
      run: ({ KeyName, KeyPairId }: DeleteKeyPairRequest) => {
        const pair = [...ec2.keyPairs.values()].find(
          (held) => held.KeyName === KeyName || held.KeyPairId === KeyPairId,
        );
        if (pair) ec2.keyPairs.delete(pair.KeyName);
        return { Return: true, ...(pair && { KeyPairId: pair.KeyPairId }) };
      },
    },
    DescribeKeyPairs: {
      members: ['KeyNames', 'KeyPairIds', 'Filters'],
      run: (input: DescribeKeyPairsRequest) => describeKeyPairs(ec2, input),
    },
    CreatePlacementGroup: {
      members: ['GroupName', 'Strategy', 'PartitionCount', 'SpreadLevel', 'TagSpecifications'],
      run: (input: CreatePlacementGroupRequest) => createPlacementGroup(ec2, input),
    },
    DeletePlacementGroup: {
      members: ['GroupName'],
      run: ({ GroupName }: { GroupName: string }) => {
        if (!ec2.placementGroups.delete(GroupName)) throw notFound('pg', GroupName);
        return {};
      },
    },
    DescribePlacementGroups: {
      members: ['GroupNames', 'Filters'],
      run: (input: DescribePlacementGroupsRequest) => {
        const { found } = describe<PlacementGroupRecord>(
          ec2,
          'DescribePlacementGroups',
          { Filters: input.Filters },
          {
            records: ec2.placementGroups.values(),
            byId: {
              ids: input.GroupNames,
              parameter: 'groupNames',
              find: (name) => ec2.placementGroups.get(name),
              notFound: (name) => notFound('pg', name),
            },
            tags: (group) => group.Tags,
            filters: {
              'group-name': (group) => [group.GroupName],
              'group-arn': (group) => [group.GroupArn],
              state: (group) => [group.State],
              strategy: (group) => [group.Strategy],
            },
          },
        );
        return { PlacementGroups: found };
      },
    },
  };
}
