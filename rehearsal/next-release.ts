import type { Templates } from '../aws/deployment/compile-templates.ts';

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

function changed(
  type: string,
  properties: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (type === 'AWS::Lambda::Function') {
    const { Variables = {} } = (properties.Environment ?? {}) as { readonly Variables?: object };
    return { ...properties, Environment: { Variables: { ...Variables, RELEASE: 'next' } } };
  }
  if (type === 'AWS::StepFunctions::StateMachine') {
    return {
      ...properties,
      Definition: { ...(properties.Definition as object), Comment: 'The next release' },
    };
  }
  return properties;
}

/** The templates of a next release: every function and every state machine is changed, as a release changes them. */
export function nextRelease({ global, regional }: Templates): Templates {
  const template = JSON.parse(regional) as Template;
  const Resources = Object.fromEntries(
    Object.entries(template.Resources).map(([name, { Type, Properties, ...rest }]) => [
      name,
      { ...rest, Type, ...(Properties ? { Properties: changed(Type, Properties) } : {}) },
    ]),
  );
  return { global, regional: JSON.stringify({ ...template, Resources }) };
}
