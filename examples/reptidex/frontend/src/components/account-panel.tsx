import { useState } from "react";

import { fetchAccount } from "../api/client.ts";

/** Ask for a token and show whose it is. */
export function AccountPanel() {
  const [token, setToken] = useState("");
  const [message, setMessage] = useState("");

  async function open() {
    try {
      const account = await fetchAccount(token);
      setMessage(
        account === null ? "This token is not valid." : `Signed in: ${account.name}, ${account.role}`,
      );
    } catch (error) {
      setMessage(`Cannot sign in: ${String(error)}`);
    }
  }

  return (
    <section aria-label="Account">
      <label>
        Token
        <input
          type="password"
          value={token}
          onChange={(event) => {
            setToken(event.target.value);
          }}
        />
      </label>
      <button type="button" disabled={token === ""} onClick={() => void open()}>
        Sign in
      </button>
      <p role="note">{message}</p>
    </section>
  );
}
