import type { Region } from '../../region.ts';
import type { Authorization } from '../../service.ts';

/** The members of LaunchTemplateData that name resources of a launch. */
interface TemplateData {
  readonly ImageId?: string | undefined;
  readonly KeyName?: string | undefined;
  readonly IamInstanceProfile?:
    | { readonly Arn?: string | undefined; readonly Name?: string | undefined }
    | undefined;
  readonly SecurityGroupIds?: readonly string[] | undefined;
  readonly NetworkInterfaces?: readonly { readonly Groups?: readonly string[] | undefined }[] | undefined;
  readonly BlockDeviceMappings?:
    | readonly { readonly Ebs?: { readonly SnapshotId?: string | undefined } | undefined }[]
    | undefined;
  readonly TagSpecifications?:
    | readonly { readonly ResourceType?: string | undefined; readonly Tags?: readonly Tag[] | undefined }[]
    | undefined;
}

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

function tagging(region: Region, data: TemplateData): Authorization[] {
  return (data.TagSpecifications ?? []).map(({ ResourceType = 'instance', Tags = [] }) => {
    const tags = Tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, Value] as const);
    return {
      action: 'ec2:CreateTags',
      resource: region.arn('ec2', `${ResourceType}/*`),
      context: {
        'ec2:CreateAction': 'RunInstances',
        'aws:TagKeys': Tags.map(({ Key = '' }) => Key),
        ...Object.fromEntries(tags),
      },
    };
  });
}

/**
 * Permissions that a launch from a template needs: `ec2:RunInstances` on each resource that takes part, and
 * `ec2:CreateTags` for the template's tags (service authorization reference of Amazon EC2, RunInstances; EC2 guide,
 * "Grant permission to tag Amazon EC2 resources during creation"). ARNs of images and snapshots have no account; the
 * instance profile is a condition key of the instance alone.
 */
export function launchAuthorizations(
  region: Region,
  launchTemplateId: string,
  data: TemplateData,
  subnetIds: readonly string[],
): readonly Authorization[] {
  const own = (path: string): string => region.arn('ec2', path);
  const anybodys = (path: string): string => `arn:${region.partition}:ec2:${region.name}::${path}`;
  const groups = data.SecurityGroupIds ?? data.NetworkInterfaces?.[0]?.Groups ?? [];
  const snapshots = (data.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);
  const image = data.ImageId?.startsWith('ami-') ? data.ImageId : '*';
  const resources = [
    ...['network-interface/*', 'volume/*', `launch-template/${launchTemplateId}`].map(own),
    ...subnetIds.map((id) => own(`subnet/${id}`)),
    ...groups.map((id) => own(`security-group/${id}`)),
    ...(data.KeyName === undefined ? [] : [own(`key-pair/${data.KeyName}`)]),
    anybodys(`image/${image}`),
    ...snapshots.map((id) => anybodys(`snapshot/${id}`)),
  ];
  const context = { 'ec2:LaunchTemplate': own(`launch-template/${launchTemplateId}`) };
  const { Arn, Name } = data.IamInstanceProfile ?? {};
  const profile = Arn ?? (Name === undefined ? undefined : region.arn('iam', `instance-profile/${Name}`, ''));
  const ofInstance = profile === undefined ? context : { ...context, 'ec2:InstanceProfile': profile };
  return [
    { action: 'ec2:RunInstances', resource: own('instance/*'), context: ofInstance },
    ...resources.map((resource) => ({ action: 'ec2:RunInstances', resource, context })),
    ...tagging(region, data),
  ];
}
