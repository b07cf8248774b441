// Due moments: a[data-account] leads to the account of the moment. Here it opens beside the page, in a
// dialog that the browser closes with Escape, giving the focus back to where it was.

const plain = (event) => !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
let dialog;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-account]");
  if (!link || !plain(event)) return;
  event.preventDefault();
  show(link).catch(() => location.assign(link.href));
});

async function show(link) {
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
  // The page itself tells what is in the way: nobody is signed in any more, or the case has gone on.
  if (!answer.ok) return location.assign(link.href);
  const words = await answer.text();
  dialog ??= made();
  dialog.innerHTML = words;
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("h2").focus();
}

function made() {
  const made = document.createElement("dialog");
  made.className = "dialog akun-dialog";
  made.setAttribute("aria-labelledby", "akun-judul");
  made.setAttribute("closedby", "any");
  return document.body.appendChild(made);
}
