// Checks a form as it is filled in, and follows an import. Every page works without it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-check]");
  const say = (checked, touched) => {
    for (const field of form.querySelectorAll(".field")) {
      const input = field.querySelector("[name]");
      const place = field.querySelector(".fault");
      if (!place || !touched.has(input.name)) continue;
      const faults = checked.fields[input.name] || [];
      place.textContent = faults.join("；");
      field.classList.toggle("wrong", faults.length > 0);
    }
    const explain = form.querySelector("#explain");
    if (explain) explain.classList.toggle("wrong", checked.asks);
    const box = document.getElementById("faults");
    const list = box.querySelector("ul");
    list.replaceChildren(...checked.faults.map((fault) => {
      const item = document.createElement("li");
      item.textContent = fault;
      return item;
    }));
    box.hidden = checked.faults.length === 0;
  };
  if (form) {
    const touched = new Set();
    let waiting = 0;
    let asked = 0;
    const check = async () => {
      const mine = ++asked;
      const body = new URLSearchParams(new FormData(form));
      try {
        const answer = await fetch(form.dataset.check, { method: "POST", body });
        // Only the answer to the last question is shown.
        if (answer.ok && mine === asked) say(await answer.json(), touched);
      } catch (_) { /* the form is checked when it is sent */ }
    };
    form.addEventListener("input", (event) => {
      if (!event.target.name) return;
      touched.add(event.target.name);
      clearTimeout(waiting);
      waiting = setTimeout(check, 400);
    });
  }
  for (const all of document.querySelectorAll("input[data-all]")) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const one of all.closest("table").querySelectorAll("input[name=record]")) {
        one.checked = all.checked;
      }
    });
  }
  const running = document.querySelector("[data-poll]");
  if (running) {
    const look = async () => {
      try {
        const answer = await fetch(location.pathname + "?format=json");
        const job = await answer.json();
        running.querySelector("[data-read]").textContent = job.read;
        if (!job.running) return location.reload();
      } catch (_) { /* asked again */ }
      setTimeout(look, 700);
    };
    setTimeout(look, 400);
  }
})();
