// watch collects in page.problems what no page of ours may do: throw, break the
// content security policy, or ask another host for anything.
export function watch(page) {
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(`threw ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && /content security policy|refused to/i.test(message.text())) {
      page.problems.push(message.text());
    }
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^https?:$/.test(protocol) && !['localhost', '127.0.0.1'].includes(hostname)) {
      page.problems.push(`asked ${hostname} for ${request.url()}`);
    }
  });
}
