import { rootPath } from './paths.ts';
import { startGroup, stopGroup } from './processes.ts';
import { ensureLlama } from './python.ts';
import { freePort } from './vscode-web.ts';

export interface LlamaServer {
  /** `http://127.0.0.1:<port>/v1`, as OpenAI-compatible clients want it. */
  baseUrl: string;
  pid: number;
  stop(): Promise<void>;
}

/** llama.cpp's own server with SmolLM2-135M: a real server and a real model, too small for its words to mean anything. */
export async function startLlama(): Promise<LlamaServer> {
  const python = await ensureLlama();
  const port = await freePort();
  const child = startGroup(python, [rootPath('test/support/python/llama_server.py'), String(port)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-20_000);
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`The llama.cpp server ended with code ${code}:\n${log}`)));
  });
  child.stdout?.resume();
  return { baseUrl: `http://127.0.0.1:${port}/v1`, pid: child.pid ?? 0, stop: () => stopGroup(child) };
}
