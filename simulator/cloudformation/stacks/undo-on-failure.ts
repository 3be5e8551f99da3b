/**
 * Makes a resource that takes several calls. Where a later call fails, what the first ones made is taken away
 * again, as CloudFormation's handlers leave nothing behind that has no physical id yet.
 */
export function undoOnFailure<T>(finish: () => T, undo: () => void): T {
  try {
    return finish();
  } catch (error) {
    undo();
    throw error;
  }
}
