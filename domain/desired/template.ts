/** A CloudFormation value: JSON, intrinsics included. */
export type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value };

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: { readonly [name: string]: Value };
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: 'Retain' | 'Delete' | 'RetainExceptOnCreate';
  readonly UpdateReplacePolicy?: 'Retain';
  readonly UpdatePolicy?: { readonly [name: string]: Value };
}

export type Resources = Readonly<Record<string, TemplateResource>>;

export interface Template {
  readonly AWSTemplateFormatVersion: '2010-09-09';
  readonly Description: string;
  readonly Resources: Resources;
  readonly Outputs: Readonly<
    Record<string, { readonly Value: Value; readonly Export?: { readonly Name: string } }>
  >;
}

export const ref = (name: string): Value => ({ Ref: name });
export const getAtt = (name: string, attribute: string): Value => ({ 'Fn::GetAtt': [name, attribute] });
export const join = (values: readonly Value[], separator = ','): Value => ({
  'Fn::Join': [separator, values],
});
export const base64 = (value: Value): Value => ({ 'Fn::Base64': value });

/** Properties without those that are absent, so that templates and requests hold only wanted members. */
export function present<Members extends Readonly<Record<string, unknown>>>(
  members: Members,
): Present<Members> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as unknown as Present<Members>;
}

/** Members that may be undefined become members that may be absent. */
export type Present<Members> = {
  [Name in keyof Members as undefined extends Members[Name] ? never : Name]: Members[Name];
} & {
  [Name in keyof Members as undefined extends Members[Name] ? Name : never]?: Exclude<
    Members[Name],
    undefined
  >;
};

/** Tags as CloudFormation writes them, sorted so that the same tags give the same template. */
export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([Key, value]) => ({ Key, Value: value }));
}

export function template(
  description: string,
  resources: Resources,
  outputs: Readonly<Record<string, Value>>,
): Template {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: description,
    Resources: resources,
    Outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { Value: value }])),
  };
}

/** A CloudFormation stack as it should be. Its template holds no parameter: everything is filled in. */
export interface DesiredStack {
  /** For example `stack/network`. */
  readonly key: string;
  readonly stackName: string;
  readonly template: Template;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly ('CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM')[];
  /** Of a launch template with an image: an update leaves nodes the one that an upgrade has given them. */
  readonly image?: StackImage;
}

/** The image of the nodes that a stack's launch template starts. */
export interface StackImage {
  /** As the document names it: an AMI, or a family's public parameter for any minor. */
  readonly named: string;
  /** The image that the group has by now, whoever gave it; absent before there is a group, and where nobody has looked. */
  readonly present?: string;
}
