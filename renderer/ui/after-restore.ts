/**
 * Calls back when a dialog, menu or popover that has just closed is through with giving the focus back to where it was: for those who want it
 * elsewhere. Answers how to call it off.
 */
export function afterRestore(callback: () => void): () => void {
  let frame = requestAnimationFrame(() => void (frame = requestAnimationFrame(callback)));
  return () => cancelAnimationFrame(frame);
}
