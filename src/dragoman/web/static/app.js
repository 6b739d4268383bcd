// Enhancement only: every page reads and works without this file.
// Beside a document, the event that is pointed at, or focused, is shown in the panel, and the other way round.
const panel = document.querySelector(".panel");
if (panel) {
  const cards = new Map([...panel.querySelectorAll("[data-event]")].map((card) => [card.dataset.event, card]));
  const marks = [...document.querySelectorAll(".marked [data-events]")];
  const told = (mark) => mark.dataset.events.split(" ").filter(Boolean);
  const clear = () => document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
  const show = (ids, scroll) => {
    clear();
    for (const id of ids) cards.get(id)?.classList.add("lit");
    for (const mark of marks) if (told(mark).some((id) => ids.includes(id))) mark.classList.add("lit");
    const first = cards.get(ids[0]);
    // Only the panel moves, never the page under the reader.
    if (scroll && first && panel.scrollHeight > panel.clientHeight) {
      panel.scrollTop += first.getBoundingClientRect().top - panel.getBoundingClientRect().top - 40;
    }
  };
  for (const mark of marks) {
    // A trigger means its own event; the rest of a sentence all that it tells.
    const ids = () => (mark.hash ? [mark.hash.slice(4)] : told(mark));
    mark.addEventListener("pointerenter", () => show(ids(), true));
    mark.addEventListener("focus", () => show(ids(), true));
    mark.addEventListener("pointerleave", clear);
    mark.addEventListener("blur", clear);
  }
  for (const [id, card] of cards) {
    card.addEventListener("pointerenter", () => show([id], false));
    card.addEventListener("focusin", () => show([id], false));
    card.addEventListener("pointerleave", clear);
    card.addEventListener("focusout", clear);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
  });
}
