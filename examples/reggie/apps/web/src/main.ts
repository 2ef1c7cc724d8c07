import { describePlate } from "./lookup.ts";

const form = document.querySelector("form");
const output = document.querySelector("output");
if (form === null || output === null) throw new Error("index.html has no form or no output");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const plate = new FormData(form).get("plate");
  void describePlate(typeof plate === "string" ? plate : "").then((sentence) => {
    output.textContent = sentence;
  });
});
