import { expect } from '@jest/globals';
import { stackWorld, thing } from './world.ts';

/** The value that a stack's output comes to. */
export async function outputOf(
  Value: unknown,
  more: object = {},
  options: object = {},
): Promise<string | undefined> {
  const { start, settle, describe } = stackWorld();
  const { Resources = {}, ...sections } = more as { Resources?: object };
  await start(
    { A: thing({ Name: 'a', Value: 'v', List: ['x', 'y'] }), ...Resources },
    { Outputs: { Out: { Value } }, ...sections },
    options,
  );
  await settle();
  return (await describe()).Outputs?.[0]?.OutputValue;
}

export const create = (template: object | string, options: object = {}) => {
  const TemplateBody = typeof template === 'string' ? template : JSON.stringify(template);
  return stackWorld().call('CreateStack', { StackName: 'stack', TemplateBody, ...options });
};

export const refused = (template: object | string, message: string | RegExp, options: object = {}) =>
  expect(create(template, options)).rejects.toMatchObject({
    code: 'ValidationError',
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
