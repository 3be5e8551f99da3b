import type {
  DeleteParametersRequest,
  GetParametersByPathRequest,
  GetParametersRequest,
  Parameter,
  ParameterTier,
  ParameterType,
  PutParameterRequest,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../aws-error.ts';
import { publicImages } from '../ec2/images/public-images.ts';
import { type ModelledOperation, refuseUnmodelled } from '../modelled-members.ts';
import type { Region } from '../region.ts';

interface Version {
  readonly value: string;
  readonly type: ParameterType;
  readonly dataType: string;
  readonly at: number;
}

export interface ParameterRecord {
  readonly name: string;
  versions: Version[];
  tier: ParameterTier;
  allowedPattern: string | undefined;
  tags: Map<string, string>;
}

const validation = (message: string): AwsError => new AwsError('ValidationException', message);

/** Parameter Store's records of one region and account, over AWS's public parameters. */
export class ParameterStore {
  readonly region: Region;
  readonly parameters = new Map<string, ParameterRecord>();

  constructor(region: Region) {
    this.region = region;
  }

  arn(name: string): string {
    if (isPublic(name)) return `arn:${this.region.partition}:ssm:${this.region.name}::parameter${name}`;
    return this.region.arn('ssm', `parameter/${name.replace(/^\//, '')}`);
  }

  /** The parameter of a name, which may end in `:<version>`; undefined where there is none. */
  find(given: string): Parameter | undefined {
    const [, name = given, selector] = /^(.*?)(?::(\d+))?$/s.exec(given) ?? [];
    const value = publicImages(this.region.name, this.region.kernel.now()).parameters.get(name);
    if (value !== undefined) {
      return { Name: name, Type: 'String', Value: value, Version: 1, ARN: this.arn(name), DataType: 'text' };
    }
    const held = this.parameters.get(name);
    const version = selector === undefined ? held?.versions.length : Number(selector);
    const found = version === undefined ? undefined : held?.versions[version - 1];
    if (!found) return undefined;
    return {
      Name: name,
      Type: found.type,
      Value: found.value,
      Version: version,
      LastModifiedDate: new Date(found.at),
      ARN: this.arn(name),
      DataType: found.dataType,
      ...(selector !== undefined && { Selector: `:${selector}` }),
    };
  }
}

function isPublic(name: string): boolean {
  return name.startsWith('/aws/service/');
}

function assertName(name: string): void {
  const bare = name.replace(/^\//, '').toLowerCase();
  if (/^aws/.test(bare)) {
    throw new AwsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  }
  if (/^ssm/.test(bare)) {
    throw validation(
      `Parameter name: can't be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_`,
    );
  }
  if (
    !/^\/?[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/.test(name) ||
    (name.includes('/') && !name.startsWith('/'))
  ) {
    throw validation(
      'Parameter name must be a fully qualified name. If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  }
  if (name.split('/').length > 16) {
    throw new AwsError(
      'HierarchyLevelLimitExceededException',
      'Hierarchy level limit exceeded: a parameter name can have at most 15 levels.',
    );
  }
}

function assertValue(value: string, tier: ParameterTier, pattern: string | undefined): void {
  const limit = tier === 'Advanced' ? 8192 : 4096;
  if (Buffer.byteLength(value) > limit) {
    throw validation(
      tier === 'Advanced'
        ? 'Advanced tier parameters support a maximum parameter value of 8192 characters.'
        : 'Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html',
    );
  }
  if (pattern !== undefined && !new RegExp(pattern).test(value)) {
    throw new AwsError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    );
  }
}

function put(store: ParameterStore, input: PutParameterRequest) {
  const { kernel } = store.region;
  const name = input.Name ?? '';
  const held = store.parameters.get(name);
  assertName(name);
  if (held && !input.Overwrite) {
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  if (input.Overwrite && input.Tags?.length) {
    throw validation(
      `Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.`,
    );
  }
  const type = input.Type ?? held?.versions.at(-1)?.type;
  if (!type) throw validation('A parameter type is required when you create a parameter.');
  if (!['String', 'StringList', 'SecureString'].includes(type)) {
    throw validation(
      `1 validation error detected: Value '${type}' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [SecureString, StringList, String]`,
    );
  }
  if (input.Policies !== undefined) refuseUnmodelled(kernel, 'Policies of ssm:PutParameter');
  const tier = input.Tier === 'Advanced' ? 'Advanced' : (held?.tier ?? 'Standard');
  const pattern = input.AllowedPattern ?? held?.allowedPattern;
  assertValue(input.Value ?? '', tier, pattern);
  if (!held && store.parameters.size >= (store.region.settings.quotas['ssm/parameters'] ?? 10_000)) {
    throw new AwsError(
      'ParameterLimitExceeded',
      'You have exceeded the number of parameters for this AWS account.',
    );
  }
  const record = held ?? {
    name,
    versions: [],
    tier,
    allowedPattern: pattern,
    tags: new Map((input.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
  };
  record.tier = tier;
  record.allowedPattern = pattern;
  record.versions.push({
    value: input.Value ?? '',
    type,
    dataType: input.DataType ?? 'text',
    at: kernel.now(),
  });
  store.parameters.set(name, record);
  return { Version: record.versions.length, Tier: tier };
}

function byPath(store: ParameterStore, input: GetParametersByPathRequest) {
  const { Path = '/', Recursive = false, MaxResults = 10, NextToken } = input;
  if (MaxResults < 1 || MaxResults > 10) {
    throw validation(
      `1 validation error detected: Value '${MaxResults}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 10`,
    );
  }
  if (!Path.startsWith('/')) {
    throw validation(
      'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive) except for public parameters.',
    );
  }
  const prefix = Path.endsWith('/') ? Path : `${Path}/`;
  const source = isPublic(prefix)
    ? publicImages(store.region.name, store.region.kernel.now()).parameters
    : store.parameters;
  const names = [...source.keys()]
    .filter((name) => name.startsWith(prefix) && (Recursive || !name.slice(prefix.length).includes('/')))
    .sort();
  const start = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, 'base64').toString('utf8'));
  if (!Number.isInteger(start)) throw new AwsError('InvalidNextToken', 'The specified token is not valid.');
  const end = start + MaxResults;
  return {
    Parameters: names.slice(start, end).flatMap((name) => store.find(name) ?? []),
    NextToken: end < names.length ? Buffer.from(String(end)).toString('base64') : undefined,
  };
}

function getMany(store: ParameterStore, { Names = [] }: GetParametersRequest) {
  if (Names.length > 10) {
    throw validation(
      `1 validation error detected: Value '[${Names.join(', ')}]' at 'names' failed to satisfy constraint: Member must have length less than or equal to 10`,
    );
  }
  return {
    Parameters: Names.flatMap((name) => store.find(name) ?? []),
    InvalidParameters: Names.filter((name) => !store.find(name)),
  };
}

export function parameterOperations(store: ParameterStore): Record<string, ModelledOperation> {
  // SecureString values are kept as they are given: encryption changes who may read them, which KMS would judge.
  return {
    PutParameter: {
      members: [
        'Name',
        'Description',
        'Value',
        'Type',
        'KeyId',
        'Overwrite',
        'AllowedPattern',
        'Tags',
        'Tier',
        'Policies',
        'DataType',
      ],
      run: (input: PutParameterRequest) => put(store, input),
    },
    GetParameter: {
      members: ['Name', 'WithDecryption'],
      run: ({ Name = '' }: { Name?: string }) => {
        const found = store.find(Name);
        if (!found) throw new AwsError('ParameterNotFound', '');
        return { Parameter: found };
      },
    },
    GetParameters: {
      members: ['Names', 'WithDecryption'],
      run: (input: GetParametersRequest) => getMany(store, input),
    },
    GetParametersByPath: {
      members: ['Path', 'Recursive', 'WithDecryption', 'MaxResults', 'NextToken'],
      run: (input: GetParametersByPathRequest) => byPath(store, input),
    },
    DeleteParameter: {
      members: ['Name'],
      run: ({ Name = '' }: { Name?: string }) => {
        if (!store.parameters.delete(Name)) throw new AwsError('ParameterNotFound', '');
        return {};
      },
    },
    DeleteParameters: {
      members: ['Names'],
      run: ({ Names = [] }: DeleteParametersRequest) => {
        const DeletedParameters = Names.filter((name) => store.parameters.delete(name));
        return {
          DeletedParameters,
          InvalidParameters: Names.filter((name) => !DeletedParameters.includes(name)),
        };
      },
    },
  };
}
