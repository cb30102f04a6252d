// Asks the browser for passkeys: for the forms that say so, on the sign-in
// page in the list of suggestions too, and for the dialogs of the account. The
// answer goes into a hidden field and the form is sent as every other is.
(() => {
  "use strict";
  const root = document.documentElement;
  const pk = window.PublicKeyCredential;
  const able = Boolean(pk && navigator.credentials && isSecureContext);
  root.dataset.passkeys = able ? "yes" : "no";
  // Whether the device keeps passkeys itself, for those who are to choose. It
  // never throws.
  window.twofoldDevice = async () => {
    if (!able) return "none";
    try {
      return await pk.isUserVerifyingPlatformAuthenticatorAvailable() ? "keeps" : "asks";
    } catch {
      return "asks";
    }
  };
  if (!able) {
    for (const form of document.querySelectorAll("form[data-passkey]")) form.remove();
    return;
  }

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const read = (create, options) => {
    const native = create ? pk.parseCreationOptionsFromJSON : pk.parseRequestOptionsFromJSON;
    if (native) return native.call(pk, options);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const list of [options.excludeCredentials, options.allowCredentials]) {
      for (const one of list || []) one.id = bytes(one.id);
    }
    return options;
  };

  // Password managers that stand in for the browser break toJSON.
  const write = (credential) => {
    try {
      return JSON.stringify(credential.toJSON());
    } catch { /* by hand, then */ }
    const from = credential.response;
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (from[name]) response[name] = text(from[name]);
    }
    if (from.getTransports) response.transports = from.getTransports();
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {},
      ...(credential.authenticatorAttachment && { authenticatorAttachment: credential.authenticatorAttachment }),
    });
  };

  // One ceremony at a time: a browser refuses a second one.
  let running;
  const stop = () => {
    if (running) running.abort();
    running = undefined;
  };
  const ask = async (create, options, mediation) => {
    stop();
    const own = running = new AbortController();
    const wish = { publicKey: read(create, structuredClone(options)), signal: own.signal };
    if (mediation) wish.mediation = mediation;
    try {
      return write(await (create ? navigator.credentials.create(wish) : navigator.credentials.get(wish)));
    } finally {
      if (running === own) running = undefined;
    }
  };

  const problem = (err) => ({ InvalidStateError: "exists", NotSupportedError: "unsupported", SecurityError: "unsupported" }[err.name] || "canceled");

  const asking = () => document.querySelector("form[data-passkey]");
  const isCreate = (form) => form.dataset.passkey === "create";

  // A challenge is fetched before it is needed, since some browsers want the
  // question right after the press, and again when it is old.
  const fresh = 8 * 60 * 1000;
  let kept;
  const challenge = (form) => {
    if (kept && Date.now() - kept.at < fresh) return kept.answer;
    const body = form.dataset.body;
    const headers = { "X-Csrf-Token": form.elements.csrf.value };
    if (body) headers["Content-Type"] = "application/json";
    const answer = fetch(form.dataset.challenge, { method: "POST", headers, body }).then((r) => {
      if (!r.ok) throw new Error("challenge " + r.status);
      return r.json();
    });
    answer.catch(() => { kept = undefined; });
    kept = { at: Date.now(), answer };
    return answer;
  };

  const say = (form, word) => {
    const words = form.querySelector(`[data-said="${word}"]`) || form.querySelector("[data-said]");
    words.hidden = false;
    const region = document.getElementById("alert");
    setTimeout(() => { region.textContent = words.textContent.trim(); }, 100);
    setTimeout(() => { region.textContent = ""; }, 10000);
    form.querySelector("button[type=submit]").focus();
  };

  // The form's own answer says what is wrong where no challenge was to be had.
  const send = (form, ceremony, answer) => {
    form.elements.ceremony.value = ceremony;
    form.elements.passkey.value = answer;
    HTMLFormElement.prototype.submit.call(form);
  };

  const run = async (form) => {
    stop();
    for (const words of form.querySelectorAll("[data-said]")) words.hidden = true;
    let asked;
    try {
      asked = await challenge(form);
    } catch {
      return send(form, "", "");
    }
    try {
      send(form, asked.ceremony, await ask(isCreate(form), asked.options));
    } catch (err) {
      if (err.name === "AbortError") return;
      say(form, problem(err));
      suggest();
    }
  };

  const suggest = async () => {
    const form = asking();
    if (!form || form.dataset.passkey !== "sign-in") return;
    try {
      if (!await pk.isConditionalMediationAvailable()) return;
      const asked = await challenge(form);
      if (running) return;
      const answer = await ask(false, asked.options, "conditional");
      send(asking() || form, asked.ceremony, answer);
    } catch { /* the field and the button are there all the same */ }
  };

  addEventListener("submit", (e) => {
    const form = e.target;
    if (!form.matches("form[data-passkey]")) return stop();
    e.preventDefault();
    e.stopImmediatePropagation();
    run(form);
  }, { capture: true });

  // A page that comes back out of the browser's memory asks anew.
  addEventListener("pageshow", (e) => {
    if (!e.persisted) return;
    kept = undefined;
    suggest();
  });

  // What the dialogs of the account call. It never throws.
  window.twofoldPasskey = async (options) => {
    try {
      return { answer: await ask(false, JSON.parse(options)) };
    } catch (err) {
      return { problem: problem(err) };
    }
  };

  // Tell the password manager what isn't known here any more.
  const unknown = document.querySelector("[data-passkey-unknown]");
  if (unknown && pk.signalUnknownCredential) {
    pk.signalUnknownCredential({ rpId: unknown.dataset.site, credentialId: unknown.dataset.passkeyUnknown }).catch(() => {});
  }
  window.twofoldPasskeysLeft = (left) => {
    if (pk.signalAllAcceptedCredentials) pk.signalAllAcceptedCredentials(JSON.parse(left)).catch(() => {});
  };

  const form = asking();
  if (form && form.dataset.passkey === "sign-in") suggest();
  else if (form) challenge(form).catch(() => {});
})();
