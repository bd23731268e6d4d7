#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "processing/hotlist/hotlist_index.hpp"

namespace nightjar {

/// What was in force of a list, kept beside the journal so that the next start can tell a list that shrank
/// from one that was always small.
struct ListMemory {
  std::string digest;
  std::optional<std::uint64_t> number;
  std::size_t entries = 0;
  std::optional<OpenPart> open = std::nullopt;  ///< of that, where covert entries are told elsewhere
  std::string accepted;  ///< digest of an edition that a person accepted, be it in force or not yet
};

/// Nothing: never in force here, or the note cannot be read.
[[nodiscard]] std::optional<ListMemory> remembered(const std::filesystem::path& journal,
                                                   const std::string& list);

/// False where it cannot be written.
[[nodiscard]] bool remember(const std::filesystem::path& journal, const std::string& list,
                            const ListMemory& memory);
[[nodiscard]] ListMemory memory_of(const HotlistIndex& index);

/// Why an edition must not replace what was in force before it, in words; empty: it may.
/// A list that shrank by more than a fifth was cut off more often than it was weeded.
struct ListObjection {
  std::string words;
  bool covert = false;  ///< of that, the list's own channel may not know
};
[[nodiscard]] ListObjection objection(const ListMemory& before, const HotlistIndex& next);

}  // namespace nightjar
