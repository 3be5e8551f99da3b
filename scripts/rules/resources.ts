/** Resources of a compiled template, as far as checks read them. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export type Resources = Readonly<Record<string, Resource>>;

export interface Found {
  readonly logicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The resources of a type in a template. */
export function ofType(resources: Resources, type: string): readonly Found[] {
  return Object.entries(resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([logicalId, { Properties = {} }]) => ({ logicalId, properties: Properties }));
}

/** Pseudo parameters of an account, for the text of ARNs. */
const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '111122223333',
};

/**
 * A property as text: Fn::Sub is filled in, and a reference to another resource becomes its type and name,
 * `{AWS::SQS::Queue RejectsQueue}`.
 */
export function text(value: unknown, resources: Resources): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  const intrinsic = value as {
    readonly Ref?: string;
    'Fn::Sub'?: string;
    'Fn::GetAtt'?: string | readonly string[];
  };
  const named = (name: string) =>
    pseudoParameters[name] ?? `{${resources[name]?.Type ?? 'Parameter'} ${name}}`;
  if (intrinsic.Ref !== undefined) return named(intrinsic.Ref);
  const attribute = intrinsic['Fn::GetAtt'];
  if (attribute !== undefined)
    return named((typeof attribute === 'string' ? attribute.split('.') : attribute)[0] ?? '');
  if (typeof intrinsic['Fn::Sub'] === 'string') {
    return intrinsic['Fn::Sub'].replace(/\$\{([^}]+)\}/g, (_whole, name: string) =>
      named(name.split('.')[0] ?? ''),
    );
  }
  return JSON.stringify(value);
}
