// Element Web's engine in its strict mode, driven by JSON lines: a request in, an answer out.
//
//   {"id":1,"do":"start","homeserver":…,"user":…,"password":…,"device":…}
//        (or "token" instead of "password")                → user, device, signed
//   {"id":2,"do":"join","room":…,"timeout":30}             → room, once the engine would encrypt
//   {"id":3,"do":"send","room":…,"body":…}                 → event_id
//   {"id":4,"do":"read","room":…,"count":1,"timeout":30}   → messages, all encrypted ones of others
//   {"id":5,"do":"members","room":…}                       → members, as the homeserver lists them
//   {"id":6,"do":"stop"}                                   → the end, as is the end of stdin
//
// Answers carry the id and "ok"; a failure carries one sentence in "error".
// PEER_LOG=1 sends the engine's log to stderr.
import { Console } from "node:console";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { createClient, MsgType } from "matrix-js-sdk";
import {
  DecryptionFailureCode,
  EventShieldColour,
  EventShieldReason,
  OnlySignedDevicesIsolationMode,
} from "matrix-js-sdk/lib/crypto-api/index.js";

const PATIENCE = 30; // seconds, wherever a request names no timeout of its own
const SHIELDS = {
  [EventShieldColour.NONE]: "none",
  [EventShieldColour.GREY]: "grey",
  [EventShieldColour.RED]: "red",
};

// The engine logs through the console, and stdout belongs to the answers.
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
globalThis.console = new Console(process.env.PEER_LOG ? process.stderr : nowhere);
// A homeserver that goes away under a running sync must not take the peer with it.
process.on("unhandledRejection", (error) => console.error(error));

let client = null;
let stopping = false;

async function start({ homeserver, user, password, token, device }) {
  if (client) throw new Error("this peer is already started");
  const account = await (token
    ? ownerOf(homeserver, token)
    : login(homeserver, { user, password, device }));
  const { userId, deviceId } = account;
  if (user?.startsWith("@") && user !== userId) {
    throw new Error(`the token belongs to ${userId}, not to ${user}`);
  }
  const engine = createClient({ baseUrl: homeserver, ...account });
  await engine.initRustCrypto({ useIndexedDB: false });
  const crypto = engine.getCrypto();
  crypto.setDeviceIsolationMode(new OnlySignedDevicesIsolationMode());
  // Only a first upload needs no password; being asked for one means that this user is not fresh.
  const withoutPassword = { authUploadDeviceSigningKeys: (upload) => upload(null) };
  await crypto.bootstrapCrossSigning(withoutPassword).catch((error) => {
    if (error.httpStatus !== 401) throw error;
    throw new Error(`${userId} has cross-signing keys already: take a fresh user`);
  });
  await engine.startClient({ initialSyncLimit: 100, lazyLoadMembers: true });
  await until("the initial sync", PATIENCE, () => engine.isInitialSyncComplete());
  // An upload of nothing answers how many keys of ours the homeserver holds.
  await until("the upload of one-time keys", PATIENCE, async () => {
    const { one_time_key_counts: held } = await engine.uploadKeysRequest({});
    return held.signed_curve25519 > 0;
  });
  // The engine believes its own signature only once the homeserver has shown it back.
  const trust = () => crypto.getDeviceVerificationStatus(userId, deviceId);
  const signed = async () => Boolean((await trust())?.signedByOwner);
  await until("the own signature", PATIENCE, signed).catch((late) => console.info(late.message));
  client = engine;
  return { user: userId, device: deviceId, signed: await signed() };
}

async function login(homeserver, { user, password, device }) {
  const identifier = { type: "m.id.user", user };
  const answer = await createClient({ baseUrl: homeserver }).loginRequest({
    type: "m.login.password",
    identifier,
    password,
    device_id: device,
  });
  const { user_id: userId, device_id: deviceId, access_token: accessToken } = answer;
  return { userId, deviceId, accessToken };
}

