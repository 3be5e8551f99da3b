/*
 * Functions of a user's that are hooks. Who asks them gives the operation's id and the step, so that a function can tell
 * a second call of one step from the first.
 */

export const answers = async (): Promise<object> => ({ ok: true });

export const fails = async (): Promise<never> => {
  throw new Error('the shop does not answer');
};
