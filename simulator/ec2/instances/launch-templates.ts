import type {
  CreateLaunchTemplateRequest,
  CreateLaunchTemplateVersionRequest,
  DeleteLaunchTemplateRequest,
  DescribeLaunchTemplatesRequest,
  DescribeLaunchTemplateVersionsRequest,
  ModifyLaunchTemplateRequest,
  RequestLaunchTemplateData,
  ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import { describe } from '../describe.ts';
import { missing } from '../errors.ts';
import type { Ec2State, LaunchTemplateRecord } from '../state.ts';
import { resourceTypeOf, tagsFor } from '../tags.ts';
import { assertData } from './launch-template-data.ts';

function byName(ec2: Ec2State, name: string): LaunchTemplateRecord | undefined {
  for (const template of ec2.launchTemplates.values())
    if (template.LaunchTemplateName === name) return template;
  return undefined;
}

/** The template that a call names by id or by name. Throws the NotFound errors of either. */
export function templateOf(
  ec2: Ec2State,
  given: { readonly LaunchTemplateId?: string | undefined; readonly LaunchTemplateName?: string | undefined },
): LaunchTemplateRecord {
  const { LaunchTemplateId: id, LaunchTemplateName: name } = given;
  if (id !== undefined && name !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'The parameter launchTemplateName cannot be used with the parameter launchTemplateId',
    );
  }
  if (id !== undefined) {
    const template = ec2.launchTemplates.get(id);
    if (template) return template;
    if (resourceTypeOf(id) !== 'launch-template') {
      throw new AwsError(
        'InvalidLaunchTemplateId.Malformed',
        `The specified launch template ID, ${id}, is malformed.`,
      );
    }
    throw new AwsError(
      'InvalidLaunchTemplateId.NotFound',
      `The specified launch template, with template ID ${id}, does not exist.`,
    );
  }
  if (name === undefined) throw missing('LaunchTemplateId');
  const template = byName(ec2, name);
  if (template) return template;
  throw new AwsError(
    'InvalidLaunchTemplateName.NotFoundException',
    `The specified launch template, with template name ${name}, does not exist.`,
  );
}

/** The number that `$Latest`, `$Default` or a number means. Throws where there is no such version. */
export function versionOf(template: LaunchTemplateRecord, version: string): number {
  if (version === '$Latest') return template.LatestVersionNumber;
  if (version === '$Default') return template.DefaultVersionNumber;
  const number = Number(version);
  if (!template.versions.has(number)) {
    throw new AwsError(
      'InvalidLaunchTemplateId.VersionNotFound',
      `Could not find the specified version ${version} for the launch template with ID ${template.LaunchTemplateId}.`,
    );
  }
  return number;
}

export function addLaunchTemplate(
  ec2: Ec2State,
  given: {
    readonly id?: string;
    readonly name: string;
    readonly versions: readonly {
      readonly data: ResponseLaunchTemplateData;
      readonly description?: string;
    }[];
    readonly createdBy: string;
    readonly tags: LaunchTemplateRecord['Tags'];
  },
): LaunchTemplateRecord {
  const template: LaunchTemplateRecord = {
    LaunchTemplateId: given.id ?? ec2.newId('lt'),
    LaunchTemplateName: given.name,
    CreateTime: ec2.now(),
    CreatedBy: given.createdBy,
    DefaultVersionNumber: 1,
    LatestVersionNumber: given.versions.length,
    Tags: given.tags,
    versions: new Map(
      given.versions.map((version, index) => [index + 1, { ...version, CreateTime: ec2.now() }]),
    ),
  };
  ec2.launchTemplates.set(template.LaunchTemplateId, template);
  return template;
}

function shown({ versions, ...template }: LaunchTemplateRecord) {
  return template;
}

function shownVersion(template: LaunchTemplateRecord, number: number) {
  const version = template.versions.get(number);
  return {
    LaunchTemplateId: template.LaunchTemplateId,
    LaunchTemplateName: template.LaunchTemplateName,
    VersionNumber: number,
    VersionDescription: version?.description,
    CreateTime: version?.CreateTime,
    CreatedBy: template.CreatedBy,
    DefaultVersion: number === template.DefaultVersionNumber,
    LaunchTemplateData: version?.data,
  };
}

function create(ec2: Ec2State, input: CreateLaunchTemplateRequest, createdBy: string) {
  const name = input.LaunchTemplateName ?? '';
  if (!/^[A-Za-z0-9().\-/_]{3,128}$/.test(name)) {
    throw new AwsError(
      'InvalidLaunchTemplateName.MalformedException',
      'Launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _',
    );
  }
  const data = assertData(ec2, input.LaunchTemplateData);
  const tags = tagsFor('launch-template', input.TagSpecifications);
  if (byName(ec2, name)) {
    throw new AwsError(
      'InvalidLaunchTemplateName.AlreadyExistsException',
      'Launch template name already in use.',
    );
  }
  if (ec2.launchTemplates.size >= ec2.quota('launch-templates', 5000)) {
    throw new AwsError(
      'LaunchTemplateLimitExceeded',
      'The maximum number of launch templates has been reached.',
    );
  }
  const version = {
    data,
    ...(input.VersionDescription !== undefined && { description: input.VersionDescription }),
  };
  return { LaunchTemplate: shown(addLaunchTemplate(ec2, { name, versions: [version], createdBy, tags })) };
}

