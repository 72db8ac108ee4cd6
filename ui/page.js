// What the page does in the browser: opens the reader beside the chat, and brings a new question into view.
() => {
  let opener = null;

  // An attribute, since Gradio owns the classes of its elements and scopes the style sheet below the body.
  const show = (on) => {
    for (const id of ["gw-chat", "gw-reader"]) document.getElementById(id)?.toggleAttribute("data-reading", on);
  };
  const close = () => {
    show(false);
    document.querySelectorAll(".gw-current").forEach((link) => link.classList.remove("gw-current"));
    if (opener) opener.focus();
    opener = null;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[target="groundwire-reader"]');
    if (event.target.closest(".gw-close")) close();
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    document.querySelectorAll(".gw-current").forEach((other) => other.classList.remove("gw-current"));
    link.classList.add("gw-current");
    opener = link;
    show(true);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opener) close();
  });

  let turns = 0;
  new MutationObserver(() => {
    const shown = document.querySelectorAll(".gw-turn");
    if (shown.length > turns) shown[shown.length - 1].scrollIntoView({ block: "start", behavior: "smooth" });
    turns = shown.length;
  }).observe(document.body, { childList: true, subtree: true });
}
