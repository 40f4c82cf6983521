export interface Remembered<T> {
  (): Promise<T>;
  /** What is asked for next is loaded anew. */
  forget(): void;
}

/** Loaded once; a failure is not remembered, so that a mended bank can be loaded without a restart. */
export function remembered<T>(load: () => Promise<T>): Remembered<T> {
  let loaded: Promise<T> | undefined;
  const forget = () => {
    loaded = undefined;
  };
  const get = () => {
    loaded ??= load().catch((error) => {
      forget();
      throw error;
    });
    return loaded;
  };
  return Object.assign(get, { forget });
}