async function ownerOf(homeserver, token) {
  const answer = await createClient({ baseUrl: homeserver, accessToken: token }).whoami();
  return { userId: answer.user_id, deviceId: answer.device_id, accessToken: token };
}

async function join({ room, timeout = PATIENCE }) {
  await started().joinRoom(room);
  // Right after a join the engine knows of no encryption yet, and would send in clear.
  await until(`the encryption state of ${room}`, timeout, () => encrypts(room));
  return { room };
}

// An invitation shows the encryption state already, but only the engine's own record binds it.
async function encrypts(room) {
  const known = client.getRoom(room);
  if (known?.getMyMembership() !== "join" || !known.hasEncryptionStateEvent()) return false;
  return client.getCrypto().isEncryptionEnabledInRoom(room);
}

async function read({ room, count = 1, timeout = PATIENCE }) {
  const heard = () => encryptedByOthers(started(), room);
  await until("messages", timeout, async () => {
    await Promise.all(heard().map((event) => client.decryptEventIfNeeded(event)));
    return heard().filter(settled).length >= count;
  }).catch((late) => console.info(late.message));
  return { messages: await Promise.all(heard().map(described)) };
}

function encryptedByOthers(engine, room) {
  const events = engine.getRoom(room)?.getLiveTimeline().getEvents() ?? [];
  const ofOthers = events.filter((event) => event.getSender() !== engine.getUserId());
  return ofOthers.filter((event) => event.isEncrypted() && !event.isRedacted());
}

// A missing key may still be on its way; every other failure is the engine's last word.
function settled(event) {
  const awaited = DecryptionFailureCode.MEGOLM_UNKNOWN_INBOUND_SESSION_ID;
  return event.getClearContent() !== null && event.decryptionFailureReason !== awaited;
}

async function described(event) {
  const failed = event.getClearContent() ? event.decryptionFailureReason : "NOT_YET_DECRYPTED";
  const trust = await client.getCrypto().getEncryptionInfoForEvent(event);
  return {
    event_id: event.getId(),
    sender: event.getSender(),
    type: event.getType(),
    body: failed ? null : (event.getContent().body ?? null),
    failed,
    // What could not be read has no shield: null must never be taken for "none".
    shield: trust && SHIELDS[trust.shieldColour],
    shield_reason: trust?.shieldReason == null ? null : EventShieldReason[trust.shieldReason],
  };
}

async function send({ room, body }) {
  started();
  if (!(await encrypts(room))) {
    throw new Error(`refused to send: ${room} is not known as joined and encrypted`);
  }
  const { event_id } = await client.sendMessage(room, { msgtype: MsgType.Text, body });
  return { event_id };
}

async function members({ room }) {
  const { chunk } = await started().members(room);
  const listed = ({ state_key: user, content }) => ({ user, membership: content.membership });
  return { members: chunk.map(listed) };
}

function started() {
  if (!client) throw new Error("this peer is not started");
  return client;
}

async function until(what, seconds, holds) {
  const deadline = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() >= deadline) throw new Error(`waited ${seconds} seconds in vain for ${what}`);
    await pause(25);
  }
}

async function answer(line) {
  let id = null;
  try {
    const { id: asked, do: verb, ...rest } = JSON.parse(line);
    id = asked ?? null;
    if (!Object.hasOwn(requests, verb)) throw new Error(`unknown request: ${verb}`);
    return { id, ok: true, ...(await requests[verb](rest)) };
  } catch (error) {
    // The engine's own words here are "fetch failed: fetch failed".
    const silent = error.name === "ConnectionError";
    const sentence = silent ? "the homeserver does not answer" : String(error.message ?? error);
    return { id, ok: false, error: sentence.replaceAll(/\s+/g, " ") };
  }
}

async function stop() {
  stopping = true;
  return {};
}

const requests = { start, join, read, send, members, stop };

for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const reply = await answer(line);
  await new Promise((written) => process.stdout.write(`${JSON.stringify(reply)}\n`, written));
  if (stopping) break;
}
client?.stopClient();
// The engine's open requests would keep the process alive.
process.exit(0);
