// A chip's button asks its turn again, a thumb votes on its answer: Gradio hands this script the element of the
// conversation, and `trigger`, with which what is asked for travels to the server. Every answer replaces what is in the
// element, the pressed button too.
let pressed = null;

// What was unfolded stays so when an answer replaces what is in the element; `toggle` does not bubble.
const unfolded = new Set();
element.addEventListener("toggle", (event) => {
  const turn = event.target.closest(".gw-turn")?.dataset.turn;
  if (turn && event.target.matches(".gw-more")) unfolded[event.target.open ? "add" : "delete"](turn);
}, true);
new MutationObserver(() => {
  for (const number of unfolded) {
    const turn = element.querySelector(`.gw-turn[data-turn="${number}"]`);
    if (!turn) unfolded.delete(number);
    else turn.querySelector(".gw-more")?.setAttribute("open", "");
  }
}).observe(element, { childList: true, subtree: true });

element.addEventListener("click", (event) => {
  const button = event.target.closest("button.gw-again, button.gw-vote");
  if (!button || button.disabled) return;
  const { turn, name, ignore, vote } = button.dataset;
  pressed = { turn, same: vote ? `.gw-vote[data-vote="${vote}"]` : `.gw-again[data-name="${name}"]` };
  trigger("click", { turn: Number(turn), ...(vote ? { vote } : { ignore: ignore.split(" ").filter(Boolean) }) });
});

// Whoever uses the keyboard goes on where they were: at the button that takes it back, or else at the question;
// but not whoever went elsewhere meanwhile.
new MutationObserver(() => {
  if (!pressed || element.querySelector(".gw-waiting")) return;
  const turn = element.querySelector(`.gw-turn[data-turn="${pressed.turn}"]`);
  const button = turn?.querySelector(pressed.same);
  pressed = null;
  if (document.activeElement === document.body) (button ?? turn?.querySelector(".gw-question"))?.focus();
}).observe(element, { childList: true, subtree: true });
