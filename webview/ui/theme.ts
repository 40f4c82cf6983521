/**
 * Calls back after the editor's theme changed. VS Code then replaces the classes of the body and the variables in the
 * style of the root element, in that order and not always both, so both are watched. Returns a function that stops it.
 */
export function watchTheme(changed: () => void): () => void {
  let frame = 0;
  const observer = new MutationObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(changed);
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
  };
}

/** The value of a theme variable as the browser resolves it, such as `#3794ff`; the first one that the theme defines. */
export function themeColour(...names: readonly `--vscode-${string}`[]): string {
  const style = getComputedStyle(document.body);
  for (const name of names) {
    const value = style.getPropertyValue(name).trim();
    if (value) return value;
  }
  return style.color;
}
