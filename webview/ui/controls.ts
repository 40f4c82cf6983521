let loading: Promise<void> | undefined;

/**
 * Makes the toolkit's elements work, once what is to be read has been painted: the toolkit is most of a page's script,
 * and nobody presses a button before they have seen it.
 */
export function loadControls(): Promise<void> {
  loading ??= painted().then(async () => (await import('./toolkit.ts')).registerToolkit());
  return loading;
}

/** Resolves after the next frame is on screen. A hidden page has no frames, and nobody waits for them there. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, 100);
    requestAnimationFrame(() =>
      setTimeout(() => {
        clearTimeout(late);
        resolve();
      }),
    );
  });
}
