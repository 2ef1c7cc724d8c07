import { useState } from "react";

import { toSlug } from "../api/client.ts";

interface SearchFormProps {
  readonly busy: boolean;
  readonly onSearch: (species: string) => void;
}

export function SearchForm({ busy, onSearch }: SearchFormProps) {
  const [species, setSpecies] = useState("");
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(species);
      }}
    >
      <label>
        Species
        <input
          value={species}
          onChange={(event) => {
            setSpecies(event.target.value);
          }}
        />
      </label>
      <button type="submit" disabled={busy || toSlug(species) === ""}>
        Look up
      </button>
    </form>
  );
}
