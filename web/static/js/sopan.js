// Sopan's own script: shortcuts, row selection, drafts, and notices about the page itself.
// Every page works without it; it only saves steps.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const typing = (element) => element.closest("input, select, textarea, [contenteditable]");

// ---------- shortcuts ----------
const rows = () => $$("a.isi-baris").filter((link) => link.offsetParent !== null);

function step(by) {
  const links = rows();
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by];
  next?.focus({ focusVisible: true });
  next?.closest("tr, li")?.scrollIntoView({ block: "nearest" });
}

const shortcuts = {
  "/": () => $(".cari input")?.focus(),
  "?": () => $("#pintasan")?.togglePopover?.(),
  j: () => step(1),
  k: () => step(-1),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus();
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const act = shortcuts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// ---------- menus close when the reader looks elsewhere ----------
function closeMenus(except) {
  for (const menu of $$("details[data-menu][open]")) {
    if (menu === except) continue;
    menu.open = false;
    if (menu.contains(document.activeElement)) $("summary", menu).focus();
  }
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));

// ---------- theme: at once, while the link still tells the server ----------
document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-theme-choice]")?.dataset.themeChoice;
  const themes = { terang: "light", gelap: "dark" };
  if (!choice) return;
  if (themes[choice]) document.documentElement.dataset.theme = themes[choice];
  else delete document.documentElement.dataset.theme;
});

// ---------- a form is sent once ----------
// The button is not disabled: a disabled button would not send its own name and value.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  for (const button of $$("button:not([type=button])", form)) button.setAttribute("aria-disabled", "true");
});
// A page that comes back from the browser's memory may be sent again.
addEventListener("pageshow", () => $$("form[data-sent]").forEach(release));
document.addEventListener("htmx:finally:request", (event) => {
  const form = event.target.closest?.("form[data-sent]");
  if (form) release(form);
});
function release(form) {
  delete form.dataset.sent;
  for (const button of $$("[aria-disabled]", form)) button.removeAttribute("aria-disabled");
}

// ---------- drafts: form[data-draft] is posted to that address a moment after the last key ----------
const waiting = new WeakMap();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (!form) return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(save, 1200, form));
});
async function save(form) {
  const words = new FormData(form);
  for (const [name, value] of [...words]) if (value instanceof File) words.delete(name);
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: words, headers: { "X-Draft": "1" } });
    const told = $(".tersimpan", form);
    if (answer.ok && told) told.textContent = await answer.text();
  } catch {
    tell("kabar-putus");
  }
}

// ---------- what the page must say about itself ----------
const told = new Set();
function tell(name) {
  const place = $("#kabar");
  const words = $(`template#${name}`);
  if (!place || !words || told.has(name)) return;
  told.add(name);
  place.append(words.content.cloneNode(true));
}
const build = $("meta[name=build]")?.content;
document.addEventListener("htmx:after:request", (event) => {
  const now = event.detail?.ctx?.response?.headers?.get("X-Sopan-Build");
  if (now && build && now !== build) tell("kabar-versi");
});
document.addEventListener("htmx:error", () => tell("kabar-putus"));

// ---------- the summary of faults takes the focus, so that it is read first ----------
$("[data-focus]")?.focus();
$$("[data-print]").forEach((button) => button.addEventListener("click", () => print()));
