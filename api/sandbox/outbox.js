// Says when newer messages are there; the reader decides when to look.
const seen = document.body.dataset.newest;
const news = document.getElementById('news');

async function look() {
  const address = new URL(location.href);
  address.searchParams.set('format', 'json');
  const answer = await fetch(address, { headers: { Accept: 'application/json' } });
  const { data } = await answer.json();
  if ((data.at(-1)?.id ?? '') === seen) return;
  const link = document.createElement('a');
  address.searchParams.delete('format');
  link.href = address;
  link.textContent = 'There are new messages. Show them';
  news.replaceChildren(link);
  clearInterval(timer);
}

const timer = setInterval(() => look().catch(() => {}), 3000);

const copy = document.getElementById('copy');
copy?.addEventListener('click', async () => {
  await navigator.clipboard.writeText(document.getElementById('code').textContent);
  document.getElementById('copied').textContent = 'Copied';
});
if (copy && navigator.clipboard) copy.hidden = false;
