import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { SignIn } from "./people.ts";

const binary = resolve(import.meta.dirname, process.env.TEND_BIN ?? "../../../target/debug/tend");
const PEOPLE = process.env.TEND_PEOPLE ?? "60";
const READY_WITHIN_MS = 30_000;

/** Without the variables of these journeys: the server reads `TEND_*` as its own configuration and refuses unknown names. */
const others = Object.entries(process.env).filter(([name]) => !name.startsWith("TEND_"));

/** With the weakest password hash that the server starts with: every journey signs in, some of them as several people. */
const env = { ...Object.fromEntries(others), TEND_PASSWORD_MEMORY_KIB: "19456", TEND_PASSWORD_PASSES: "2" };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** The accounts that `tend demo` prints: role, e-mail and password in columns. */
function signInsOf(output: string): SignIn[] {
  return output.split("\n").flatMap((line) => {
    const [, role, email, password] = /^(\w+)\s+(\S+@\S+)\s+(.+)$/.exec(line.trim()) ?? [];
    return role && email && password ? [{ role, email, password }] : [];
  });
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until;) {
    if (server.exitCode !== null) throw new Error(`tend serve ended with ${server.exitCode}`);
    const ready = await fetch(`${url}/ready`).catch(() => undefined);
    if (ready?.ok) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error(`tend serve did not answer at ${url} within ${READY_WITHIN_MS} ms`);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  server.kill("SIGTERM");
  await once(server, "exit");
}

/** Makes a demo in a folder of its own and serves it; answers how to end both. What fails on the way leaves nothing behind. */
export default async function start(): Promise<() => Promise<void>> {
  const data = await mkdtemp(join(tmpdir(), "tend-e2e-"));
  // The account that runs PostgreSQL when we are root has to get in.
  await chmod(data, 0o755);
  let server: ChildProcess | undefined;
  const end = async () => {
    if (server) await stop(server);
    await rm(data, { recursive: true, force: true });
  };
  try {
    const demo = await promisify(execFile)(binary, ["demo", "--data", data, "--people", PEOPLE], {
      env,
      maxBuffer: 16 << 20,
    });
    const signIns = signInsOf(`${demo.stdout}\n${demo.stderr}`);
    if (signIns.length === 0) throw new Error("tend demo printed no sign-ins");
    const port = await freePort();
    server = spawn(binary, ["serve", "--data", data, "--port", String(port)], { env, stdio: "ignore" });
    const url = `http://127.0.0.1:${port}`;
    await answers(url, server);
    process.env.TEND_URL = url;
    process.env.TEND_SIGN_INS = JSON.stringify(signIns);
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}
