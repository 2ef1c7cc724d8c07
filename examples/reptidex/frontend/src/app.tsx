import { useState } from "react";

import { lookUp, type Reptile } from "./api/client.ts";
import { AccountPanel } from "./components/account-panel.tsx";
import { ReptileCard } from "./components/reptile-card.tsx";
import { RevisionBadge } from "./components/revision-badge.tsx";
import { SearchForm } from "./components/search-form.tsx";

type Search =
  | { readonly kind: "idle" }
  | { readonly kind: "busy"; readonly species: string }
  | { readonly kind: "found"; readonly reptile: Reptile }
  | { readonly kind: "unknown"; readonly species: string }
  | { readonly kind: "failed"; readonly reason: string };

function SearchResult({ search }: { readonly search: Search }) {
  switch (search.kind) {
    case "idle":
      return null;
    case "busy":
      return <p>Looking for {search.species} …</p>;
    case "found":
      return <ReptileCard reptile={search.reptile} />;
    case "unknown":
      return <p>No reptile is called {search.species}.</p>;
    case "failed":
      return <p role="alert">The lookup failed: {search.reason}</p>;
  }
}

export function App() {
  const [search, setSearch] = useState<Search>({ kind: "idle" });

  async function start(species: string) {
    setSearch({ kind: "busy", species });
    try {
      const reptile = await lookUp(species);
      setSearch(reptile === null ? { kind: "unknown", species } : { kind: "found", reptile });
    } catch (error) {
      setSearch({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <main>
      <h1>ReptiDex</h1>
      <SearchForm busy={search.kind === "busy"} onSearch={(species) => void start(species)} />
      <SearchResult search={search} />
      <AccountPanel />
      <RevisionBadge />
    </main>
  );
}
