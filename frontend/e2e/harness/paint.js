// What somebody sees of a page while it comes, and when they can use it.

// watchShifts has a page note, from its next document on, how far what it had
// shown moved by itself.
export async function watchShifts(page) {
  await page.addInitScript(() => {
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const { value } of list.getEntries()) window.shifted += value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

// shifted answers that sum in thousandths, after what was changed last is drawn.
// On a busy machine the first paint may come before the page's last line, which
// then moves by less.
export async function shifted(page) {
  const sum = await page.evaluate(() => new Promise((resolve) => {
    const frame = (left) => (left ? requestAnimationFrame(() => frame(left - 1)) : setTimeout(() => resolve(window.shifted)));
    frame(3);
  }));
  return Math.floor(sum * 1000);
}

// painted waits until a page shows something and answers when that was, in ms
// since it was asked for.
export async function painted(page) {
  const first = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
  return first.jsonValue();
}

// through lets through what answers true and holds everything else back that a
// page asks for. It answers what was let through, and a function that lets go.
export async function through(page, answers) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const passed = [];
  await page.route('**/*', async (route) => {
    if (answers(route.request())) passed.push(route.request());
    else await held;
    await route.continue();
  });
  return { passed, release };
}

// weight is what came over the wire for requests, in bytes, headers included.
export async function weight(requests) {
  const sizes = await Promise.all(requests.map((request) => request.sizes()));
  return sizes.reduce((sum, { responseHeadersSize, responseBodySize }) => sum + responseHeadersSize + responseBodySize, 0);
}
