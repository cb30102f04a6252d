// Loads the WebAssembly behind a page that already works, and notes whether
// somebody began to use the page before it came.
(() => {
  "use strict";
  const { exec, wasm } = document.currentScript.dataset;
  const root = document.documentElement;
  const state = { touched: false };
  window.twofold = state;
  for (const type of ["input", "compositionstart", "change", "submit"]) {
    addEventListener(type, () => { state.touched = true; }, { capture: true, passive: true });
  }

  const env = { GOAPP_INTERNAL_URLS: "[]" };
  window.goappGetenv = (name) => env[name] || "";

  const script = (src) => new Promise((resolve, reject) => {
    const s = document.createElement("script");
    s.src = src;
    s.onload = resolve;
    s.onerror = () => reject(new Error("load " + src));
    document.head.append(s);
  });

  const instantiate = async (imports) => {
    const response = fetch(wasm, { credentials: "omit" });
    if (WebAssembly.instantiateStreaming) {
      return WebAssembly.instantiateStreaming(response, imports);
    }
    return WebAssembly.instantiate(await (await response).arrayBuffer(), imports);
  };

  const start = async () => {
    root.dataset.app = "loading";
    try {
      await script(exec);
      const go = new window.Go();
      const { instance } = await instantiate(go.importObject);
      await go.run(instance);
      root.dataset.app = root.dataset.app === "loading" ? "left" : "failed";
    } catch (err) {
      console.warn("twofold: the page stays without WebAssembly:", err);
      root.dataset.app = "failed";
    }
  };
  if (exec && wasm) start();
})();
