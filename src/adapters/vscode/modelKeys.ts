import type { SecretStorage } from 'vscode';

/** API keys, each kept for the origin it was entered for: a changed address never receives an older address's key. */
export class ModelKeys {
  readonly #secrets: SecretStorage;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  async get(origin: string): Promise<string | undefined> {
    return this.#secrets.get(nameOf(origin));
  }

  async set(origin: string, key: string): Promise<void> {
    await this.#secrets.store(nameOf(origin), key);
  }

  async forget(origin: string): Promise<void> {
    await this.#secrets.delete(nameOf(origin));
  }
}

function nameOf(origin: string): string {
  return `mlInterviewer.key:${origin}`;
}
