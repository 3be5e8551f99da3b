import type { Templates } from '../aws/deployment/compile-templates.ts';

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

function changed(
  type: string,
  properties: Readonly<Record<string, unknown>>,
  release: string,
): Readonly<Record<string, unknown>> {
  if (type === 'AWS::Lambda::Function') {
    const { Variables = {} } = (properties.Environment ?? {}) as {
      readonly Variables?: { readonly FORWARDER_KEY?: string };
    };
    // Other code has another key. The key of forwarders' code is in a variable of the functions that make them.
    const { FORWARDER_KEY: key } = Variables;
    const code = key === undefined ? {} : { FORWARDER_KEY: key.replace(/(\.zip)?$/, ` of ${release}.zip`) };
    return { ...properties, Environment: { Variables: { ...Variables, ...code, RELEASE: release } } };
  }
  if (type === 'AWS::StepFunctions::StateMachine') {
    return {
      ...properties,
      Definition: { ...(properties.Definition as object), Comment: release },
    };
  }
  return properties;
}

/**
 * The templates of a next release, counted from 1: every function and every state machine is changed, as a release
 * changes them.
 */
export function nextRelease({ global, regional }: Templates, count = 1): Templates {
  const release = `release ${count}`;
  const template = JSON.parse(regional) as Template;
  const Resources = Object.fromEntries(
    Object.entries(template.Resources).map(([name, { Type, Properties, ...rest }]) => [
      name,
      { ...rest, Type, ...(Properties ? { Properties: changed(Type, Properties, release) } : {}) },
    ]),
  );
  return { global, regional: JSON.stringify({ ...template, Resources }) };
}