function createVersion(ec2: Ec2State, input: CreateLaunchTemplateVersionRequest) {
  const template = templateOf(ec2, input);
  const source = input.SourceVersion && template.versions.get(versionOf(template, input.SourceVersion));
  const data = assertData(ec2, {
    ...(source ? (source.data as RequestLaunchTemplateData) : {}),
    ...input.LaunchTemplateData,
  });
  const number = template.LatestVersionNumber + 1;
  template.versions.set(number, {
    data,
    CreateTime: ec2.now(),
    ...(input.VersionDescription !== undefined && { description: input.VersionDescription }),
  });
  template.LatestVersionNumber = number;
  return { LaunchTemplateVersion: shownVersion(template, number) };
}

function describeVersions(ec2: Ec2State, input: DescribeLaunchTemplateVersionsRequest) {
  const template = templateOf(ec2, input);
  const numbers = input.Versions?.length
    ? input.Versions.map((version) => versionOf(template, version))
    : [...template.versions.keys()].sort((a, b) => b - a);
  const { found, NextToken } = describe(
    ec2,
    'DescribeLaunchTemplateVersions',
    { MaxResults: input.MaxResults, NextToken: input.NextToken },
    { records: numbers, filters: {} },
  );
  return { LaunchTemplateVersions: found.map((number) => shownVersion(template, number)), NextToken };
}

function describeTemplates(ec2: Ec2State, input: DescribeLaunchTemplatesRequest) {
  const byNames = input.LaunchTemplateNames && input.LaunchTemplateNames.length > 0;
  const { found, NextToken } = describe<LaunchTemplateRecord>(ec2, 'DescribeLaunchTemplates', input, {
    records: ec2.launchTemplates.values(),
    byId: {
      ids: byNames ? input.LaunchTemplateNames : input.LaunchTemplateIds,
      parameter: byNames ? 'launchTemplateNames' : 'launchTemplateIds',
      find: (id) => templateOf(ec2, byNames ? { LaunchTemplateName: id } : { LaunchTemplateId: id }),
      notFound: (id) => new AwsError('InvalidLaunchTemplateId.NotFound', id),
    },
    tags: (template) => template.Tags,
    filters: {
      'create-time': (template) => [template.CreateTime.toISOString()],
      'launch-template-name': (template) => [template.LaunchTemplateName],
    },
  });
  return { LaunchTemplates: found.map(shown), NextToken };
}

const NAMES = ['LaunchTemplateId', 'LaunchTemplateName'];

export function launchTemplateOperations(ec2: Ec2State): Record<string, ModelledOperation> {
  return {
    CreateLaunchTemplate: {
      members: [
        'LaunchTemplateName',
        'LaunchTemplateData',
        'VersionDescription',
        'TagSpecifications',
        'ClientToken',
      ],
      run: (input: CreateLaunchTemplateRequest, { caller }) =>
        create(ec2, input, caller.kind === 'service' ? caller.principal : caller.arn),
    },
    CreateLaunchTemplateVersion: {
      members: [...NAMES, 'LaunchTemplateData', 'SourceVersion', 'VersionDescription', 'ClientToken'],
      run: (input: CreateLaunchTemplateVersionRequest) => createVersion(ec2, input),
    },
    ModifyLaunchTemplate: {
      members: [...NAMES, 'DefaultVersion', 'ClientToken'],
      run: (input: ModifyLaunchTemplateRequest) => {
        const template = templateOf(ec2, input);
        if (input.DefaultVersion !== undefined) {
          template.DefaultVersionNumber = versionOf(template, input.DefaultVersion);
        }
        return { LaunchTemplate: shown(template) };
      },
    },
    DeleteLaunchTemplate: {
      members: NAMES,
      run: (input: DeleteLaunchTemplateRequest) => {
        const template = templateOf(ec2, input);
        ec2.launchTemplates.delete(template.LaunchTemplateId);
        return { LaunchTemplate: shown(template) };
      },
    },
    DescribeLaunchTemplates: {
      members: ['LaunchTemplateIds', 'LaunchTemplateNames', 'Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeLaunchTemplatesRequest) => describeTemplates(ec2, input),
    },
    DescribeLaunchTemplateVersions: {
      members: [...NAMES, 'Versions', 'MaxResults', 'NextToken'],
      run: (input: DescribeLaunchTemplateVersionsRequest) => describeVersions(ec2, input),
    },
  };
}
