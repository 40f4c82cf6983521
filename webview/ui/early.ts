/** A property that was set before its element was defined hides the accessor: set it again through it. */
export function takeEarlyProperty<T extends HTMLElement, Key extends keyof T>(element: T, key: Key): void {
  if (!Object.hasOwn(element, key)) return;
  const early = element[key];
  delete (element as Partial<T>)[key];
  element[key] = early;
}
