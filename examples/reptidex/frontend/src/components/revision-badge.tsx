import { useEffect, useState } from "react";

import { fetchHealth } from "../api/client.ts";

const SHORT_SHA_LENGTH = 7;

/** Show which revision of the API answers, or that none does. */
export function RevisionBadge() {
  const [text, setText] = useState("…");
  useEffect(() => {
    let shown = true;
    const show = (value: string) => {
      if (shown) setText(value);
    };
    fetchHealth().then(
      (health) => {
        show(`API ${health.revision.slice(0, SHORT_SHA_LENGTH)}`);
      },
      () => {
        show("API not reachable");
      },
    );
    return () => {
      shown = false;
    };
  }, []);
  return <small role="status">{text}</small>;
}
