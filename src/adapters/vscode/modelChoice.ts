import type { ChatModels, JudgeChoice } from '../../app/ports.ts';
import type { ChatModel } from '../../core/model.ts';
import type { ModelKeys } from './modelKeys.ts';
import { userSetting } from './settings.ts';

/** What the adapter for OpenAI-compatible servers offers; loaded only when a model is configured. */
export interface ModelAdapter {
  openAiCompatible(options: { baseUrl: string; model: string; key: () => Promise<string | undefined> }): ChatModel;
  originOf(baseUrl: string): string | undefined;
}

/** The model from the user's own settings; none without both an address and a name. */
export function configuredModels(load: () => Promise<ModelAdapter>, keys: ModelKeys): ChatModels {
  let made: { readonly of: string; readonly model: ChatModel } | undefined;
  return {
    async current() {
      const { baseUrl, name } = modelSettings();
      if (!baseUrl || !name) return undefined;
      const of = `${baseUrl}\n${name}`;
      if (made?.of === of) return made.model;
      const { openAiCompatible, originOf } = await load();
      const key = async () => {
        const origin = originOf(baseUrl);
        return origin === undefined ? undefined : keys.get(origin);
      };
      made = { of, model: openAiCompatible({ baseUrl, model: name, key }) };
      return made.model;
    },
  };
}

export function modelSettings(): { baseUrl: string; name: string } {
  return { baseUrl: userSetting('model.baseUrl', '').trim(), name: userSetting('model.name', '').trim() };
}

const judgeChoices: readonly JudgeChoice[] = ['offline', 'model', 'model-majority'];

/** Who is to read the answers; the offline judge for any value that is none of these. */
export function judgeChoice(): JudgeChoice {
  const chosen = userSetting('judge', 'offline');
  return judgeChoices.find((choice) => choice === chosen) ?? 'offline';
}

/** How the interviewer is named in the composer; undefined for the offline interviewer. */
export function interviewerLabel(): string | undefined {
  const { baseUrl, name } = modelSettings();
  if (!baseUrl || !name) return undefined;
  try {
    return `${name} at ${new URL(baseUrl).host}`;
  } catch {
    return undefined;
  }
}
