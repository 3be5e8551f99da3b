/**
 * Makes a resource by several calls. If a later call fails, the results of the first ones are removed again, as
 * CloudFormation's handlers leave nothing behind that has no physical id yet.
 */
export function undoOnFailure<T>(finish: () => T, undo: () => void): T {
  try {
    return finish();
  } catch (error) {
    undo();
    throw error;
  }
}
