// The API as a page's own program asks it, in the page's browser profile and
// with its cookies.

// ask sends a request from a page of the service and answers {status, body, tag}.
//
//   home   where the API stands: a person's organization, or the service
//   more   headers beside the usual ones; the token against forgery is the
//          session's unless it is among them
export function ask({ home }, page, method, path, body, more = {}) {
  return page.evaluate(async ([base, m, p, b, h]) => {
    const headers = { 'Content-Type': 'application/json', ...h };
    headers['X-Csrf-Token'] ??= (await (await fetch(`${base}/session`)).json()).csrf ?? '';
    const answer = await fetch(base + p, { method: m, headers, ...(b && { body: JSON.stringify(b) }) });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null, tag: answer.headers.get('ETag') };
  }, [`${home}/api/v1`, method, path, body, more]);
}

// want does so and answers the body; a refusal fails.
export async function want(who, page, method, path, body, more) {
  const answer = await ask(who, page, method, path, body, more);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

// savesPolicy saves an organization's policy as change makes it of the one there is.
export async function savesPolicy(who, page, change) {
  const { body: { policy }, tag } = await ask(who, page, 'GET', '/policy');
  await want(who, page, 'PUT', '/policy', { policy: change(policy), numbers_known: true }, { 'If-Match': tag });
}

// visit opens the smallest page of the service, from which it can be asked.
export async function visit(service, page) {
  await page.goto(`${service.url}/livez`);
}
