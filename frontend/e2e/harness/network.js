// slow puts a page on a line of 1.6 Mbit/s with 150 ms to the server and back.
// It answers a function that takes the limit away again.
export async function slow(page, { bitsPerSecond = 1_600_000, latency = 150 } = {}) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency,
    downloadThroughput: bitsPerSecond / 8,
    uploadThroughput: bitsPerSecond / 8,
  });
  return () => session.detach();
}
